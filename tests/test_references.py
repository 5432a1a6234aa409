"""The bibliography: complete entries with well-formed identifiers, and no citation without one."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from book_ext import citations
from pybtex.database import Entry, Person, parse_string

ROOT = Path(__file__).resolve().parents[1]
BIBLIOGRAPHY = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
VENUES = ("journal", "booktitle", "publisher", "howpublished")
IDENTIFIERS = {
    "doi": re.compile(r"10\.\d{4,9}/\S+"),
    "eprint": re.compile(r"\d{4}\.\d{4,5}"),
    "isbn": re.compile(r"97[89](-?\d){10}"),
    "url": re.compile(r"https?://\S+"),
}
# {cite:t}`a,b` and {cite:p}`a`, but not {cite}`` without keys: Sphinx itself warns about that one.
CITATION = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")


# pybtex refuses a repeated key, so a duplicate stops the collection here and names itself.
ENTRIES = dict(parse_string(BIBLIOGRAPHY, "bibtex").entries)


def find_citations() -> dict[str, set[str]]:
    """Key -> the files that cite it, from the pages and from the notebooks' prose."""
    prose = {path: path.read_text(encoding="utf-8") for path in ROOT.glob("book/**/*.md")}
    for path in ROOT.glob("notebooks/*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose[path] = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    cited: dict[str, set[str]] = {}
    for path, text in prose.items():
        for keys in CITATION.findall(text):
            for key in keys.split(","):
                cited.setdefault(key.strip(), set()).add(path.name)
    return cited


def test_no_entry_escapes_the_parser():
    starts = re.findall(r"^@\w+\{([^,\s]+),", BIBLIOGRAPHY, flags=re.MULTILINE)
    assert starts
    assert sorted(starts) == sorted(ENTRIES)


@pytest.mark.parametrize("key", sorted(ENTRIES))
def test_an_entry_is_complete(key):
    entry = ENTRIES[key]
    assert entry.persons.get("author"), "no author"
    assert entry.fields.get("title"), "no title"
    assert re.fullmatch(r"\d{4}", entry.fields.get("year", "")), "no year of four digits"
    assert any(field in entry.fields for field in VENUES), f"none of {VENUES}"
    # Our keys are surname, year, word: a year that was corrected in one place only shows here.
    assert entry.fields["year"] in key


@pytest.mark.parametrize("key", sorted(ENTRIES))
def test_an_entry_can_be_found(key):
    fields = ENTRIES[key].fields
    given = {name: fields[name] for name in IDENTIFIERS if name in fields}
    assert given, f"none of {tuple(IDENTIFIERS)}"
    for name, value in given.items():
        assert IDENTIFIERS[name].fullmatch(value), f"{name} = {value!r} isn't well formed"
    if "isbn" in given:
        digits = [int(digit) for digit in given["isbn"] if digit.isdigit()]
        assert sum(d * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10 == 0, "ISBN check digit"


def bare(title: str) -> str:
    """A title without what two spellings of it differ in."""
    return re.sub(r"[\W_]+", "", title).lower()


def entry_complaints(entries: dict, cited: set[str]) -> list[str]:
    """What nobody cites, what doesn't say how it was verified, and titles that stand twice."""
    titles: dict[str, str] = {}
    found = [f"{key} is cited nowhere" for key in entries if key not in cited]
    for key, entry in entries.items():
        how = entry.fields.get("verified", "")
        if not re.fullmatch(r".{10,}; \d{4}-\d\d-\d\d", how, re.DOTALL):
            found.append(f"{key} doesn't say how and when it was verified: {how!r}")
        other = titles.setdefault(bare(entry.fields["title"]), key)
        if other != key:
            found.append(f"{key} has the title of {other}")
    return found


def test_every_entry_is_cited_verified_and_there_once():
    assert entry_complaints(ENTRIES, set(find_citations())) == []


def test_each_fault_of_an_entry_is_seen():
    key = "kingma2014auto"
    text = parse_string(BIBLIOGRAPHY, "bibtex").entries[key].to_string("bibtex")
    assert entry_complaints({key: ENTRIES[key]}, {key}) == []
    assert entry_complaints({key: ENTRIES[key]}, set()) != []
    twice = dict(parse_string(text + text.replace(key, "other2014title"), "bibtex").entries)
    assert entry_complaints(twice, set(twice)) != []
    for how in ("", "surely", "the paper itself", "looked up when added"):
        changed = re.sub(r'verified = ".*"', f'verified = "{how}"', text)
        entry = parse_string(changed, "bibtex").entries[key]
        assert entry_complaints({key: entry}, {key}) != [], how


def test_every_citation_has_an_entry():
    cited = find_citations()
    assert cited, "found no citation at all: has the syntax changed?"
    unknown = {key: files for key, files in cited.items() if key not in ENTRIES}
    assert not unknown


def test_nine_works_of_one_year_get_nine_letters():
    written = {"author": [Person("Doe, Jane")]}
    entries = {f"doe{n}": Entry("book", {"year": "2026"}, persons=written) for n in range(9)}
    held = SimpleNamespace(bibdata=SimpleNamespace(data=SimpleNamespace(entries=entries)))
    citations.tell_apart(SimpleNamespace(env=SimpleNamespace(get_domain=lambda name: held)))
    assert [entry.fields["year"][4:] for entry in entries.values()] == [*"abcdefghi"]
