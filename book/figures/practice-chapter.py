"""The four pages of chapter 5 in the order of the article, and what each of them finds."""

from itertools import pairwise

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, sheet

from genai_utils.plots import PALETTE

PAGES = {
    "set up": "ten errors",
    "write it": "it collapses;\none pair doesn't",
    "read it": "seven defects,\none bad cure",
    "measure it": "the log isn't\nits output",
}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    fig, ax = plt.subplots(figsize=(6.4, 1.9))
    sheet(ax, 11.6, 3.3)
    pages = []
    for place, (name, found) in enumerate(PAGES.items()):
        x = 1.4 + 2.93 * place
        pages.append(box(ax, (x, 2.5), name, size=(2.2, 0.9), edge=PALETTE[0]))
        ax.text(x, 1.5, found, ha="center", va="top")
    for start, end in pairwise(pages):
        arrow(ax, start, end)
    return fig
