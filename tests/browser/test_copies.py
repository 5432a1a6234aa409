"""Every notebook that is downloaded or handed out can be read where nobody knows MyST."""

import json
import zipfile

import book_sources
import give_notebooks
import handout
import nbformat
import pytest
import raw_marks
import unpack_downloads

NAMES = [name.removeprefix("notebooks/") for name in book_sources.notebooks()]
CHAPTERS = sorted({name[0] for name in NAMES})


def marks(notebook: dict) -> list[str]:
    """The raw marks of the Markdown cells."""
    return [mark for text in prose(notebook) for mark in raw_marks.raw_marks(text)]


def prose(notebook: dict) -> list[str]:
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return ["".join(cell["source"]) for cell in cells]


@pytest.fixture(scope="module")
def downloads(site, tmp_path_factory):
    """What each page offers, unpacked, by the notebook's file name."""
    folder = tmp_path_factory.mktemp("downloads")
    return {path.name: path for path in unpack_downloads.unpack(unpack_downloads.PAGES, folder)}


def test_every_notebook_can_be_downloaded(downloads):
    assert sorted(downloads) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_download_shows_nothing_raw(downloads, name):
    source = json.loads((book_sources.ROOT / "notebooks" / name).read_text("utf-8"))
    copy = json.loads(downloads[name].read_text("utf-8"))
    least = sum(map(raw_marks.plainly, prose(source)))
    assert len(marks(source)) >= least > 1, "the scan overlooks marks of the source"
    assert marks(copy) == []
    nbformat.validate(copy)


@pytest.mark.parametrize("name", NAMES)
def test_a_download_runs_the_same_code(downloads, name):
    def code(notebook):
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        return [("".join(cell["source"]), cell["outputs"]) for cell in cells]

    source = json.loads((book_sources.ROOT / "notebooks" / name).read_text("utf-8"))
    first, *others = code(json.loads(downloads[name].read_text("utf-8")))
    assert others == code(source)
    exec(first[0], {})  # nothing to do where the package is


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_handout_shows_nothing_raw_and_no_answer(site, tmp_path, chapter):
    with zipfile.ZipFile(handout.pack(chapter, give_notebooks.PLAIN, tmp_path)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".ipynb")]
        assert len(names) == sum(name.startswith(f"{chapter}-") for name in NAMES)
        for name in names:
            text = archive.read(name).decode()
            assert marks(json.loads(text)) == []
            assert "<summary>Solution</summary>" not in text
            assert "The figure in words" not in text
            assert not any(cell.get("outputs") for cell in json.loads(text)["cells"])
