"""A name stands once on a page: sphinx-exercise gives it to the content of every exercise."""

from docutils import nodes
from sphinx.application import Sphinx

SHARED = {"exercise-content", "solution-content"}


def drop_shared(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for section in doctree.findall(nodes.section):
        section["ids"] = [name for name in section["ids"] if name not in SHARED]
