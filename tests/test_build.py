"""`make book` after a change gives what it gives in a folder that has never seen a build."""

import shutil

import pytest
from small_book import BLACK, PAGES, WHITE, build, write

pytestmark = pytest.mark.slow  # each builds the book


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
