"""Long pages pause with questions whose answers are folded; derivations end with exercises."""

import itertools
import re

import book_sources
import pytest

LONGEST_STRETCH = 2750  # words, formulas included, about twenty minutes
FEWEST_EXERCISES = 4
PAUSE = re.compile(
    r"^````\{admonition\} Check yourself\n(?P<asked>.*?)\n"
    r"```\{admonition\} Answers\n:class: dropdown\n(?P<told>.*?)^```\n````$",
    re.MULTILINE | re.DOTALL,
)
ITEM = re.compile(r"^\d\. ", re.MULTILINE)
EXERCISE = re.compile(r"^```\{exercise\} ", re.MULTILINE)
CHAPTERS = re.compile(r"book/[1-8]-[a-z-]+/")
PAGES = {name: text for name, text in book_sources.pages().items() if CHAPTERS.match(name)}
DERIVATIONS = [name for name in PAGES if re.match(r"book/4-[a-z-]+/(?!index)", name)]


def complaints(text):
    """What is wrong with a page's pauses."""
    body = text.split("\n## Exercises\n")[0]
    pauses = list(PAUSE.finditer(body))
    found = []
    if len(pauses) != body.count("Check yourself"):
        found.append("a pause has another form than questions and folded answers")
    for pause in pauses:
        asked, told = (len(ITEM.findall(pause[part])) for part in ("asked", "told"))
        if not 2 <= asked <= 3 or asked != told:
            found.append(f"{asked} questions and {told} answers")
    borders = [0, *(pause.start() for pause in pauses), len(body)]
    for start, end in itertools.pairwise(borders):
        words = len(body[start:end].split())
        if words > LONGEST_STRETCH:
            found.append(f"{words} words without a pause; at most {LONGEST_STRETCH}")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_long_page_pauses(page):
    assert complaints(PAGES[page]) == []


@pytest.mark.parametrize("page", DERIVATIONS)
def test_a_derivation_ends_with_exercises(page):
    assert len(EXERCISE.findall(PAGES[page])) >= FEWEST_EXERCISES


GOOD = """word
````{admonition} Check yourself
1. Is it?
2. Why?

```{admonition} Answers
:class: dropdown
1. Yes.
2. By the sum.
```
````
word
## Exercises
"""


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("2. By the sum.\n", ""),
        ("2. Why?\n", ""),
        (":class: dropdown\n", ""),
        ("word\n", "word " * (LONGEST_STRETCH + 1) + "\n"),
    ],
)
def test_a_broken_pause_is_seen(good, bad):
    assert complaints(GOOD) == []
    assert complaints(GOOD.replace(good, bad)) != []
