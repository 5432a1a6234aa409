"""What a step finds when a page is HTML and its template is about to be filled."""

from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


@dataclass(frozen=True)
class HtmlPage:
    app: Sphinx
    name: str
    context: dict[str, Any]  # of the template; a step changes it in place
    doctree: nodes.document | None  # none for a page that no source has, such as the search
