"""The directive `mermaid` draws a diagram at build time, as SVG in the page.

Mermaid itself needs a browser; `beautiful-mermaid` draws the same source by node alone, and without
a script the picture is there on file:// too. Its colours are variables that `style.css` sets for
light and dark. Paper and EPUB get the colours of the light page.

    ```{mermaid}
    :alt: What the diagram shows, in a sentence.

    flowchart TD
      a["A box"] --> b["Another"]
      click a "2-concepts/index"
    ```

`click` names a page, relative to this one, to which the box links.
"""

import hashlib
import os
import re
import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator
from sphinx.writers.text import TextTranslator

from .node import NODE

SVG = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", SVG)
SCRIPT = Path(__file__).with_name("diagram.mjs")
CLICK = re.compile(r"^\s*click\s+(\w+)\s+\"([^\"]+)\"\s*$", re.MULTILINE)
SECONDS = 120  # a diagram takes one; a busy machine gets time, and a build never waits for ever
LIGHT = {
    "--_text": "#1a1a1a",
    "--_text-sec": "#444444",
    "--_text-muted": "#555555",
    "--_line": "#666666",
    "--_arrow": "#333333",
    "--_node-fill": "#f4f6f8",
    "--_node-stroke": "#8a949e",
    "--bg": "#ffffff",
}


class diagram(nodes.General, nodes.Element):
    pass


class Mermaid(SphinxDirective):
    has_content = True
    option_spec: ClassVar = {"alt": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        if not self.options.get("alt"):
            raise self.error("A diagram needs :alt:, a sentence for those who can't see it.")
        node = diagram(source="\n".join(self.content), alt=self.options["alt"])
        node["docname"] = self.env.docname
        self.set_source_info(node)
        return [node]


def draw(source: str) -> str:
    """The SVG of a Mermaid source, without a style sheet of its own.

    Raises `ExtensionError` with node's words for a source that can't be drawn.
    """
    done = subprocess.run(
        [NODE, SCRIPT],
        input=CLICK.sub("", source),
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    if done.returncode or "<svg" not in done.stdout:
        raise ExtensionError(f"a diagram could not be drawn: {done.stderr.strip()[-400:]}")
    return plain(done.stdout, hashlib.sha256(source.encode()).hexdigest()[:6])


def plain(svg: str, mark: str) -> str:
    """The SVG without a style sheet; `mark` in its arrowheads' names tells two diagrams apart."""
    root = ElementTree.fromstring(svg)
    root.attrib.pop("style", None)
    for element in list(root.iter()):
        for sheet in element.findall(f"{{{SVG}}}style"):
            element.remove(sheet)
        for name, value in element.items():
            element.set(name, re.sub(r"^(url\(#)?(?=arrowhead)", rf"\1d{mark}-", value))
        # The head of an arrow back (`first <--- second`) points backwards as it is; turned round
        # once more, as beautiful-mermaid has it, it would lie hidden under its box.
        if element.get("orient") == "auto-start-reverse":
            element.set("orient", "auto")
    return ElementTree.tostring(root, encoding="unicode")


def with_links(svg: str, source: str, address: Callable[[str], str]) -> str:
    """The boxes that `click` names as links; `address` turns a page's name into an address."""
    root = ElementTree.fromstring(svg)
    for name, page in CLICK.findall(source):
        found = [(parent, box) for parent in root.iter() for box in parent if is_box(box, name)]
        if len(found) != 1:
            raise ExtensionError(
                f"a diagram's click names {name!r}, which is {len(found)} boxes of it"
            )
        ((parent, box),) = found
        link = ElementTree.Element(f"{{{SVG}}}a", {"href": address(page)})
        parent[list(parent).index(box)] = link
        link.append(box)
    return ElementTree.tostring(root, encoding="unicode")


def is_box(element: ElementTree.Element, name: str) -> bool:
    return element.get("class") == "node" and element.get("data-id") == name


def in_light(svg: str) -> str:
    """The SVG with plain colours, for what has no style sheet of ours."""
    for name, colour in LIGHT.items():
        svg = svg.replace(f"var({name})", colour)
    return svg


def visit_html(self: HTML5Translator, node: nodes.Element) -> None:
    def address(page: str) -> str:
        target = os.path.normpath(os.path.join(os.path.dirname(node["docname"]), page))
        if target not in self.builder.env.found_docs:
            raise ExtensionError(f"{node['docname']}: a diagram links to {page}, which is no page")
        return self.builder.get_relative_uri(node["docname"], target)

    svg = with_links(draw(node["source"]), node["source"], address)
    if self.builder.name != "html":
        svg = in_light(svg)
    role = "group" if "<a " in svg else "img"
    svg = svg.replace("<svg ", f'<svg role="{role}" aria-label="{escape(node["alt"])}" ', 1)
    self.body.append(f'<figure class="diagram">{svg}</figure>\n')
    raise nodes.SkipNode


def visit_latex(self: LaTeXTranslator, node: nodes.Element) -> None:
    svg = in_light(draw(node["source"]))
    name = f"diagram-{hashlib.sha256(svg.encode()).hexdigest()[:12]}"
    source = Path(self.builder.outdir, f"{name}.svg")
    source.write_text(svg, encoding="utf-8")
    try:
        target = source.with_suffix(".pdf")
        subprocess.run(
            ["rsvg-convert", "--format=pdf", f"--output={target}", str(source)], check=True
        )
    except FileNotFoundError:
        raise ExtensionError(
            "no program `rsvg-convert`: the PDF's diagrams need Debian's librsvg2-bin"
        ) from None
    size = r"max width=\linewidth,max height=0.8\textheight"
    self.body.append(f"\n\\begin{{center}}\\includegraphics[{size}]{{{name}.pdf}}\\end{{center}}\n")
    raise nodes.SkipNode


def visit_text(self: TextTranslator, node: nodes.Element) -> None:
    self.add_text(node["alt"])
    raise nodes.SkipNode
