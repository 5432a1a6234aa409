"""html-validate finds no error of ours on a built page, and only known ones of the theme's.

One process of node reads all pages, in some ten seconds. What we write stands in the article, and
there nothing is excused. Around it stands what the theme writes.
"""

import json
import subprocess
from pathlib import Path

import pytest
from book_ext.node import NODE
from visiting import HTML

VALIDATE = Path(__file__).parents[1] / "validate.mjs"
THEMES = {
    "no-implicit-button-type": "its buttons stand in no form, so none can send one by mistake",
    "prefer-native-element": "the captions of its list of pages are headings by role",
    "text-content": "its buttons of one icon are named by their title, which axe accepts",
    "wcag/h32": "its search is sent by the Enter key, without a button",
    "no-redundant-role": "it says of <main> that it is the main part",
    "empty-heading": "the title that it prints first is empty on the page of search",
}


def errors(pages):
    """html-validate's errors by page, each with whether it stands in the article."""
    asked = json.dumps([str(page) for page in pages])
    done = subprocess.run(
        [NODE, VALIDATE], input=asked, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    for page, found in json.loads(done.stdout).items():
        text = Path(page).read_text(encoding="utf-8")
        begin, end = text.find("<article"), text.rfind("</article>")
        for error in found:
            ours = begin <= error["offset"] < end
            said = f"{page}:{error['line']}: {error['message']} ({error['selector']})"
            yield ours, error["ruleId"], said


@pytest.fixture(scope="module")
def found(site):
    # Folders with an underscore hold what is downloaded, and no page.
    pages = [p for p in HTML.rglob("*.html") if p.relative_to(HTML).parts[0][0] != "_"]
    assert len(pages) > 50
    return list(errors(pages))


def test_no_error_is_ours(found):
    wrong = [said for ours, rule, said in found if ours or rule not in THEMES]
    assert wrong == []


def test_each_excuse_is_needed(found):
    assert {rule for ours, rule, _ in found if not ours} == set(THEMES)


PLANTED = {
    "no-dup-id": '<p id="main-content">Twice.</p>',
    "close-order": "<p><div>A block in a paragraph.</div></p>",
    "wcag/h37": '<img src="a.png">',
    "element-permitted-content": "<dl><p>Neither term nor description.</p></dl>",
    "wcag/h30": '<a href="b.html"></a>',
    "no-implicit-button-type": "<button>Without a type.</button>",
}


def test_an_error_in_the_article_is_ours(site, tmp_path):
    text = (HTML / "book" / "claims.html").read_text(encoding="utf-8")
    page = tmp_path / "page.html"
    faulty = text.replace("</article>", "".join(PLANTED.values()) + "</article>", 1)
    page.write_text(faulty, encoding="utf-8")
    assert {rule for ours, rule, _ in errors([page]) if ours} >= set(PLANTED)
