"""The questions of chapter 9, as its pages hold them."""

import re

from book_sources import ROOT

FOLDER = ROOT / "book" / "9-faq"
SECTION = re.compile(
    r"^\((faq-[a-z0-9-]+)\)=\n## ([^\n]+)\n\n(.*?)(?=^\(faq-|\Z)", re.MULTILINE | re.DOTALL
)


def questions(text):
    """(label, question, other words, answer) of each question of a page."""
    for label, question, rest in SECTION.findall(text):
        other, _, answer = rest.strip().partition("\n\n")
        yield label, question, other, answer


PAGES = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.md") if path.stem != "index"}
ALL = {found[0]: found for text in PAGES.values() for found in questions(text)}
