"""Section numbers equal the article's: the label `article-4-2` numbers the heading below it 4.2.

Sphinx counts every heading, a page's summary too, so that its numbers within a chapter would differ
from the article's. Sections without such a label show no number. Chapters, equations and figures
keep the numbers that Sphinx gave them.
"""

import re
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

from .doctrees import tree_of

LABEL = re.compile(r"article-(\d+)-(\d+)")


def find_article_numbers(env: BuildEnvironment) -> dict[tuple[str, str], tuple[int, int]]:
    """(page, anchor as the table of contents has it) -> the article's number."""
    numbers = {}
    standard = cast(StandardDomain, env.get_domain("std"))
    for label, (docname, identifier, _) in standard.labels.items():
        match = LABEL.fullmatch(label)
        if not match:
            continue
        for section in tree_of(env, docname).findall(nodes.section):
            if identifier in section["ids"]:
                is_page = isinstance(section.parent, nodes.document)
                anchor = "" if is_page else "#" + section["ids"][0]
                numbers[docname, anchor] = (int(match[1]), int(match[2]))
    return numbers


def renumber(app: Sphinx, env: BuildEnvironment) -> list[str]:
    numbers = find_article_numbers(env)

    def choose(docname: str, anchor: str, number: tuple[int, ...] | None) -> Any:
        # A chapter has one number and keeps it; None shows nothing.
        return number if number and len(number) == 1 else numbers.get((docname, anchor))

    for docname, anchors in env.toc_secnumbers.items():
        for anchor, number in anchors.items():
            anchors[anchor] = choose(docname, anchor, number)
        title = env.titles[docname]
        title["secnumber"] = choose(docname, "", title.get("secnumber"))
        for entry in env.tocs[docname].findall(nodes.reference):
            anchor = entry["anchorname"]
            entry["secnumber"] = choose(docname, anchor, entry.get("secnumber"))
    return []
