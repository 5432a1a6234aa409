"""The trees of other pages, to be read and not changed: each is loaded once a build."""

from functools import cache
from typing import Any, cast

from docutils import nodes
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment


@cache
def tree_of(env: BuildEnvironment, docname: str) -> nodes.document:
    """A page's tree as it was read, its references unresolved."""
    return env.get_doctree(docname)


class Reading:
    """The environment for who only reads trees."""

    def __init__(self, env: BuildEnvironment):
        self.env = env

    def __getattr__(self, name: str) -> Any:
        return getattr(self.env, name)

    def get_doctree(self, docname: str) -> nodes.document:
        return tree_of(self.env, docname)


class References(StandardDomain):
    """Sphinx's own, which would load a whole page for each reference to one of its figures."""

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, *target: Any
    ) -> nodes.Element | None:
        reading = cast(BuildEnvironment, Reading(env))
        return super().resolve_xref(reading, fromdocname, builder, *target)
