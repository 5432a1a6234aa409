"""What a page stresses is a term of the glossary, or a word that is known to be merely stressed."""

from book_sources import ROOT, pages, without_code
from glossary_terms import in_glossary, stressed, terms

GLOSSARY = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8")
MERELY = ROOT / "tests" / "stressed_words.txt"
KNOWN = set(MERELY.read_text(encoding="utf-8").splitlines())


def all_stressed():
    """Each stressed phrase of the pages that explain, and a page that has it."""
    return {
        phrase: name
        for name, text in pages().items()
        for phrase in stressed(without_code(text))
        if "solutions" not in name
    }


def test_what_a_page_stresses_is_a_term_or_known_to_be_none():
    """A term of art needs a row of the glossary; another word a line of `stressed_words.txt`."""
    names = terms(GLOSSARY)
    unknown = {p: n for p, n in all_stressed().items() if not in_glossary(p, names)}
    assert {p: n for p, n in unknown.items() if p not in KNOWN} == {}


def test_the_list_of_stressed_words_is_in_order_and_holds_no_term():
    names = terms(GLOSSARY)
    assert sorted(p for p in KNOWN if in_glossary(p, names)) == []
    assert MERELY.read_text(encoding="utf-8").splitlines() == sorted(KNOWN)


def test_each_term_stands_once():
    names = [name.lower() for name in terms(GLOSSARY)]
    assert sorted(names) == sorted(set(names))
    assert len(names) > 150


def test_the_rules_see_what_they_are_for():
    words = "A *mutual informations* of *all*, **bold**, *a sentence. Of two*, and `*code*`."
    assert stressed(without_code(words)) == {"mutual informations", "all"}
    assert terms("x\n:::{glossary}\n:sorted:\n\nlatent variable\n  A line. 中\n:::") == [
        "latent variable"
    ]
    assert in_glossary("latents", ["latent variable"])
    assert not in_glossary("latent code", ["latent variable"])
