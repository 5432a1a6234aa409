"""`make lab` gives the notebooks, and never takes a student's work."""

import give_notebooks
import nbformat
import pytest
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_notebook, new_output


@pytest.fixture
def given(tmp_path):
    """A function that gives texts by file name and returns what it says; a student's folder."""
    source, folder = tmp_path / "built", tmp_path / "lab"
    source.mkdir()

    def give(**texts):
        for name, text in texts.items():
            (source / f"{name}.ipynb").write_text(text, "utf-8")
        return give_notebooks.give(source, folder)

    return give, folder


def texts(folder):
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.ipynb")}


def test_a_newer_notebook_replaces_one_that_nobody_changed(given):
    give, folder = given
    assert give(a="one") == []
    assert give(a="two", b="more") == []
    assert texts(folder) == {"a.ipynb": "two", "b.ipynb": "more"}


def test_a_student_s_work_stays_and_the_newer_one_is_laid_beside_it(given):
    give, folder = given
    give(a="one")
    (folder / "a.ipynb").write_text("mine", "utf-8")
    assert give(a="one") == []  # there is nothing newer
    (line,) = give(a="two")
    assert "a.ipynb" in line
    assert "a.new.ipynb" in line
    assert texts(folder) == {"a.ipynb": "mine", "a.new.ipynb": "two"}
    assert give(a="two") == []
    assert len(give(a="three")) == 1
    assert texts(folder) == {"a.ipynb": "mine", "a.new.ipynb": "three"}


def test_work_in_the_newer_one_stays_too(given):
    give, folder = given
    give(a="one")
    (folder / "a.ipynb").write_text("mine", "utf-8")
    give(a="two")
    (folder / "a.new.ipynb").write_text("mine too", "utf-8")
    give(a="three")
    wanted = {"a.ipynb": "mine", "a.new.ipynb": "mine too", "a.new.new.ipynb": "three"}
    assert texts(folder) == wanted


def test_without_its_record_every_other_file_counts_as_the_student_s(given):
    give, folder = given
    give(a="one")
    (folder / give_notebooks.GIVEN).unlink()
    give(a="two")
    assert texts(folder) == {"a.ipynb": "one", "a.new.ipynb": "two"}


def test_a_deleted_notebook_comes_back(given):
    give, folder = given
    give(a="one")
    (folder / "a.ipynb").unlink()
    give(a="one")
    assert texts(folder) == {"a.ipynb": "one"}
    assert not list(folder.glob("*.part"))


def test_what_they_read_comes_along_and_zips_stay(given, tmp_path):
    give, folder = given
    (tmp_path / "built/a.zip").write_bytes(b"zip")
    (tmp_path / "built/a.seeds.json").write_text("{}", "utf-8")
    give(a="one")
    assert (folder / "a.seeds.json").exists()
    assert not (folder / "a.zip").exists()


def test_only_what_we_gave_is_trusted(given, monkeypatch, tmp_path):
    """Jupyter shows a live figure of a trusted notebook before anything is run."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    give, folder = given
    give(a=nbformat.writes(new_notebook()), b=nbformat.writes(new_notebook()))
    theirs = new_notebook(cells=[new_code_cell("1", outputs=[new_output("stream", text="1")])])
    nbformat.write(theirs, folder / "b.ipynb")
    give_notebooks.trust(folder)
    notary = NotebookNotary()
    trusted = [notary.check_signature(nbformat.read(folder / f"{n}.ipynb", 4)) for n in "ab"]
    assert trusted == [True, False]


def test_before_a_build_there_is_nothing_to_give(given):
    give, folder = given
    with pytest.raises(FileNotFoundError, match="make book"):
        give()
    assert not folder.exists()
