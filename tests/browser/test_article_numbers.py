"""On the built pages the label `article-4-2` reads 4.2, and no other section has a number."""

import re
from pathlib import Path

from bs4 import BeautifulSoup, SoupStrainer

HTML = Path(__file__).parents[2] / "_build" / "html"
PAGES = sorted(path for part in ("book", "notebooks") for path in HTML.glob(f"{part}/**/*.html"))


class HeadingsAndMarks(SoupStrainer):
    """Of a page only these are kept, for which a quarter of the time is enough."""

    def allow_tag_creation(self, prefix, name, attributes):
        marked = (attributes or {}).get("id", "").startswith("article-")
        return marked or re.fullmatch("h[1-6]", name)


def test_section_numbers_are_the_articles():
    assert PAGES, "no built page: run `make book`"
    from_labels, shown = [], []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        soup = BeautifulSoup(text, "html.parser", parse_only=HeadingsAndMarks())
        for mark in soup.find_all(id=re.compile(r"^article-\d+-\d+$")):
            heading = mark if mark.name in ("h1", "h2") else mark.find_next(["h1", "h2"])
            number = mark["id"].removeprefix("article-").replace("-", ".")
            from_labels.append(number)
            assert heading.get_text().startswith(number + ". "), f"{page.name}: {mark['id']}"
        shown += [span.get_text().strip(" .") for span in soup.select(".section-number")]
    assert sorted(n for n in shown if "." in n) == sorted(from_labels)
    assert sorted(n for n in shown if "." not in n) == list("123456789")
