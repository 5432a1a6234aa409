"""The tables of the page on speech, from what `speech.py measure` has stored.

Prints nothing; writes between the comments of `book/6-applications/speech.md`. Takes a second.
"""

import json

import cells
import tables

MEASURED = cells.NOTEBOOKS / "6-speech-synthesis.measured.json"
WAYS = (
    "mean, Griffin–Lim",
    "mean, source and filter",
    "drawn, Griffin–Lim",
    "drawn, source and filter",
)


def copies(found: dict) -> str:
    """Both ways from the teacher's own frames to a sound."""
    head = ["from the teacher's frames", "distance in decibels", "times faster than real time"]
    rows = [
        [name, f"{it['decibels']:.1f}", f"{it['times real time']:.0f}"]
        for name, it in found["copies"].items()
    ]
    return tables.lines(head, rows)


def judged(found: dict) -> str:
    """Phone and word errors of the listener, and distances."""
    rows = []
    for name in ("teacher", *WAYS):
        it = found[name]
        shares = [f"{100 * it[kind]:.1f} %" for kind in ("phones", "words")]
        rows.append([name, *shares, f"{it.get('decibels', 0):.1f}"])
    return tables.lines(["who speaks", "phone error", "word error", "distance in decibels"], rows)


if __name__ == "__main__":
    found = json.loads(MEASURED.read_text("utf-8"))
    page = tables.BOOK / "6-applications" / "speech.md"
    filled = {"copies": copies(found), "judged": judged(found)}
    tables.write(page, "speech_tables", filled)
