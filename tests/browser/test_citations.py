"""The list of references: read as the text cites, with the BibTeX of each entry at hand."""

import re

from bs4 import BeautifulSoup, SoupStrainer
from visiting import HTML

LIST = "book/references.html"
LINKS = SoupStrainer("a")  # the rest of a page, mostly formulas, isn't built as a tree


def labels():
    soup = BeautifulSoup((HTML / LIST).read_text("utf-8"), "html.parser")
    return {label.get_text().strip("[]") for label in soup.select(".citation > .label")}


def cited():
    """Every citation in brackets, `Goodfellow et al., 2014`, and the page on which it stands."""
    for page in sorted(HTML.rglob("*.html")):
        text = page.read_text("utf-8")
        if "references.html#" not in text:
            continue  # to read a page of formulas takes a second
        links = BeautifulSoup(text, "html.parser", parse_only=LINKS)
        for link in links.select('a[href*="references.html#"]'):
            if re.search(r"[a-z.], \d{4}$", link.get_text()):
                yield page.name, " ".join(link.get_text().split())


def test_what_the_text_cites_reads_as_in_the_list():
    found = list(cited())
    assert len(found) > 50
    listed = labels()
    assert [pair for pair in found if pair[1] not in listed] == []


def test_an_entry_leads_back_to_where_it_is_cited():
    soup = BeautifulSoup((HTML / LIST).read_text("utf-8"), "html.parser")
    entries = soup.select(".citation")
    for entry in entries:
        assert entry.select(".cited-in a"), entry.get_text()[:80]
    (entry,) = (e for e in entries if e.select_one(".label").get_text() == "[Theis et al., 2016]")
    back = [(HTML / "book" / link["href"]).resolve() for link in entry.select(".cited-in a")]
    name = entry["id"]
    link = f"references.html#{name}"
    written = {page for page in HTML.rglob("*.html") if link in page.read_text("utf-8")}
    assert set(back) == written


def test_an_entry_gives_its_bibtex(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"]).open(LIST)
    entry = page.locator(".citation", has_text="Auto-encoding variational Bayes").first
    entry.locator("summary").click()
    block = entry.locator("div.highlight")
    block.hover()
    block.locator("button.copybtn").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@")
    assert "kingma2014auto" in copied
    assert "verified" not in copied  # our note


def test_the_whole_list_is_one_file(visit):
    page = visit("file").open(LIST)
    link = page.locator("a.download").get_attribute("href")
    text = (HTML / "book" / link).resolve().read_text("utf-8")
    assert text.count("@") >= len(labels())
