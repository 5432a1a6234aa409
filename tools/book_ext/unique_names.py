"""A name stands once on a page: sphinx-exercise gives it to the content of every exercise."""

from docutils import nodes

SHARED = {"exercise-content", "solution-content"}


def drop_shared(app, doctree, docname):
    for section in doctree.findall(nodes.section):
        section["ids"] = [name for name in section["ids"] if name not in SHARED]
