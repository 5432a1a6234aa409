"""`make book` after a change gives what it gives in a folder that has never seen a build.

A book of a few pages is built with this book's configuration, extensions and Makefile.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from book_sources import ROOT

pytestmark = pytest.mark.slow  # each builds the book

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


def changed() -> dict[str, str]:
    """A page with another title, one added, one deleted, and an equation before the others."""
    pages = {name: text for name, text in PAGES.items() if name != "third"}
    pages["first"] = pages["first"].replace("The first page", "Another title")
    pages["second"] = pages["second"].replace("$$\na", "$$\nc = 3\n$$ (eq-three)\n\n$$\na", 1)
    return pages | {"fourth": "# The fourth page\n\nAfter {doc}`the first <first>`.\n"}


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_a_build_after_changes_is_that_of_a_fresh_folder(tmp_path):
    first = build(write(tmp_path / "old", PAGES, BLACK))
    (tmp_path / "old/book/third.md").unlink()
    again = build(write(tmp_path / "old", changed(), WHITE))
    fresh = build(write(tmp_path / "new", changed(), WHITE))
    assert first.keys() != fresh.keys()
    differing = [name for name in again.keys() | fresh.keys() if again.get(name) != fresh.get(name)]
    assert not differing


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_a_build_that_fails_leaves_the_last_pages(tmp_path):
    folder = write(tmp_path, PAGES, BLACK)
    kept = folder / "_build/html/index.html"
    kept.parent.mkdir(parents=True)
    kept.write_text("the last good page", "utf-8")
    (folder / "book/first.md").write_text("# First\n\n{doc}`nowhere`\n", "utf-8")
    with pytest.raises(AssertionError, match="nowhere"):
        build(folder)
    assert kept.read_text("utf-8") == "the last good page"
