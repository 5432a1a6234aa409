"""Below a notebook's title stands how to get it, and where it can be opened.

What is offered is the plain form (`plain_notebooks`), which needs no book to be read. A notebook
that reads stored measurements comes with them, as one zip, so that it runs.
"""

import json
import posixpath
import re
import zipfile
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from .addresses import launch_links

FILE = re.compile(r"[\"']([\w.{}-]+\.(?:json|npz|safetensors))[\"']")
BLANK = re.compile(r"\{\w*\}")  # of a name that the code fills in: every file that fits is meant
FIXED = (2024, 1, 1, 0, 0, 0)  # a date inside would make every build another file


def beside(notebook: Path) -> list[Path]:
    """The files of its folder that a notebook's code names."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    patterns = {BLANK.sub("*", name) for name in FILE.findall(code)}
    return sorted({path for pattern in patterns for path in notebook.parent.glob(pattern)})


def pack(notebook: Path, files: list[Path], target: Path) -> None:
    """A zip of the notebook and the files, in a folder of its name."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in (notebook, *files):
            entry = zipfile.ZipInfo(f"{notebook.stem}/{path.name}", FIXED)
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)


class links(nodes.General, nodes.Element):
    """The row of links; `docname` says of which notebook."""


def insert(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """The row below the title of each notebook of the web pages."""
    if app.builder.name == "html" and Path(app.env.doc2path(docname)).suffix == ".ipynb":
        title = next(iter(doctree.findall(nodes.title)))
        title.parent.insert(title.parent.index(title) + 1, links(docname=docname))


def visit_links(self: HTML5Translator, node: nodes.Element) -> None:
    notebook = Path(self.builder.srcdir, f"{node['docname']}.ipynb")
    ending, words = ".ipynb", "Download this notebook"
    if beside(notebook):
        ending, words = ".zip", f"{words} and its data"
    source = f"_sources/{node['docname']}{ending}"
    source = posixpath.relpath(source, posixpath.dirname(node["docname"]))
    row = [f'<a href="{escape(source)}" download>{words}</a>']
    for words, address in launch_links(self.builder.srcdir, f"{node['docname']}.ipynb"):
        row.append(f'<a href="{escape(address)}">{words}</a>')
    self.body.append(f'<p class="notebook-links">{" · ".join(row)}</p>\n')
    raise nodes.SkipNode
