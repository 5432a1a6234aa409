"""What a verdict points to: titles and anchors that the book has, in words that need no file."""

import json
import re

import places as tool
import pytest
from book_sources import ROOT

from genai_utils.checks import places
from genai_utils.exercises import EXERCISES, examine

PAGE = """(page)=
# The page

```
# no heading
```

## Before

$$
a = b
$$ (eq-a)

(here)=
## After

```{math}
:label: eq-b
b = c
```
"""


def test_the_table_is_that_of_the_pages():
    """After a new `see` or a changed heading: `tools/places.py`."""
    assert json.loads(tool.TABLE.read_text(encoding="utf-8")) == tool.places()


@pytest.mark.parametrize("label", EXERCISES)
def test_every_exercise_points_to_a_title_and_an_anchor(label):
    section, page, link = places.table()["places"][EXERCISES[label].see[0]]
    source, _, anchor = link.partition(".html#")
    text = (ROOT / f"{source}.md").read_text(encoding="utf-8")
    assert f"# {section}\n" in text
    assert f"# {page}\n" in text
    name = anchor.removeprefix("equation-")
    assert f"({name})=" in text or f"({name})\n" in text or f":label: {name}\n" in text
    assert f'"{section}"' in places.sentence(EXERCISES[label].see[0])


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("page", ("The page", "The page", "page")),
        ("eq-a", ("Before", "The page", "equation-eq-a")),
        ("here", ("After", "The page", "here")),
        ("eq-b", ("After", "The page", "equation-eq-b")),
    ],
)
def test_a_section_is_found(label, found):
    assert tool.section_of(PAGE, label) == found


def test_a_label_that_is_nowhere_is_refused():
    with pytest.raises(ValueError, match="eq-c stands neither"):
        tool.section_of(PAGE, "eq-c")


def test_the_sentence_holds_an_address_only_where_there_is_one(monkeypatch):
    known = {"eq-a": ["Before", "The page", "page.html#eq-a"], "page": ["One", "One", "p.html"]}
    monkeypatch.setattr(places, "table", lambda: {"book": "", "places": known})
    assert places.sentence("eq-a") == 'See "Before" in "The page".'
    assert places.sentence("page") == 'See "One".'
    assert places.sentence("eq-z") == ""
    monkeypatch.setattr(places, "table", lambda: {"book": "https://x.org/", "places": known})
    assert places.sentence("eq-a") == 'See "Before" in "The page": https://x.org/page.html#eq-a'


FILE = re.compile(r"\b(?:book|notebooks|genai_utils)/|\.(?:md|ipynb|py)\b")


def test_no_verdict_names_a_file_of_the_book():
    """A handout holds none."""
    texts = [
        text
        for it in EXERCISES.values()
        for mistake in it.mistakes
        for text in (mistake.hint, mistake.more)
    ]
    texts += [examine(label, 1).text(again=True) for label in ("ex-nothing", "ex-vae-kl", 7)]
    assert [text for text in texts if FILE.search(text)] == []
    assert FILE.search("See it in book/4-mathematics/vae.md.")
