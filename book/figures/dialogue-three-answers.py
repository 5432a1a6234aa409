"""Two questions, one of them about the unknown, and what three programs answer."""

import textwrap

import matplotlib.pyplot as plt
from shared.boxes import box, sheet
from shared.stored import measured

from genai_utils.plots import PALETTE

PROGRAMS = {"looked up": "looked up", "": "tuned", ".preferred": "preferred"}


def draw():
    stored = measured("6-dialogue.measured")["answers"]
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    sheet(ax, 12, 6.3)
    for row, (question, answers) in enumerate(stored.items()):
        top = 5.9 - 3.2 * row
        ax.text(0.1, top, question, weight="bold", va="center")
        for place, (key, name) in enumerate(PROGRAMS.items()):
            text = "\n".join(textwrap.wrap(answers[key], 24)[:4])
            at = (2.0 + 4 * place, top - 1.35)
            box(ax, at, text, size=(3.8, 1.7), edge=PALETTE[place])
            ax.text(at[0], top - 0.37, name, ha="center", va="center", color=PALETTE[place])
    return fig
