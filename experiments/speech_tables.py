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
    "drawn, filtered again",
)
TRIED = {
    "letters": "128 wide, a tenth put out, 128 words a step",
    "dropout 0.2": "a fifth put out",
    "width 144": "144 wide",
    "batch 256": "256 words a step, fewer steps",
}
SPEAKERS = {
    "speaker": "4,000 steps, rate 0.003",
    "speaker slow": "4,000 steps, rate 0.001",
    "speaker short": "1,000 steps, rate 0.003",
}
TERMS = ("durations", "means", "voicing", "drawn")
KINDS = ("with stress", "without")


def shares(run: dict) -> list[str]:
    """Word and phone errors, with stress and without, in per cent."""
    return [f"{100 * run[kind][what]:.1f} %" for kind in KINDS for what in ("words", "phones")]


def tried(found: dict) -> str:
    """What was compared for the network of letters, on validation words."""
    head = ["setting", "words", "phones", "words without stress", "phones without stress"]
    runs = found["runs"]
    rows = [
        [said, *shares(runs[f"{name} 0"]["validation"])]
        for name, said in TRIED.items()
        if f"{name} 0" in runs
    ]
    return tables.lines(head, rows)


def spelled(found: dict) -> str:
    """The chosen network's errors on test words, a line a seed."""
    head = ["test words", "words", "phones", "words without stress", "phones without stress"]
    runs, rows = found["runs"], []
    for seed in "012":
        if "test" in runs.get(f"letters {seed}", {}):
            rows.append([f"families, seed {seed}", *shares(runs[f"letters {seed}"]["test"])])
    if "torn 0" in runs:
        rows.append(["drawn one by one, seed 0", *shares(runs["torn 0"]["torn test"])])
    return tables.lines(head, rows)


def speakers(found: dict) -> str:
    """What was compared for the network of frames, on validation sentences."""
    runs = found["runs"]
    rows = []
    for name, said in SPEAKERS.items():
        if f"{name} 0" in runs:
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


def filled(found: dict) -> dict[str, str]:
    """All tables of the page, by their names."""
    made = (tried, spelled, speakers, copies, judged)
    return {make.__name__: make(found) for make in made}


if __name__ == "__main__":
    found = json.loads(MEASURED.read_text("utf-8"))
    page = tables.BOOK / "6-applications" / "speech.md"
    tables.write(page, "speech_tables", filled(found))
