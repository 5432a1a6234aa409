"""The first use of a term on a page leads to its definition, and nothing else does."""

from types import SimpleNamespace

import pytest
from book_ext import glossary_links
from docutils import nodes
from docutils.core import publish_doctree

TERMS = ("rate", "KL divergence", "posterior", "posterior collapse", "token", "GAN", "direct (D)")


class App(SimpleNamespace):
    __hash__ = object.__hash__  # what is known of one is kept


def an_app(terms=TERMS, builder="html"):
    objects = [(n, n, "term", "book/glossary", f"term-{n.replace(' ', '-')}", 1) for n in terms]
    domain = SimpleNamespace(get_objects=lambda: [*objects, ("fig", "fig", "label", "p", "f", 1)])
    made = SimpleNamespace(
        format=builder, get_relative_uri=lambda start, page, typ=None: f"{page}.html"
    )
    return App(builder=made, env=SimpleNamespace(get_domain=lambda name: domain))


def linked(text, docname="book/page", **changed):
    """(what leads, where to) of each link that is put into a page of this text."""
    tree = publish_doctree(text, settings_overrides={"report_level": 5})
    before = tree.astext()
    glossary_links.link(an_app(**changed), tree, docname)
    assert tree.astext() == before
    return [(n.astext(), n["refuri"].partition("#")[2]) for n in tree.findall(nodes.reference)]


def test_the_first_use_leads_to_the_definition_and_the_second_nowhere():
    assert linked("A token, two tokens.\n\nA token.") == [("token", "term-token")]


def test_the_longest_term_wins_and_plurals_and_capitals_count():
    assert linked("Posterior collapse of GANs; the posterior; Tokens.") == [
        ("Posterior collapse", "term-posterior-collapse"),
        ("GANs", "term-GAN"),
        ("posterior", "term-posterior"),
        ("Tokens", "term-token"),
    ]


def test_an_everyday_word_leads_only_where_it_is_stressed():
    assert linked("The learning rate.") == []
    assert linked("The learning rate.\n\nThe *rate* is paid.") == [("rate", "term-rate")]
    assert linked("*At which rate?*\n\n*Rates:* two.") == [("Rates", "term-rate")]


@pytest.mark.parametrize(
    "text",
    ["``token``", "`token <https://example.org/>`__", "Token\n=====\n\nText.", "a subtoken", "gan"],
)
def test_no_code_no_link_no_heading_and_no_part_of_a_word(text):
    assert all(place == "" for _, place in linked(text))


def test_what_stands_in_brackets_isnt_part_of_the_term():
    assert linked("Be direct.") == [("direct", "term-direct-(D)")]


def test_a_term_and_its_abbreviation_are_linked_once_each():
    found = linked("A token (TK). A TK is a token.", terms=("token", "TK"))
    assert found == [("token", "term-token"), ("TK", "term-TK")]


@pytest.mark.parametrize("docname", ["book/glossary", "book/notation", "book/solutions"])
def test_lists_stay_as_they_are(docname):
    assert linked("A token.", docname) == []


def test_other_builders_and_a_book_without_a_glossary_are_left_alone():
    assert linked("A token.", builder="latex") == []
    assert linked("A token.", terms=()) == []
