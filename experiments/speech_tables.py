"""The tables of the page on speech, from what `speech.py measure` and `speech_spelling.py` stored.

Prints nothing; writes between the comments of `book/6-applications/speech.md`. Takes a second.
"""

import json

import cells
import tables

MEASURED = cells.NOTEBOOKS / "6-speech-synthesis.measured.json"
SPELLED = cells.NOTEBOOKS / "6-speech-synthesis.spelled.json"
WAYS = (
    "mean, Griffin–Lim",
    "mean, source and filter",
    "drawn, Griffin–Lim",
    "drawn, source and filter",
    "drawn, filtered again",
)
SPEAKERS = {"speaker": "1,000 steps of 16 sentences", "speaker shorter": "500 steps of 8"}
TERMS = ("durations", "means", "voicing", "drawn")
KINDS = ("with stress", "without")
KINDS_OF_ERRORS = ("words", "phones", "words without stress", "phones without stress")
BEAMS = ("{} beams", "likeliest each time")


def shares(run: dict) -> list[str]:
    """Word and phone errors, with stress and without, in per cent that no line break tears off."""
    return [
        f"{100 * run[kind][what]:.1f}\N{NO-BREAK SPACE}%"
        for kind in KINDS
        for what in ("words", "phones")
    ]


def spelled(found: dict) -> str:
    """The errors of the network of letters on words of other families, by two ways to read it."""
    told, rows = found["spelled"], []
    for part in ("validation", "test"):
        for beams in ("1", str(told["beams"])):
            read = BEAMS[beams == "1"].format(beams)
            rows.append([f"{part}, {read}", *shares(told[part][beams])])
    return tables.lines(["held-out words", *KINDS_OF_ERRORS], rows)


def speakers(found: dict) -> str:
    """What was compared for the network of frames, on validation sentences."""
    runs = found["runs"]
    rows = []
    for name, said in SPEAKERS.items():
        lost = [runs[f"{name} 0"][term] for term in TERMS]
        rows.append([said, *(f"{it:.3f}" for it in (*lost, sum(lost)))])
    return tables.lines(["training", *TERMS, "sum"], rows)


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
        errors = [f"{100 * it[kind]:.1f} %" for kind in ("phones", "words")]
        rows.append([name, *errors, f"{it.get('decibels', 0):.1f}"])
    return tables.lines(["who speaks", "phone error", "word error", "distance in decibels"], rows)


def stored() -> dict:
    """What was measured, and beside it what is said of held-out words."""
    found = json.loads(MEASURED.read_text("utf-8"))
    return found | {"spelled": json.loads(SPELLED.read_text("utf-8"))}


def filled(found: dict) -> dict[str, str]:
    """All tables of the page, by their names."""
    made = (spelled, speakers, copies, judged)
    return {make.__name__: make(found) for make in made}


if __name__ == "__main__":
    page = tables.BOOK / "6-applications" / "speech.md"
    tables.write(page, "speech_tables", filled(stored()))
