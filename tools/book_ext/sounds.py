"""A sound on a page: a player that loads nothing until it is started, and its words below it.

    ```{sound} ../sounds/NAME.wav
    :said: What is said.
    :voice: the voice, and that it is a machine
    ```

A notebook's sound, which `genai_utils.audio.clip` stores inside the output, becomes such a file as
well, so that the page stays light. Paper and EPUB have the words alone: few readers play a sound.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator
from sphinx.writers.text import TextTranslator

FOLDER = "_sounds"
HEAVIEST = 60_000  # bytes
STORED = re.compile(r'aria-label="([^"]*)"\s+src="data:audio/wav;base64,([^"]+)"')


class sound(nodes.General, nodes.Element):
    pass


class Sound(SphinxDirective):
    required_arguments = 1
    option_spec: ClassVar = {
        "said": directives.unchanged_required,
        "voice": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        relative, path = self.env.relfn2path(self.arguments[0])
        if not (self.options.get("said") and self.options.get("voice")):
            raise self.error(
                "A sound needs :said: and :voice:, for those who can't hear it: what is said, and "
                "by whom."
            )
        if not Path(path).is_file() or Path(path).stat().st_size > HEAVIEST:
            raise self.error(f"{relative} is no sound of at most {HEAVIEST} bytes.")
        self.env.note_dependency(relative)
        words = f"“{self.options['said']}”, said by {self.options['voice']}."
        node = sound(path=path, words=words, docname=self.env.docname)
        self.set_source_info(node)
        return [node]


def shipped(app: Sphinx, docname: str, content: bytes) -> str:
    """Lay a sound beside the pages; returns its address on a page."""
    name = f"{hashlib.sha256(content).hexdigest()[:12]}.wav"
    target = Path(app.outdir, FOLDER, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return f"{'../' * docname.count('/')}{FOLDER}/{name}"


def visit_html(self: HTML5Translator, node: nodes.Element) -> None:
    words = self.encode(node["words"])
    if self.builder.name == "html":
        address = shipped(self.builder.app, node["docname"], Path(node["path"]).read_bytes())
        self.body.append(
            f'<figure class="sound"><audio controls preload="none" aria-label="{words}" '
            f'src="{address}"></audio><figcaption>{words}</figcaption></figure>\n'
        )
    else:
        self.body.append(f'<p class="sound">A sound, on the web page: {words}</p>\n')
    raise nodes.SkipNode


def visit_latex(self: LaTeXTranslator, node: nodes.Element) -> None:
    self.body.append(f"\n\nA sound, on the web page: {self.encode(node['words'])}\n\n")
    raise nodes.SkipNode


def visit_text(self: TextTranslator, node: nodes.Element) -> None:
    self.add_text(node["words"])
    raise nodes.SkipNode


def move_stored(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Takes the sounds out of a notebook's outputs."""

    def lighter(found: re.Match[str]) -> str:
        address = shipped(app, docname, base64.b64decode(found[2]))
        return f'aria-label="{found[1]}" src="{address}"'

    for raw in list(doctree.findall(nodes.raw)):
        text = raw.astext()
        if not (found := STORED.search(text)):
            continue
        if app.builder.name == "html":
            new = STORED.sub(lighter, text)
        else:
            new = f'<p class="sound">A sound, on the web page: {found[1]}</p>'
        raw.replace_self(nodes.raw("", new, format="html"))
