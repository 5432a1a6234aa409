"""The trees of other pages, to be read and not changed: each is loaded once a build."""

from functools import cache

from docutils import nodes
from sphinx.environment import BuildEnvironment


@cache
def tree_of(env: BuildEnvironment, docname: str) -> nodes.document:
    """A page's tree as it was read, its references unresolved."""
    return env.get_doctree(docname)
