"""The stored transformer's prediction after "st", and four maps of it.

Eq. `eq-temperature` and `eq-truncation`.
"""

import matplotlib.pyplot as plt
import torch
from shared.words import symbols, transformer

from genai_utils import data, models
from genai_utils.plots import PALETTE

PREFIX = "st"
MAPS = {
    "the model": lambda logits: logits,
    "temperature ½": lambda logits: models.at_temperature(logits, 0.5),
    "temperature 2": lambda logits: models.at_temperature(logits, 2.0),
    "top-3": lambda logits: models.top_k(logits, 3),
    "nucleus 0.9": lambda logits: models.nucleus(logits, 0.9),
}


def draw():
    read = data.encode_words([PREFIX])[:, :-1]
    with torch.no_grad():
        logits = transformer()(read)[0, -1]
    order = logits.argsort(descending=True)
    fig, axes = plt.subplots(len(MAPS), 1, figsize=(6.4, 6.2), sharex=True, sharey=True)
    for ax, (name, change) in zip(axes, MAPS.items(), strict=True):
        shares = change(logits).softmax(-1)[order]
        ax.bar(range(27), shares, color=PALETTE[3] if name == "the model" else PALETTE[0])
        entropy = torch.special.entr(shares).sum()
        kept = int((shares > 0).sum())
        ax.text(
            26.4,
            0.38,
            f"{name}: {kept} symbols, entropy {entropy:.2f} nats",
            ha="right",
            va="top",
            fontsize=11,
        )
        ax.grid(False, axis="x")
        ax.set(ylim=(0, 0.46), yticks=[0, 0.2, 0.4])
    names = ["·" if place == 0 else symbols[place] for place in order]
    ax.set_xticks(range(27), names)
    fig.supylabel("probability", fontsize=11)
    return fig
