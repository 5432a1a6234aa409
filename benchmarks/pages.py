"""How soon a page is readable, beside Jupyter Book's stock theme: `make bench-pages`.

The same sources are built twice, with our `_config.yml` and with a stock one whose MathJax lies on
the same disk, as ours does; from its CDN it would come later. Chromium opens the page of about 50
formulas from a local server, in a fresh profile, with its processor slowed to a quarter, in turn.

    first paint   first contentful paint
    stable        the last change of the page, shift of its layout, or file, before a quiet second
    weight        all requests, compressed

Prints its verdict. Takes some minutes.
"""

import functools
import gzip
import http.server
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from statistics import median

import yaml
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PAGE = "book/4-mathematics/case-study.html"
ROUNDS, SLOWER, QUIET_MS, GOAL = 5, 4, 1000, 4
STOCK = {
    "only_build_toc_files": True,
    "execute": {"execute_notebooks": "off"},
    "bibtex_bibfiles": ["book/references.bib"],
    "html": {"use_issues_button": False, "use_repository_button": False},
}
WATCH = """() => {
    window.last = 0;
    const note = () => { window.last = performance.now(); };
    new MutationObserver(note).observe(document, {
        subtree: true, childList: true, attributes: true, characterData: true});
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (entry.name.includes("favicon")) return;  // nothing of the page waits for it
        window.last = Math.max(window.last, entry.responseEnd || entry.startTime);
    })).observe({entryTypes: ["layout-shift", "resource"]});
}"""
READ = """() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
    stable: Math.max(window.last, performance.getEntriesByType("navigation")[0].domInteractive),
    quiet: performance.now() - window.last,
    formulas: document.querySelectorAll(".katex-html, mjx-container").length,
})"""


def build_stock(folder):
    """The book as Jupyter Book makes it by itself, but for the place of its MathJax."""
    for name in ("book", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "_toc.yml", folder)
    shutil.copytree(ROOT / "benchmarks/vendor", folder / "static/vendor")
    ours = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config = {"title": ours["title"], "author": ours["author"], "parse": ours["parse"], **STOCK}
    macros = {name[1:]: body for name, body in ours["sphinx"]["config"]["math_macros"].items()}
    config["sphinx"] = {
        "config": {
            "language": "en",
            "html_static_path": ["static"],
            "mathjax_path": "vendor/mathjax/tex-chtml-full.js",
            "mathjax3_config": {"tex": {"macros": macros}},
        },
        "extra_extensions": ["sphinx_proof", "sphinx_exercise"],
    }
    (folder / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    command = [Path(sys.executable).with_name("jupyter-book"), "build", folder]
    done = subprocess.run(command, capture_output=True, text=True)
    if not (folder / "_build/html" / PAGE).exists():
        sys.exit(f"the stock book was not built:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return folder / "_build/html"


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def serve(folder, handler=Handler):
    handler = functools.partial(handler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def visit(browser, home):
    """One visit in a fresh profile: milliseconds, bytes and requests."""
    context = browser.new_context()
    page = context.new_page()
    # What a stock page asks of other hosts fails at once here, which is to its advantage.
    page.route(lambda url: not url.startswith(home), lambda route: route.abort())
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.add_init_script(f"({WATCH})()")
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{home}/{PAGE}", wait_until="load")
    seen = page.evaluate(READ)
    while seen["quiet"] < QUIET_MS or seen["paint"] is None:
        page.wait_for_timeout(200)
        seen = page.evaluate(READ)
    bodies = [response.body() for response in responses]
    seen["bytes"] = sum(min(len(body), len(gzip.compress(body))) for body in bodies)
    seen["requests"] = len(bodies)
    context.close()
    return seen


def launched(playwright, *options):
    """Headless Chromium; without one the program ends."""
    chromium = shutil.which("chromium") or sys.exit("no program `chromium` on the PATH")
    return playwright.chromium.launch(
        executable_path=chromium, chromium_sandbox=False, args=list(options)
    )


def main():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        homes = {"ours": serve(ROOT / "_build/html"), "stock": serve(build_stock(Path(folder)))}
        browser = launched(playwright)
        visits = {name: [] for name in homes}
        for _ in range(ROUNDS):
            for name, home in homes.items():
                visits[name].append(visit(browser, home))
        browser.close()
    middle = {
        name: {key: median(seen[key] for seen in all_seen) for key in all_seen[0]}
        for name, all_seen in visits.items()
    }
    for name, seen in middle.items():
        print(
            f"{name:6} first paint {seen['paint']:6.0f} ms  stable {seen['stable']:6.0f} ms  "
            f"{seen['bytes'] / 1000:6.0f} kB in {seen['requests']:.0f} requests, "
            f"{seen['formulas']:.0f} formulas"
        )
    for key in ("paint", "stable"):
        ratio = middle["stock"][key] / middle["ours"][key]
        verdict = "reached" if ratio >= GOAL else "missed"
        print(f"{key}: stock takes {ratio:.1f} times as long; goal {GOAL}: {verdict}")


if __name__ == "__main__":
    main()
