"""Formulas become HTML and MathML while the book builds, so that a page needs no engine.

One node process runs KaTeX for the whole build; a formula that stands in several places (a heading
is also in the sidebar) is set once. A displayed formula has its number, the mark of its check, and
a box of its own that scrolls when the formula is wider than the page.
"""

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from .equation_doors import door
from .node import NODE

if TYPE_CHECKING:
    from . import Build


# LaTeX numbers each line of these; here the number is Sphinx's, one for the whole.
NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|gather|alignat)\}")
# As many characters fit on a phone beside other words: such a formula isn't broken between lines.
SHORT = 20
# KaTeX writes an invisible "apply" behind a name such as max. As the third part of a subscript it
# is no MathML: who reads aloud stumbles there, and an EPUB isn't valid.
STRAY = re.compile("<mo>\u2061</mo>(?=</m(?:sub|sup|subsup)>)")
SCRIPT = Path(__file__).with_name("katex.mjs")
logger = logging.getLogger(__name__)


class Katex:
    """Sets formulas, in a process that starts with the first one."""

    def __init__(self, macros: dict[str, str]):
        self.options = {"throwOnError": True, "strict": "error", "macros": macros}
        self.process: subprocess.Popen[str] | None = None
        self.known: dict[tuple[str, bool], tuple[str, str]] = {}

    def render(self, latex: str, display: bool) -> tuple[str, str]:
        """The formula as HTML, and KaTeX's complaint if it refuses the formula."""
        if (latex, display) not in self.known:
            answer = self.ask(latex, self.options | {"displayMode": display})
            html = STRAY.sub("", answer.get("html", ""))
            self.known[latex, display] = html, answer.get("error", "")
        return self.known[latex, display]

    def ask(self, latex: str, options: dict) -> dict[str, str]:
        if self.process is None:
            self.process = subprocess.Popen(
                [NODE, str(SCRIPT)],
                encoding="utf-8",
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"latex": latex, "options": options}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"KaTeX's process ended early, with code {self.process.wait()}.")
        return json.loads(line)

    def close(self) -> None:
        if self.process is not None:
            self.process.communicate()
            self.process = None


def html_of(node: nodes.Element, katex: Katex, display: bool = False) -> str:
    """A formula's HTML; one that KaTeX refuses is a warning that names page and line."""
    latex = NUMBERED.sub(r"\\\1{\2*}", node.astext())
    html, error = katex.render(latex, display)
    if error:
        # KaTeX underlines the place with combining characters, which no log shows well.
        reason = error.replace("\u0332", "")
        logger.warning("formula %r: %s", latex, reason, location=node, type="katex")
    return html


def renderer(build: "Build") -> tuple[Any, Any]:
    """The visitors of inline and displayed formulas, as `add_html_math_renderer` takes them."""

    def visit_math(translator: HTML5Translator, node: nodes.Element) -> None:
        html = html_of(node, build.katex)
        drawn = re.sub(r"<[^>]*>", "", html.partition('aria-hidden="true">')[2])
        kind = "math short" if len(drawn) <= SHORT else "math"
        translator.body.append(translator.starttag(node, "span", "", CLASS=kind) + html + "</span>")
        raise nodes.SkipNode

    def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
        add = translator.body.append
        add(translator.starttag(node, "div", "", CLASS="equation"))
        add(f'<div class="formula">{html_of(node, build.katex, display=True)}</div>')
        if node["number"]:
            add(f'<span class="eqno">({get_node_equation_number(translator, node)})')
            translator.add_permalink_ref(node, "Link to this equation")
            add("</span>")
        docname = translator.builder.current_docname
        add(door(build, translator.builder, docname, node.get("label")) + "</div>\n")
        raise nodes.SkipNode

    return (visit_math, None), (visit_math_block, None)
