"""Below a notebook's title stands how to get it, and where it can be opened."""

import posixpath
from html import escape

from docutils import nodes

from .addresses import launch_links


class links(nodes.General, nodes.Element):
    """The row of links; `docname` says of which notebook."""


def insert(app, doctree, docname):
    """The row below the title of each notebook of the web pages."""
    if app.builder.name == "html" and app.env.doc2path(docname, base=False).endswith(".ipynb"):
        title = next(iter(doctree.findall(nodes.title)))
        title.parent.insert(title.parent.index(title) + 1, links(docname=docname))


def visit_links(self, node):
    folder = posixpath.dirname(node["docname"])
    source = posixpath.relpath(f"_sources/{node['docname']}.ipynb", folder)
    row = [f'<a href="{escape(source)}" download>Download this notebook</a>']
    for words, address in launch_links(self.builder.srcdir, f"{node['docname']}.ipynb"):
        row.append(f'<a href="{escape(address)}">{words}</a>')
    self.body.append(f'<p class="notebook-links">{" · ".join(row)}</p>\n')
    raise nodes.SkipNode
