"""The list of references reads as the text cites: `Goodfellow et al., 2014`, and gives BibTeX."""

from collections.abc import Iterator
from functools import cache
from html import escape
from typing import cast

import pybtex.plugin
from docutils import nodes
from pybtex.database import BibliographyData, Entry
from pybtex.style.formatting.plain import Style
from pybtex.style.labels import BaseLabelStyle
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinxcontrib.bibtex.domain import BibtexDomain


def names_of(entry: Entry) -> str:
    """The authors' last names as in the text: one, two, or the first and `et al.`"""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    parts = [[*person.rich_prelast_names, *person.rich_last_names] for person in people]
    last = [" ".join(map(str, names)) for names in parts]
    return last[0] + " et al." if len(last) > 2 else " and ".join(last)


class AuthorYear(BaseLabelStyle):
    def format_labels(self, sorted_entries: list[Entry]) -> Iterator[str]:
        for entry in sorted_entries:
            yield f"{names_of(entry)}, {entry.fields['year']}"


class BookStyle(Style):
    default_label_style = AuthorYear


def configure(app: Sphinx, config: Config) -> None:
    # For each citation sphinxcontrib-bibtex asks for a plugin, and each time pybtex reads the list
    # of all installed packages: a sixth of a build.
    pybtex.plugin.find_plugin = cache(pybtex.plugin.find_plugin)
    pybtex.plugin.register_plugin("pybtex.style.formatting", "book", BookStyle)
    config.bibtex_default_style = "book"


def add_bibtex(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Behind each entry of the list its BibTeX, folded; the book's copy button copies it."""
    if app.builder.name != "html":
        return
    cited = cast(BibtexDomain, app.env.get_domain("cite")).citations
    known = {found.citation_id: found for found in cited}
    writer = pybtex.plugin.find_plugin("pybtex.database.output", "bibtex")()
    for entry in list(doctree.findall(nodes.citation)):
        found = next((known[name] for name in entry["ids"] if name in known), None)
        if found is None:
            continue
        text = writer.to_string(BibliographyData({found.key: found.entry})).strip()
        # A label for who can't see which entry it stands behind.
        label = escape(f"BibTeX of {names_of(found.entry)}, {found.entry.fields['year']}")
        entry += nodes.raw(
            "",
            f'<details class="bibtex"><summary aria-label="{label}">BibTeX</summary>',
            format="html",
        )
        entry += nodes.literal_block(text, text, language="none")
        entry += nodes.raw("", "</details>", format="html")
