"""The questions of chapter 9: worded as questions, answered in a paragraph with a link, listed."""

import re

import pytest
from book_sources import pages
from faq_sections import ALL, FOLDER, PAGES

LINK = re.compile(r"\{(?:ref|doc|eq|numref)\}`[^`]+`")
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"\{ref\}`[^`]*?([\w-]+)>?`")
MEASURED = re.compile(r"\b\d[\d.,]* (?:nats|times)\b")
LEAST, MOST = 45, 130  # words of an answer, less its code


def complaints(question, other, answer):
    """What isn't as it should be, in words."""
    words = len(CODE.sub("", answer).split())
    rules = {
        "is no question": question.endswith("?"),
        "other words for it aren't in italics": re.fullmatch(r"\*[^*\n]+\*", other),
        f"has {words} words": LEAST <= words <= MOST,
        "has no link": LINK.search(answer),
        "doesn't end with its link": LINK.search(answer.strip().splitlines()[-1]),
    }
    return [words for words, holds in rules.items() if not holds]


def test_there_are_thirty_questions_or_more_and_none_escapes():
    assert len(ALL) >= 30
    assert len(ALL) == sum(text.count("\n## ") for text in PAGES.values())
    assert len({question.lower() for _, question, *_ in ALL.values()}) == len(ALL)


@pytest.mark.parametrize("label", ALL)
def test_a_question_is_answered(label):
    assert complaints(*ALL[label][1:]) == []


def unheld(answer):
    """The measured numbers of an answer that stand on none of the pages to which it leads."""
    labels = [f"({label})=" for label in TARGET.findall(answer)]
    led = [text for text in pages().values() if any(label in text for label in labels)]
    return [n for n in MEASURED.findall(CODE.sub("", answer)) if not any(n in t for t in led)]


def test_a_number_stands_where_the_answer_leads():
    assert sum(len(MEASURED.findall(answer)) for *_, answer in ALL.values()) > 2
    assert {label: lost for label, found in ALL.items() if (lost := unheld(found[3]))} == {}
    assert unheld(ALL["faq-latent-size"][3].replace("46 nats", "47 nats")) == ["47 nats"]


def test_every_question_is_listed_once():
    index = (FOLDER / "index.md").read_text("utf-8")
    listed = re.findall(r"^- \{ref\}`(faq-[a-z0-9-]+)`$", index, re.MULTILINE)
    assert sorted(listed) == sorted(ALL)


@pytest.mark.parametrize(
    ("question", "other", "answer"),
    [
        ("Blur", "*soft*", "word " * 50 + "{ref}`x`"),
        ("Why?", "soft", "word " * 50 + "{ref}`x`"),
        ("Why?", "*soft*", "{ref}`x`"),
        ("Why?", "*soft*", "word " * 200 + "{ref}`x`"),
        ("Why?", "*soft*", "word " * 50),
        ("Why?", "*soft*", "{ref}`x` " + "word " * 50 + "\nNo link."),
    ],
)
def test_a_fault_is_seen(question, other, answer):
    assert complaints(question, other, answer) != []
    assert complaints("Why?", "*soft*", "word " * 50 + "{ref}`x`") == []
