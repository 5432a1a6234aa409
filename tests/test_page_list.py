"""The list of all pages in the sidebar: each page once, open where the page stands."""

from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from book_ext import page_list
from docutils import nodes
from sphinx import addnodes

# Name -> (title, lists of pages below it by caption).
BOOK = {
    "book/index": ("The book", {"Ideas & more": ["book/1/index"], "Lists": ["book/list"]}),
    "book/1/index": ("1. One", {"": ["book/1/a", "notebooks/n"]}),
    "book/1/a": ("A < B", {"": ["book/1/deep"]}),
    "book/1/deep": ("Deep", {}),
    "notebooks/n": ("A notebook", {}),
    "book/list": ("A list", {}),
}


def contents(name):
    """What Sphinx knows of a page: its title, its first section, and the lists that it holds."""
    title, lists = BOOK[name]
    links = [nodes.reference("", words, refuri=name, anchorname="x") for words in (title, "First")]
    trees = [
        addnodes.toctree("", caption=caption or None, entries=[(None, it) for it in below])
        for caption, below in lists.items()
    ]
    return nodes.bullet_list("", *links, *trees)


def shown(node):
    text = node.astext().replace("<", "&lt;")
    return {"fragment": f'<p><a class="reference internal" href="#">{text}</a></p>'}


@pytest.fixture
def listed():
    """A function: the list on the page of a name, as a tree."""
    builder = SimpleNamespace(
        render_partial=shown, get_relative_uri=lambda start, name: f"{start} to {name}"
    )
    env = SimpleNamespace(tocs={name: contents(name) for name in BOOK})
    config = SimpleNamespace(root_doc="book/index")
    app = SimpleNamespace(builder=builder, env=env, config=config)
    build = SimpleNamespace(pages=[])

    def on(name):
        page = SimpleNamespace(app=app, name=name, context={})
        page_list.insert(build, page)
        return ElementTree.fromstring(f"<nav>{page.context['list_of_pages']}</nav>")

    return on


def links(tree, way=".//a"):
    return {link.text: link.get("href") for link in tree.findall(way)}


def test_every_page_but_the_first_is_listed_once_with_its_address(listed):
    found = [(link.text, link.get("href")) for link in listed("book/list").iter("a")]
    wanted = [("1. One", "1/index"), ("A < B", "1/a"), ("Deep", "1/deep")]
    wanted = [(title, f"book/list to book/{name}") for title, name in wanted]
    assert found == [*wanted, ("A notebook", "book/list to notebooks/n"), ("A list", "#")]


def test_captions_stand_above_their_parts(listed):
    tree = listed("search")
    assert ["".join(part.itertext()) for part in tree.findall("p")] == ["Ideas & more", "Lists"]
    assert [part.tag for part in tree] == ["p", "ul", "p", "ul"]


def test_the_way_to_a_page_is_open_and_marked(listed):
    tree = listed("book/1/a")
    marked = [li for li in tree.iter("li") if "current active" in li.get("class")]
    assert [li.find("a").text for li in marked] == ["1. One", "A < B"]
    assert [li.get("class").split()[0] for li in marked] == ["toctree-l1", "toctree-l2"]
    assert all(li.find("details").get("open") for li in marked)
    assert links(tree, ".//a[@class='current reference internal']") == {"A < B": "#"}
    assert [ul.get("class") for ul in tree.findall("ul")] == [
        "current nav bd-sidenav",
        "nav bd-sidenav",
    ]


def test_elsewhere_nothing_is_open(listed):
    tree = listed("genindex")
    assert not [part for part in tree.iter() if part.get("open") or "current" in str(part.attrib)]
    unfolding = [li for li in tree.iter("li") if "has-children" in li.get("class")]
    assert [li.find("details/summary").get("aria-label") for li in unfolding] == [
        "Its sections"
    ] * 2
