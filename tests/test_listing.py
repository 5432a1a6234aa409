"""What the pages count and say of the article's listing agrees with the table and with the runs."""

import json
import re

import pytest
from book_sources import ROOT, pages

WALKTHROUGH = "book/5-practice/walkthrough.md"
AUDIT = "notebooks/5-the-listing-audited.ipynb"
WORDS = "no one two three four five six seven eight nine ten".split()
COUNTED = re.compile(rf"\b(?:{'|'.join(WORDS)})(?: of the (?:{'|'.join(WORDS)}))? defects\b")


def stored(name):
    path = ROOT / "notebooks" / f"5-the-listing-audited.{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def defects():
    """Each defect's line and who tells, by its number, from the one table that lists them."""
    rows = re.findall(r"^\| (F\d) \| (.*?) \| .*? \| (.*?) \|$", pages()[WALKTHROUGH], re.MULTILINE)
    return {name: (line, teller) for name, line, teller in rows}


def counts():
    """The defects in the listing, those of them that stop it, and those that don't, in words."""
    inside = [teller for line, teller in defects().values() if "cure" not in line]
    stops = sum(teller.startswith("an error") for teller in inside)
    return WORDS[len(inside)], WORDS[stops], WORDS[len(inside) - stops]


def test_the_pages_count_what_the_table_lists():
    every, stops, silent = counts()
    sentences = {
        WALKTHROUGH: f"the listing has {every} defects: {stops} stop it, and {silent} don't",
        "book/5-practice/index.md": f"It has {every} defects; {stops} stop it, and {silent} don't",
        AUDIT: f"First come {stops} that stop the program. Then it runs, and {silent} are left",
    }
    for page, sentence in sentences.items():
        assert sentence in pages()[page], page


def test_no_page_counts_the_defects_otherwise():
    every, _, silent = counts()
    allowed = {f"{count} defects" for count in counts()} | {f"{silent} of the {every} defects"}
    for page, text in pages().items():
        if "listing" in text:
            assert set(COUNTED.findall(text)) <= allowed, page


def test_as_many_defects_stop_a_real_keras():
    _, stops, _ = counts()
    for version, measured in stored("keras").items():
        *errors, last = measured["errors"].values()
        assert WORDS[len(errors)] == stops, version
        assert last == "runs"


def rule_of(measured):
    """What a version returns, in the words of the page's table."""
    costs = measured["loss of the batch"]
    means = [sum(costs[: number + 1]) / (number + 1) for number in range(len(costs))]
    rules = {"the loss of the batch": costs, "the mean over all batches since `compile`": means}
    close = {
        rule: all(abs(a - b) < 0.002 for a, b in zip(values, measured["returned"], strict=True))
        for rule, values in rules.items()
    }
    (found,) = [rule for rule, fits in close.items() if fits]
    return found


@pytest.mark.parametrize("name", stored("returned"))
def test_the_page_says_what_each_version_returns(name):
    package, version = name.split()
    short = version if package == "keras" else f"{package} {version.removesuffix('.0')}"
    rows = re.findall(r"^\| (.*?) \| (.*?) \| (.*?) \|$", pages()[WALKTHROUGH], re.MULTILINE)
    ours = [(rule, how) for kerases, rule, how in rows if short in f"{kerases} {how}"]
    ((rule, how),) = ours
    assert rule == rule_of(stored("returned")[name])
    assert "run" in how


def test_both_rules_occur():
    assert len({rule_of(measured) for measured in stored("returned").values()}) == 2
