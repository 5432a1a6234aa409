"""The directive `claim-counts`: how many claims of its page's table have which verdict."""

import re
from collections import Counter
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

ROW = re.compile(r"^\* - \{\w+\}`([\d.]+) .*\n  - .*\n  - (.*)$", re.MULTILINE)


def verdicts(ledger: str) -> list[tuple[str, str]]:
    """Section and verdict of each row of a ledger.

    >>> verdicts("* - {ref}`1.2 <a>`\\n  - a claim\\n  - wrong\\n")
    [('1.2', 'wrong')]
    """
    return ROW.findall(ledger)


def counted(ledger: str) -> str:
    """The sentence on a ledger's verdicts. Raises `ExtensionError` for a verdict unknown to it.

    >>> counted("* - {ref}`1 <a>`\\n  - a claim\\n  - wrong\\n")
    'Of 1 claims 0 hold, 0 hold with limits, 1 are wrong, and 0 are shown neither way.'
    """
    found = Counter(verdict for _section, verdict in verdicts(ledger))
    unknown = set(found) - {"holds", "holds with limits", "wrong", "not shown"}
    if unknown:
        raise ExtensionError(f"The ledger has verdicts that nobody counts: {sorted(unknown)}.")
    return (
        f"Of {found.total()} claims {found['holds']} hold, {found['holds with limits']} "
        f"hold with limits, {found['wrong']} are wrong, "
        f"and {found['not shown']} are shown neither way."
    )


class ClaimCounts(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        ledger = Path(self.env.doc2path(self.env.docname)).read_text(encoding="utf-8")
        return [nodes.paragraph("", counted(ledger))]
