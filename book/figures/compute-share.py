"""The share of a processor's peak that a training step reaches, by the width of the model."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

LINES = {
    "CPU": {"float32": ("o-", PALETTE[0]), "bfloat16": ("o:", PALETTE[0])},
    "GPU": {
        "float32": ("s--", PALETTE[1]),
        "float32, graph": ("s-", PALETTE[1]),
        "bfloat16, graph": ("^:", PALETTE[1]),
    },
}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("8-compute.measured")
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    for machine, ways in LINES.items():
        for way, (line, colour) in ways.items():
            best = max(stored[machine]["peak"][way.split(",")[0]].values())
            rows = stored[machine]["widths"].items()
            points = [(int(n.split()[1]), r["operations"] / r[way] / best) for n, r in rows]
            ax.plot(*zip(*points, strict=True), line, color=colour, label=f"{machine}, {way}")
    ax.set(xscale="log", yscale="log", xlabel="width of the transformer")
    ax.set_ylabel("share of the peak")
    ax.legend(fontsize=11)
    return fig
