"""The works of chapter 7 against the chapters that they serve, read from the page's own table."""

import re

import matplotlib.pyplot as plt
from shared.stored import ROOT

from genai_utils.plots import PALETTE

PAGE = ROOT / "book" / "7-resources" / "index.md"
LEVELS = {"first": ("o", PALETTE[0]), "course": ("s", PALETTE[2]), "beyond": ("^", PALETTE[1])}
CHAPTERS = (1, 2, 3, 4, 5, 6, 8)


def works():
    """(name, chapters, level) of each row of the table."""
    table = PAGE.read_text("utf-8").split("% begin works")[1].split("% end works")[0]
    for row in table.strip().splitlines()[2:]:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        work, _, serves, level, _, language = cells
        name, year = re.fullmatch(r"\{cite:t\}`([a-z]+)(\d{4})[a-z]+`", work).groups()
        words = f"{name.capitalize()} {year}" + (" (zh)" if language == "zh" else "")
        yield words, [int(n) for n in serves.split(",")], level


def draw():
    rows = list(works())
    fig, ax = plt.subplots(figsize=(6.4, 4.8))
    for at, (_, chapters, level) in enumerate(rows):
        mark, colour = LEVELS[level]
        places = [CHAPTERS.index(chapter) for chapter in chapters]
        ax.plot(places, [at] * len(places), mark, color=colour, ms=8)
    for level, (mark, colour) in LEVELS.items():
        ax.plot([], [], mark, color=colour, ms=8, label=level)
    ax.set_yticks(range(len(rows)), [name for name, *_ in rows])
    ax.set_xticks(range(len(CHAPTERS)), [f"ch. {n}" for n in CHAPTERS])
    ax.set(ylim=(len(rows) - 0.4, -0.6), xlim=(-0.5, len(CHAPTERS) - 0.5))
    ax.xaxis.tick_top()
    ax.tick_params(labelsize=12)
    ax.grid(color="#dddddd", lw=0.6)
    ax.legend(ncol=3, loc="upper center", bbox_to_anchor=(0.5, 0.0), frameon=False, fontsize=12)
    return fig
