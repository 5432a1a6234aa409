"""What the book has for a reference: number, title, place, formula, source. Sphinx is asked."""

import ast
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast
from urllib.parse import urljoin

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.math import MathDomain

from .addresses import site
from .doctrees import tree_of

ROLES = {  # MyST's name -> domain, kind
    "eq": ("math", "eq"),
    "ref": ("std", "ref"),
    "doc": ("std", "doc"),
    "numref": ("std", "numref"),
    "term": ("std", "term"),
    "cite": ("cite", "p"),
    "cite:p": ("cite", "p"),
    "cite:t": ("cite", "t"),
}
TITLED = re.compile(r"(?P<title>.+?)\s*<(?P<target>[^<>]+)>", re.DOTALL)


@dataclass
class Words:
    """Of one page. What it was asked for is kept in `equations` and `sources`, in order."""

    app: Sphinx
    docname: str
    equations: dict[str, str] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)

    @property
    def macros(self) -> dict[str, str]:
        return self.app.config.math_macros

    @cached_property
    def page(self) -> str | None:
        """The address of this page where the book is published, or None."""
        home = site(self.app.srcdir)
        return home and urljoin(home, self.app.builder.get_target_uri(self.docname))

    def reference(self, role: str, content: str) -> str:
        """A role as Markdown: a link where the book is published, else its words alone.

        Raises `ValueError` for a role that isn't known or leads nowhere.
        """
        if role not in ROLES:
            raise ValueError(f"no plain notebook can show the role {role!r} of {content!r}.")
        titled = TITLED.fullmatch(content)
        target = titled["target"] if titled else content
        found = self.resolved(*ROLES[role], target)
        text = titled["title"] if titled else escaped(self.numbered(target) or found.astext())
        self.keep(role, target, found)
        if self.page:
            return f"[{text}]({urljoin(self.page, address(found))})"
        is_title = role in ("doc", "ref") and text == escaped(found.astext())
        return (f"*{text}*" if is_title else text) + self.place(role, text, address(found))

    def resolved(self, domain: str, kind: str, target: str) -> nodes.Element:
        """What stands in the page for a reference: a link, or words with links in them."""
        env, shown = self.app.env, nodes.literal("", target)
        target = target.lower() if kind == "ref" else target
        asked = {"refdoc": self.docname, "refexplicit": False}
        asked |= {"refdomain": domain, "reftype": kind, "reftarget": target}
        found = env.get_domain(domain).resolve_xref(
            env,
            self.docname,
            self.app.builder,
            kind,
            target,
            addnodes.pending_xref("", shown, **asked),
            shown,
        )
        if found is None:
            raise ValueError(f"{self.docname}: the book has nothing for {kind!r} of {target!r}.")
        return found

    def keep(self, role: str, target: str, found: nodes.Element) -> None:
        """What the reference speaks of, for the end of the notebook."""
        if role == "eq":
            self.equations[target] = found.astext()
        elif role.startswith("cite"):
            links = found.findall(nodes.reference)
            self.sources |= {link["reftitle"]: None for link in links}

    def place(self, role: str, text: str, uri: str) -> str:
        """Where a section or a notebook is found, for a reader who has no link to follow."""
        file = urljoin(f"/{self.docname}.html", uri).partition("#")[0]
        docname = file.removeprefix("/").removesuffix(".html")
        if role == "ref" and docname != self.docname and text != self.title(docname):
            return f" (in *{self.title(docname)}*)"
        path = Path(self.app.env.doc2path(docname, base=False))
        is_notebook = role == "doc" and path.suffix == ".ipynb"
        return f" (`{Path(docname).name}.ipynb`)" if is_notebook else ""

    def title(self, docname: str) -> str:
        return escaped(self.app.env.titles[docname].astext())

    def numbered(self, label: str) -> str:
        """ "Exercise 4.12" for an exercise's label; an empty text for another."""
        for figures in self.app.env.toc_fignumbers.values():
            if number := figures.get("exercise", {}).get(label):
                return f"Exercise {dotted(number)}"
        return ""

    def figure(self, label: str) -> str:
        """ "Figure 4.7" for a figure of this page."""
        return f"Figure {dotted(self.app.env.toc_fignumbers[self.docname]['figure'][label])}"

    def formulas(self) -> list[tuple[str, str, str]]:
        """Number, title of the page and LaTeX of each equation that was asked for, by number."""
        env, found = self.app.env, []
        for label, number in self.equations.items():
            docname = cast(MathDomain, env.get_domain("math")).equations[label][0]
            blocks = tree_of(env, docname).findall(nodes.math_block)
            latex = next(block.astext() for block in blocks if block.get("label") == label)
            found.append((number, self.title(docname), latex))
        return sorted(found, key=lambda one: [int(part) for part in re.findall(r"\d+", one[0])])

    def code(self, path: str, name: str) -> str:
        """The source of a function in a file, whose path starts at the page's folder."""
        file = Path(self.app.srcdir, self.docname).parent / path
        source = file.read_text(encoding="utf-8")
        tree = ast.parse(source)
        return next(
            ast.get_source_segment(source, node) or ""
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name == name
        )


def address(found: nodes.Element) -> str:
    """Where a resolved reference leads; the first link, if there are several."""
    link = next(found.findall(nodes.reference))
    return link.get("refuri") or f"#{link['refid']}"


def escaped(text: str) -> str:
    """Words that Markdown would take for its own signs, as words."""
    return re.sub(r"([\\`*_<>])", r"\\\1", text)


def dotted(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number))
