"""`make lab` gives the notebooks, and never takes a student's work."""

import give_notebooks
import pytest


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


def test_before_a_build_there_is_nothing_to_give(given):
    give, folder = given
    with pytest.raises(FileNotFoundError, match="make book"):
        give()
    assert not folder.exists()
