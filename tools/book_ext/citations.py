"""The list of references reads as the text cites: `Goodfellow et al., 2014`, and gives BibTeX."""

from collections.abc import Iterator
from functools import cache
from html import escape
from string import ascii_lowercase
from typing import Any, cast

import pybtex.plugin
from docutils import nodes
from pybtex.database import BibliographyData, Entry
from pybtex.richtext import Text
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
    # Each name is asked for a dozen times; nothing changes a text that was read once.
    Text.from_latex = cache(Text.from_latex)
    pybtex.plugin.register_plugin("pybtex.style.formatting", "book", BookStyle)
    config.bibtex_default_style = "book"


def tell_apart(app: Sphinx) -> None:
    """Works of the same authors and year get the letters a, b, … behind it, in text and list."""
    entries = cast(BibtexDomain, app.env.get_domain("cite")).bibdata.data.entries
    alike: dict[str, list[Entry]] = {}
    for key in sorted(entries):
        entry = entries[key]
        entry.fields["year"] = entry.fields["year"][:4]  # a cached list has its letters already
        alike.setdefault(f"{names_of(entry)} {entry.fields['year']}", []).append(entry)
    for several in alike.values():
        for place, entry in enumerate(several if len(several) > 1 else ()):
            entry.fields["year"] += ascii_lowercase[place]


def bibtex_of(writer: Any, key: str, entry: Entry) -> str:
    """The entry as a reader copies it, without our note of how it was verified or the letter."""
    fields = {name: value for name, value in entry.fields.items() if name != "verified"}
    fields["year"] = fields["year"][:4]
    plain = Entry(entry.type, fields, entry.persons)
    text: str = writer.to_string(BibliographyData({key: plain})).strip()
    return text


def where_cited(app: Sphinx, docname: str) -> dict[str, list[nodes.reference]]:
    """A link to each page that cites a work, by the work's key, in the order of their names."""
    domain = cast(BibtexDomain, app.env.get_domain("cite"))
    pages: dict[str, set[str]] = {}
    for found in domain.citation_refs:
        for target in found.targets:
            pages.setdefault(target.key, set()).add(found.docname)
    return {
        key: [
            nodes.reference(
                "",
                app.env.titles[name].astext(),
                refuri=app.builder.get_relative_uri(docname, name),
                internal=True,
            )
            for name in sorted(names)
        ]
        for key, names in pages.items()
    }


def cited_line(links: list[nodes.reference]) -> nodes.paragraph:
    """`Cited in` and the pages, a line of its own below an entry."""
    line = nodes.paragraph("", "Cited in ", classes=["cited-in"])
    for number, link in enumerate(links):
        line += [nodes.Text(", " if number else ""), link]
    return line


def complete_list(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Behind each entry of the list where it is cited, and its BibTeX, folded, to be copied."""
    if app.builder.name != "html":
        return
    citations = cast(BibtexDomain, app.env.get_domain("cite")).citations
    known = {found.citation_id: found for found in citations}
    writer = pybtex.plugin.find_plugin("pybtex.database.output", "bibtex")()
    entries = list(doctree.findall(nodes.citation))
    places = where_cited(app, docname) if entries else {}
    for entry in entries:
        found = next((known[name] for name in entry["ids"] if name in known), None)
        if found is None:
            continue
        entry += cited_line(places[found.key])
        text = bibtex_of(writer, found.key, found.entry)
        # A label for who can't see which entry it stands behind.
        label = escape(f"BibTeX of {names_of(found.entry)}, {found.entry.fields['year']}")
        entry += nodes.raw(
            "",
            f'<details class="bibtex"><summary aria-label="{label}">BibTeX</summary>',
            format="html",
        )
        entry += nodes.literal_block(text, text, language="none")
        entry += nodes.raw("", "</details>", format="html")
