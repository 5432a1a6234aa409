"""What docutils writes for screen readers, as today's rules have it.

The role of an entry of a bibliography is deprecated, and a list may hold no other thing than its
items, while each entry is preceded by a link's target.
"""

from .html_pages import HtmlPage

ROLES = (' role="doc-biblioentry"', ' role="list" class="citation-list"')


def mend(page: HtmlPage) -> None:
    for role in ROLES:
        plain = role.partition(" class")[1:]
        page.context["body"] = page.context.get("body", "").replace(role, "".join(plain))
