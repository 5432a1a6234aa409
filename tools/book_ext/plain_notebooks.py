"""A notebook as it is downloaded, handed out and opened: nothing in it needs the book.

References are words, formulas that it refers to stand at its end, macros are written out, hints and
solutions fold by HTML, captions stand below figures, and a first cell sees to the package.
"""

import json
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from .addresses import repository
from .notebook_links import beside, pack
from .plain_markdown import inline, plain
from .reference_words import Words

CLOSING = "## The formulas and sources named above"
SETUP = """\
# Where the book's package isn't installed, as on Colab, this cell {does}.
import importlib.util

if importlib.util.find_spec("genai_utils") is None:
    {then}
"""
SAYS = """\
raise ModuleNotFoundError(
        "This notebook needs the package genai_utils, which comes with the book's sources: "
        "`pip install FOLDER`, where FOLDER is the one that holds their pyproject.toml."
    )"""
INSTALLS = '%pip install --quiet "genai_utils @ git+https://github.com/{}/{}@{}"'
FETCHES = """
from pathlib import Path
from urllib.request import urlretrieve

for name in {}:
    if not Path(name).exists():
        urlretrieve(f"https://raw.githubusercontent.com/{}/{}/{}/{}/{{name}}", name)
"""


def write(app: Sphinx, exception: Exception | None) -> None:
    """In place of each notebook's source, which Sphinx copies: its plain form, and what it reads.

    `_sources/notebooks` is then the folder that a student has, and a zip of each with its files.
    Raises `ExtensionError` for what no plain notebook can show.
    """
    if exception or app.builder.name != "html":
        return
    for docname in sorted(app.env.all_docs):
        source = Path(app.srcdir, f"{docname}.ipynb")
        if source.exists():
            try:
                offer(source, Path(app.outdir, "_sources", f"{docname}.ipynb"), Words(app, docname))
            except ValueError as error:
                raise ExtensionError(f"{docname}.ipynb: {error}") from error


def offer(source: Path, target: Path, words: Words) -> None:
    """The plain form of one notebook, the files that it reads beside it, and a zip of both."""
    files = beside(source)
    notebook = plain_notebook(json.loads(source.read_text(encoding="utf-8")), words, files)
    text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    target.write_text(text, encoding="utf-8")
    for file in files:
        shutil.copy(file, target.parent)
    if files:
        pack(target, files, target.with_suffix(".zip"))


def plain_notebook(notebook: dict, words: Words, files: list[Path]) -> dict:
    """The notebook with every Markdown cell plain, and with the cells that only a copy has.

    `files` are those that it reads.
    """
    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell = cell | {"source": lines(plain("".join(cell["source"]), words))}
        cells.append(cell)
        if about := cell["metadata"].get("mystnb", {}).get("figure"):
            told = markdown(f"{cell['id']}-caption", caption(about, cell, words))
            cells.append(told | {"metadata": {"tags": ["caption"]}})
    cells.insert(1, setup_cell(Path(words.app.srcdir), files))
    if text := closing(words):
        cells.append(markdown("references", text))
    return notebook | {"cells": cells}


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def markdown(name: str, text: str) -> dict:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": lines(text)}


def setup_cell(srcdir: Path, files: list[Path]) -> dict:
    """A code cell that sees to the package: it installs it from the repository, if there is one."""
    source = SETUP.format(does="says so", then=SAYS)
    if found := repository(srcdir):
        source = SETUP.format(does="installs it", then=INSTALLS.format(*found))
        if files:
            names = tuple(path.name for path in files)
            source += FETCHES.format(names, *found, files[0].parent.name)
    empty: dict = {"execution_count": None, "metadata": {}, "outputs": []}
    return {"cell_type": "code", "id": "the-package", "source": lines(source.rstrip())} | empty


def caption(about: dict, cell: dict, words: Words) -> str:
    """Number and caption of a figure, and folded what it shows, for who can't see it."""
    seen = cell["metadata"]["mystnb"]["image"]["alt"]
    text = inline(about["caption"], words)
    folded = f"<details>\n<summary>The figure in words</summary>\n\n{seen}\n\n</details>"
    return f"**{words.figure(about['name'])}.** {text}\n\n{folded}"


def closing(words: Words) -> str:
    """The formulas and the sources that the notebook refers to; an empty text if there are none."""
    parts = []
    for number, title, latex in words.formulas():
        parts.append(f"**{number}**, in *{title}*:\n\n$$\n{inline(latex.strip(), words)}\n$$")
    parts += [f"- {source}" for source in sorted(words.sources)]
    return "\n\n".join([CLOSING, *parts]) if parts else ""
