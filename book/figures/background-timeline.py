"""The table of the history as a line: what generates above, what tells apart below."""

import matplotlib.pyplot as plt

from genai_utils.plots import PALETTE

# Year, kind (1 generative, -1 discriminative, 0 both), words, height of the words.
SHOWN = (
    (1948, 1, "text from tables\nof letters", 1.0),
    (1998, -1, "a network\nreads digits", 1.0),
    (2012, -1, "speech;\nImageNet", 1.0),
    (2014, 1, "VAE,\nGAN", 1.0),
    (2017, 0, "transformer", 1.0),
    (2020, 1, "text;\nphotographs", 1.0),
)
COLOUR, MARK = {1: PALETTE[1], -1: PALETTE[0], 0: PALETTE[2]}, {1: "^", -1: "v", 0: "D"}
NAME = {1: "generative", -1: "discriminative", 0: "both"}


def place(year):
    """The empty decades are drawn shorter."""
    return (year - 1948) / 40 if year < 1998 else 1.25 + (year - 1998) / 6


def note(ax, at, words, below):
    """Words above or below a point, with a little air."""
    side = "top" if below else "bottom"
    shift = (0, -9 if below else 9)
    ax.annotate(words, at, shift, textcoords="offset points", ha="center", va=side, fontsize=9.5)


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 2.9))
    ax.axhline(0, color="#1a1a1a", lw=1.2)
    for year, kind, words, height in SHOWN:
        x, y = place(year), height if kind > 0 else -height
        ax.plot([x, x], [0, y], color=COLOUR[kind], lw=1)
        ax.plot(x, 0, MARK[kind], color=COLOUR[kind], ms=9)
        note(ax, (x, y), words, below=kind <= 0)
        note(ax, (x, 0), str(year), below=kind > 0)
    for x, kind in ((0.0, 1), (1.1, -1), (2.5, 0)):
        ax.plot(x, -2.4, MARK[kind], color=COLOUR[kind], ms=8)
        ax.text(x + 0.1, -2.4, NAME[kind], va="center", color=COLOUR[kind])
    ax.set(xlim=(-0.5, 5.1), ylim=(-2.7, 3.4))
    ax.axis("off")
    return fig
