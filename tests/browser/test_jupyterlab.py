"""In JupyterLab every notebook that `make lab` gives is drawn whole, and no mark of MyST is seen.

One server and one session for all: to start JupyterLab takes longer than to open a notebook.
"""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import book_sources
import give_notebooks
import pytest
import raw_marks

NAMES = [name.removeprefix("notebooks/") for name in book_sources.notebooks()]
SETTINGS = {
    # Every cell is drawn, not only those on the screen; nothing is run.
    "notebook-extension/tracker": {"windowingMode": "none", "autoStartDefaultKernel": False},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
OPEN = "async path => { await window.jupyterapp.commands.execute('docmanager:open', {path}); }"
# Of the notebook in front, what its Markdown cells show: words, less formulas and words of code;
# blocks of code, which a directive would be; what MathJax couldn't set.
SEEN = """() => {
  const UNSET = 'mjx-merror, [data-mjx-error], mjx-container [mathcolor=red], '
    + 'mjx-container [style*="color: red"]';  // unknown macros are red
  const all = selector => [...document.querySelectorAll(
    `.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook ${selector}`)];
  const shown = all('.jp-MarkdownOutput');
  const words = cell => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll('mjx-container, pre, code').forEach(part => part.remove());
    return copy.textContent;
  };
  return {
    cells: shown.filter(cell => cell.textContent.trim()).length,
    text: shown.map(words).join('\\n'),
    code: all('.jp-MarkdownOutput pre').map(part => part.textContent).join('\\n'),
    folds: all('.jp-MarkdownOutput details:not([open]) > summary').length,
    unset: all(UNSET).map(part => part.outerHTML),
    formulas: all('mjx-container').length,
    figures: all('.jp-RenderedImage img').map(img => [img.naturalWidth, img.width, img.complete]),
  };
}"""


def configured(folder: Path) -> dict[str, str]:
    """The environment of a JupyterLab that knows nothing of this machine's user."""
    for name, settings in SETTINGS.items():
        file = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings), "utf-8")
    own = {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    own |= {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
    }
    return os.environ | {name: str(folder / place) for name, place in own.items()}


@pytest.fixture(scope="module")
def address(site, tmp_path_factory):
    """Where JupyterLab serves a folder like `lab/`."""
    folder = tmp_path_factory.mktemp("jupyterlab")
    assert give_notebooks.give(give_notebooks.PLAIN, folder / "lab") == []
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    command += ["--ServerApp.port=0", "--IdentityProvider.token=", "--expose-app-in-browser"]
    command += [f"--ServerApp.root_dir={folder / 'lab'}", "--ServerApp.ip=127.0.0.1"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, env=configured(folder), stdout=log, stderr=log)
    yield running(server, folder / "runtime")
    server.terminate()
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:  # it waits for a kernel that doesn't end
        server.kill()
        server.wait()


def running(server: subprocess.Popen, folder: Path) -> str:
    """The address of a server that has come up; it says so in a file."""
    for _ in range(240):
        for file in folder.glob(f"jpserver-{server.pid}.json"):
            try:
                url = json.loads(file.read_text("utf-8"))["url"]
                urllib.request.urlopen(f"{url}api/status", timeout=1)
                return url
            except (ValueError, OSError, urllib.error.URLError):
                pass
        try:
            server.wait(0.5)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(f"JupyterLab didn't come up; its exit status: {server.poll()}")


@pytest.fixture(scope="module")
def session(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}lab?reset")
    page.wait_for_function("() => window.jupyterapp?.commands.hasCommand('docmanager:open')")
    yield page
    page.close()


@pytest.fixture
def opened(session, request):
    """What JupyterLab shows of the notebook of this name, once all of it is drawn."""
    notebook = json.loads((give_notebooks.PLAIN / request.param).read_text("utf-8"))
    cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown"]
    outputs = [out for cell in notebook["cells"] for out in cell.get("outputs", [])]
    kinds = [str(list(out.get("data", {}))) for out in outputs]
    drawn_figures = sum("png" in kind and "widget" not in kind for kind in kinds)
    session.evaluate(OPEN, request.param)
    drawn = f"() => {{ const seen = ({SEEN})(); return seen.cells === {len(cells)}"
    drawn += " && !seen.text.includes('$') && seen.figures.every(figure => figure[2]); }"
    # Looked for ten times a second, and not with every picture: that takes longer than drawing.
    session.wait_for_function(drawn, timeout=60_000, polling=100)
    yield SimpleNamespace(**session.evaluate(SEEN), cells_of_the_file=cells, drawn=drawn_figures)
    session.evaluate("() => window.jupyterapp.commands.execute('application:close-all')")


@pytest.mark.parametrize("opened", NAMES, indirect=True)
def test_jupyterlab_shows_nothing_raw(opened):
    assert raw_marks.raw_marks(opened.text) == []
    assert re.findall(r"\{[\w:-]+\}", opened.text) == []  # a role, whose content is code here
    assert raw_marks.MYST.findall(opened.code) == []
    assert opened.unset == []
    assert opened.formulas > 0 or not any("$" in cell for cell in opened.cells_of_the_file)
    assert opened.folds == sum(cell.count("<details>") for cell in opened.cells_of_the_file)
    assert sum(dots >= 2 * width for dots, width, _ in opened.figures) == opened.drawn
