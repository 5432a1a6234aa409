"""One line of `_config.yml` gives every address of the book, and without it there is none."""

import pytest
from book_ext import addresses, publication
from docutils import nodes
from sphinx.errors import ConfigError

LINE = "repository: {url: https://github.com/Some-One/a-book}\n"


@pytest.fixture
def config(tmp_path):
    def write(text):
        (tmp_path / "_config.yml").write_text(f"title: A book\n{text}", "utf-8")
        return tmp_path

    return write


def test_without_the_line_no_link_leads_anywhere(config):
    assert addresses.site(config("")) is None
    assert addresses.launch_links(config(""), "notebooks/a.ipynb") == []


def test_the_line_gives_site_and_binder(config):
    assert addresses.site(config(LINE)) == "https://some-one.github.io/a-book/"
    ((words, binder),) = addresses.launch_links(config(LINE), "notebooks/a.ipynb")
    assert "Binder" in words
    assert binder.endswith("/gh/Some-One/a-book/main?urlpath=lab/tree/lab/a.ipynb")


def test_a_site_of_its_owner_is_at_the_root(config):
    folder = config("repository: {url: https://github.com/Lee/lee.github.io}\n")
    assert addresses.site(folder) == "https://lee.github.io/"


def test_another_branch_is_linked(config):
    folder = config(LINE.replace("}", ", branch: drafts/two}"))
    ((_, binder),) = addresses.launch_links(folder, "notebooks/a.ipynb")
    assert "/a-book/drafts%2Ftwo?" in binder


def test_another_address_is_refused(config):
    with pytest.raises(ConfigError, match="OWNER/NAME, but got ftp://x"):
        addresses.site(config("repository: {url: 'ftp://x'}\n"))


def test_a_description_is_the_first_sentence_that_says_something():
    def page(*texts):
        return nodes.section("", *(nodes.paragraph("", text) for text in texts))

    question = "which of the two models needs less data, and how do we know?"
    found = publication.describe(page("Short.", f"The question of this page: {question}"))
    assert found == "W" + question[1:]
    long = publication.describe(page("word " * 100))
    assert len(long) <= publication.LONGEST
    assert long.endswith("word…")
    assert publication.describe(page("Short.")) is None
