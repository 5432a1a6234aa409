"""FID and bits per dimension on CIFAR-10 through the years, read from the page's own tables."""

from collections import Counter

import matplotlib.pyplot as plt
from shared.stored import ROOT

from genai_utils.plots import PALETTE

PAGE = ROOT / "book" / "8-outlook" / "index.md"
KINDS = {
    "GAN": ("o", PALETTE[1]),
    "VAE": ("s", PALETTE[2]),
    "autoregressive": ("^", PALETTE[3]),
    "flow": ("D", PALETTE[4]),
    "diffusion": ("X", PALETTE[0]),
    "consistency": ("P", "#444444"),
}


def rows(name):
    """(model, family, year, value) of each row of a table of the page."""
    table = PAGE.read_text("utf-8").split(f"% begin {name}")[1].split(f"% end {name}")[0]
    for row in table.strip().splitlines()[2:]:
        model, family, year, value, *_ = (cell.strip() for cell in row.strip("|").split("|"))
        kind = {"flow matching": "flow", "VAE and diffusion": "diffusion"}.get(family, family)
        yield model, kind, int(year), float(value)


def panel(ax, name, title, ticks):
    seen = Counter()
    for model, kind, year, value in rows(name):
        mark, colour = KINDS[kind]
        place = year + 0.16 * seen[year]  # side by side within a year
        seen[year] += 1
        ax.plot(place, value, mark, color=colour, ms=8)
        if model == "DDPM":
            ax.plot(place, value, "o", ms=17, mfc="none", mec="#1a1a1a", mew=1.4)
    ax.set_title(title, loc="left", fontsize=12.5)
    ax.set_yticks(ticks, [str(tick) for tick in ticks])
    ax.tick_params(labelsize=12)
    ax.grid(axis="y", color="#dddddd", lw=0.6)


def draw():
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 5.1), sharex=True)
    axes[0].set(yscale="log", ylim=(1.6, 33))
    axes[0].minorticks_off()
    panel(axes[0], "distances", "Fréchet inception distance (logarithmic)", [2, 3, 5, 10, 20])
    panel(axes[1], "bits", "bits per dimension of a held-out picture", [2.75, 3, 3.25, 3.5, 3.75])
    for kind, (mark, colour) in KINDS.items():
        axes[1].plot([], [], mark, color=colour, ms=8, label=kind)
    axes[1].set(ylim=(2.55, 3.95), xlim=(2016.6, 2024.4), xticks=range(2017, 2025))
    axes[1].legend(
        ncol=3, loc="upper center", bbox_to_anchor=(0.5, -0.14), frameon=False, fontsize=12
    )
    return fig
