"""What a page offers for download runs by itself, in an empty folder with the package installed."""

import ast
import zipfile

import pytest
import unpack_downloads
from book_ext import notebook_links
from book_sources import ROOT, notebooks

NAMES = sorted(notebooks())


def reads(notebook):
    """The statements of a notebook's code that read a file whose name is written out."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for node in ast.parse(cell.source).body:
                if "read_text(" in ast.unparse(node) and notebook_links.FILE.search(cell.source):
                    yield ast.unparse(node)


@pytest.mark.parametrize("name", NAMES)
def test_a_download_holds_every_file_that_the_notebook_reads(name, tmp_path, monkeypatch):
    path = ROOT / name
    files = notebook_links.beside(path)
    notebook_links.pack(path, files, tmp_path / "download.zip")
    with zipfile.ZipFile(tmp_path / "download.zip") as archive:
        archive.extractall(tmp_path)
    monkeypatch.chdir(tmp_path / path.stem)
    found = list(reads(notebooks()[name]))
    assert bool(found) == bool([file for file in files if file.suffix == ".json"])
    names = {"json": __import__("json"), "Path": __import__("pathlib").Path}
    for statement in found:
        exec(statement, names)


def test_some_notebooks_read_stored_measurements():
    assert sum(bool(notebook_links.beside(ROOT / name)) for name in NAMES) > 5


def test_a_page_without_its_download_is_refused(tmp_path):
    (tmp_path / "a.html").write_text("<p>no link</p>", "utf-8")
    with pytest.raises(ValueError, match=r"a\.html offers 0 files"):
        unpack_downloads.unpack(tmp_path, tmp_path / "downloads")


def test_every_file_that_a_notebook_reads_comes_with_it():
    """Of whatever kind: each file beside the notebooks whose name stands in the code."""
    for name, notebook in notebooks().items():
        path = ROOT / name
        code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
        stored = [file for file in path.parent.iterdir() if file.suffix != ".ipynb"]
        named = [file for file in stored if f'"{file.name}"' in code]
        assert set(named) <= set(notebook_links.beside(path)), name
