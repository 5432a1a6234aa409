"""The directive `book-counts`: how much of each kind the book holds, counted in its sources."""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .equation_marks import RECORD

EXERCISE = re.compile(r"^\| \{ref\}`ex-", re.MULTILINE)
ANSWERED = re.compile(r"\bcheck\(\s*\\?[\"']ex-")


def counts(root: Path) -> dict[str, int]:
    """What a sentence on the book's size speaks of, each by its sources."""
    notebooks = list((root / "notebooks").glob("*.ipynb"))
    sources = [path.read_text(encoding="utf-8") for path in notebooks]
    listed = (root / "book" / "exercises.md").read_text(encoding="utf-8")
    return {
        "equations": len(json.loads((root / RECORD).read_text(encoding="utf-8"))),
        "notebooks": len(notebooks),
        "pictures": len(list((root / "book" / "figures").glob("*.py"))),
        "exercises": len(EXERCISE.findall(listed)),
        "answer": sum(len(ANSWERED.findall(source)) for source in sources),
    }


class BookCounts(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        found = counts(Path(self.env.srcdir))
        return [
            nodes.paragraph(
                "",
                f"{found['equations']} equations, each held to a check; {found['pictures']} "
                f"pictures, each drawn by a program; {found['notebooks']} notebooks; "
                f"{found['exercises']} exercises, of which {found['answer']} answer back.",
            )
        ]
