"""What the start page says of the book's size and of an hour with it, counted by another way."""

import re

from book_ext.book_counts import counts
from book_sources import ROOT, notebooks, pages, without_code

from genai_utils.exercises import EXERCISES

START = pages()["book/index.md"]
SECTION = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)


def test_the_counts_are_those_of_the_package_and_of_the_tests():
    found = counts(ROOT)
    assert found["answer"] == len(EXERCISES) > 30
    assert found["notebooks"] == len(notebooks())
    labels = set(re.findall(r":label: (ex-[\w-]+)", "\n".join(pages().values())))
    assert found["exercises"] == len(labels)


def test_the_abstract_and_the_keywords_are_as_long_as_a_library_wants_them():
    abstract = START.split("## What it is\n")[1].split("**Keywords:**")[0]
    assert 100 <= len(abstract.split()) <= 150
    keywords = re.search(r"\*\*Keywords:\*\* (.*)", START)[1].split(", ")
    assert 5 <= len(keywords) <= 7
    cited = (ROOT / "CITATION.cff").read_text("utf-8").split("keywords:\n")[1].split("license:")[0]
    assert keywords == re.findall(r"^  - (.*)$", cited, re.MULTILINE)


def words(label):
    """How many words the section below this label has, up to the next label of a section."""
    for text in pages().values():
        parts = SECTION.split(without_code(text))
        sections = dict(zip(parts[1::2], parts[2::2], strict=True))
        if label in sections:
            return len(sections[label].split())
    raise AssertionError(f"no section has the label {label}")


def test_an_hour_is_as_long_as_it_says():
    hour = re.search(r"^In an hour\n: (.*)$", START, re.MULTILINE)[1].split("Whoever")[0]
    promised = int(re.search(r"about ([\d,]+) words", hour)[1].replace(",", ""))
    read = re.findall(r"\{ref\}`([\w-]+)`", hour)
    assert len(read) >= 6
    assert abs(sum(map(words, read)) - promised) < promised / 10
