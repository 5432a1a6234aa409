"""The mark beside an equation opens a panel: what was compared, the code, the test, what is on it.

It is a `details` element, which opens by mouse, touch and keyboard, and without a script. The
directive `equation-list` puts all equations on one page, by the pages on which they stand; with a
label as its argument it shows that equation with its mark.
"""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from .doctrees import tree_of
from .equation_marks import sentence, words
from .equation_sources import Sources

if TYPE_CHECKING:
    from . import Build


class equation_list(nodes.General, nodes.Element):
    pass


class EquationList(SphinxDirective):
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        return [equation_list(only=next(iter(self.arguments), None))]


def source_link(build: "Build", path: str, line: int, text: str) -> str:
    """A place in the sources: a link where the repository has an address."""
    code = f"<code>{escape(text)}</code>"
    if not build.repository:
        return code
    owner, name, branch = build.repository
    address = f"https://github.com/{owner}/{name}/blob/{branch}/{path}#L{line}"
    return f'<a href="{address}">{code}</a>'


def code_rows(build: "Build", entry: dict, sources: Sources) -> Iterator[tuple[str, str]]:
    """The functions that are the equation; without one, those that its check called."""
    for function in sources.code:
        place = source_link(build, function.path, function.line, function.name)
        shown = f"<pre>{escape(function.body)}</pre>" if function.body else ""
        yield "code", f"{place}, {function.path}{shown}"
    called = entry.get("code", [])
    if called and not sources.code:
        yield "code", "calls " + ", ".join(f"<code>{escape(name)}</code>" for name in called)


def label_links(builder: Builder, docname: str, labels: list[str]) -> str:
    """Links to exercises or figures, by their labels; one that no page holds is left out."""
    found, env = [], builder.env
    standard = cast(StandardDomain, env.get_domain("std"))
    for label in labels:
        target, identifier = standard.anonlabels.get(label, ("", ""))[:2]
        if target:
            address = f"{builder.get_relative_uri(docname, target)}#{identifier}"
            found.append(f'<a href="{address}">{title_of(env, target, identifier, label)}</a>')
    return ", ".join(found)


def title_of(env: BuildEnvironment, docname: str, identifier: str, label: str) -> str:
    """`Exercise 4.3` or `Figure 4.2`, or the label where Sphinx counts none."""
    for kind, numbers in env.toc_fignumbers.get(docname, {}).items():
        if identifier in numbers:
            return f"{kind.capitalize()} {'.'.join(map(str, numbers[identifier]))}"
    return escape(label)


def panel(build: "Build", builder: Builder, docname: str, label: str, entry: dict) -> str:
    """The panel's rows as HTML."""
    sources = build.sources.get(label, Sources())
    rows = [("compared", escape(sentence(entry))), *code_rows(build, entry, sources)]
    if sources.test:
        test = sources.test
        place = source_link(build, test.path, test.line, test.name)
        rows.append(("test", f"{place}, {test.path}, line {test.line}"))
    for name, labels in (("exercise", sources.exercises), ("figure", sources.figures)):
        rows.append((name, label_links(builder, docname, labels)))
    cells = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows if text)
    every = builder.get_relative_uri(docname, "book/equations")
    return f'<dl>{cells}</dl><p><a href="{every}#entry-{label}">All equations</a></p>'


def door(build: "Build", builder: Builder, docname: str, label: str) -> str:
    """The mark of an equation with its panel; nothing for one that no test has checked."""
    entry = build.record.get(label)
    if not entry:
        return ""
    if builder.name != "html":
        return f'<p class="checked">{words(entry)}</p>' if builder.format == "html" else ""
    inside = panel(build, builder, docname, label, entry)
    return (
        f'<details class="checked"><summary>{words(entry)}</summary>'
        f'<div class="door">{inside}</div></details>'
    )


def equations_of(env: BuildEnvironment) -> Iterator[tuple[str, str, nodes.math_block]]:
    """(docname, label, formula) of every labelled equation, in the order of the book."""
    toctree = list(env.toctree_includes.get(env.config.root_doc, ()))
    while toctree:
        docname = toctree.pop(0)
        for formula in tree_of(env, docname).findall(nodes.math_block):
            if formula.get("label"):
                yield docname, formula["label"], formula
        toctree = list(env.toctree_includes.get(docname, ())) + toctree


def entry_of(
    build: "Build", app: Sphinx, docname: str, target: str, label: str, formula: nodes.math_block
) -> nodes.Element:
    """An equation on another page than its own: its number as a link, what it says, the formula."""
    sources = build.sources.get(label, Sources())
    says = sources.test.says if sources.test else "A definition."
    number = ".".join(map(str, app.env.toc_fignumbers[target]["displaymath"][formula["ids"][0]]))
    link = make_refnode(app.builder, docname, target, formula["ids"][0], nodes.Text(f"({number})"))
    line = nodes.paragraph("", "", nodes.strong("", "", link), nodes.Text(f" {says}"))
    entry = nodes.container("", line, classes=["equation-entry"], ids=[f"entry-{label}"])
    plain = nodes.math_block("", formula.astext(), nowrap=formula["nowrap"], number=None)
    entry += plain
    return entry


def code_line(sources: Sources) -> list[nodes.Element]:
    """The names of an equation's code and test, as a paragraph; none for one that has neither."""
    names = [function.name for function in sources.code]
    names += [f"{sources.test.path}: {sources.test.name}"] if sources.test else []
    if not names:
        return []
    parts = [part for name in names for part in (nodes.literal("", name), nodes.Text(" · "))]
    begin, end = (nodes.raw("", text, format="latex") for text in (r"{\raggedright ", r"\par}"))
    return [nodes.paragraph("", "", begin, *parts[:-1], end, classes=["equation-code"])]


def one(build: "Build", app: Sphinx, docname: str, wanted: str) -> nodes.Element:
    """The entry of one equation with its mark; `ExtensionError` if no page holds it."""
    for target, label, formula in equations_of(app.env):
        if label == wanted:
            entry = entry_of(build, app, docname, target, label, formula)
            mark = door(build, app.builder, docname, label)
            entry += nodes.raw("", mark, format="html")
            return entry
    raise ExtensionError(f"{docname}: no page holds the equation {wanted!r}.")


def fill(build: "Build", app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Every equation, under the title of its page; or the one that was asked for."""
    for place in list(doctree.findall(equation_list)):
        if place["only"]:
            place.replace_self(one(build, app, docname, place["only"]))
            continue
        sections, last = [], None
        for target, label, formula in equations_of(app.env):
            if target != last:
                title = nodes.title("", app.env.titles[target].astext())
                sections.append(nodes.section("", title, ids=[f"of-{nodes.make_id(target)}"]))
                last = target
            entry = entry_of(build, app, docname, target, label, formula)
            entry += code_line(build.sources.get(label, Sources()))
            sections[-1] += entry
        place.replace_self(sections)
