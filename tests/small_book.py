"""A book of a few pages, built with this book's configuration, extensions and Makefile."""

import subprocess
import sys
from pathlib import Path

import nbformat
from book_sources import ROOT

PAGES = {
    "index": "# A book\n\nIts pages: {doc}`first`, {doc}`second`.\n",
    "first": "(article-4-1)=\n# The first page\n\nSee {eq}`eq-two`, {eq}`eq-one`.\n",
    "second": "# The second page\n\n$$\na = 1\n$$ (eq-one)\n\n$$\nb = 2\n$$ (eq-two)\n",
    "third": "# The third page\n\nOn {doc}`the first page <first>`.\n",
    "references": "# References\n\n```{bibliography}\n```\n",
}
TOC = "format: jb-book\nroot: book/index\nparts:\n- numbered: 1\n  chapters:\n"
FILES = ("Makefile", "_config.yml", "requirements", "assets", "tools")
BLACK, WHITE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNg" + rest
    for rest in ("AAAAAgABSK+kcQAAAABJRU5ErkJggg==", "+A8AAQEBAHr0hRAAAAAASUVORK5CYII=")
)


def notebook(picture):
    """A notebook with one stored picture, as a string."""
    output = nbformat.v4.new_output("display_data", {"image/png": picture})
    code = nbformat.v4.new_code_cell("draw()", outputs=[output], execution_count=1, id="a")
    cells = [nbformat.v4.new_markdown_cell("# A notebook", id="b"), code]
    about = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=about))


def write(folder: Path, pages: dict[str, str], picture: str) -> Path:
    """The sources of a small book; files of an earlier one stay, as in a working copy."""
    (folder / "book").mkdir(parents=True, exist_ok=True)
    (folder / "notebooks").mkdir(exist_ok=True)
    for name in FILES:
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    for name, text in pages.items():
        (folder / "book" / f"{name}.md").write_text(text, "utf-8")
    (folder / "book/references.bib").write_text("", "utf-8")
    (folder / "notebooks/n.ipynb").write_text(notebook(picture), "utf-8")
    names = [*(f"book/{name}" for name in pages if name != "index"), "notebooks/n"]
    chapters = "".join(f"  - file: {name}\n" for name in names)
    (folder / "_toc.yml").write_text(TOC + chapters, "utf-8")
    (folder / ".venv").mkdir(exist_ok=True)
    (folder / ".venv/book").touch()
    return folder


def build(folder: Path) -> dict[str, bytes]:
    """Every file of the built book, by its path."""
    command = ["make", "book", f"BIN={Path(sys.executable).parent}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    html = folder / "_build/html"
    return {
        path.relative_to(html).as_posix(): path.read_bytes()
        for path in html.rglob("*")
        if path.is_file()
    }
