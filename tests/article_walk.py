"""The article without its text: prints of its runs of six characters, and how sentences begin.

The prints tell whether a quotation is verbatim: each run of six characters of it has to be known.
`article_sentences.json` lists every sentence by its section and first ten characters, with the
claim of the ledger that treats it (`row`, words of that row) or why none does (`left`).
"""

import hashlib
import json
import re

from book_sources import ROOT

LENGTH, DIGITS = 6, 6
PRINTS = (ROOT / "tests" / "article_prints.txt").read_text("utf-8").replace("\n", "")
KNOWN = {PRINTS[at : at + DIGITS] for at in range(0, len(PRINTS), DIGITS)}
SENTENCES = json.loads((ROOT / "tests" / "article_sentences.json").read_text("utf-8"))
QUOTED = re.compile(r"「([^」]+)」")


def is_verbatim(quotation: str) -> bool:
    """Whether the article has these characters in this order; spaces don't count."""
    text = "".join(quotation.split())
    runs = [text[at : at + LENGTH] for at in range(max(1, len(text) - LENGTH + 1))]
    if len(text) < LENGTH:
        return True  # too short to tell
    return all(hashlib.sha256(run.encode()).hexdigest()[:DIGITS] in KNOWN for run in runs)
