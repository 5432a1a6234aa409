"""What docutils writes for screen readers, as today's rules have it.

The role of an entry of a bibliography is deprecated, and a list may hold no other thing than its
items, while each entry is preceded by a link's target.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

ROLES = (' role="doc-biblioentry"', ' role="list" class="citation-list"')


def mend(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    for role in ROLES:
        plain = role.partition(" class")[1:]
        context["body"] = context.get("body", "").replace(role, "".join(plain))
