"""Agreement and spread within a class of the conditional GAN, by the scale of its noise."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils.plots import PALETTE

SCALES = (0.4, 0.6, 0.8, 1.0, 1.2)


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    seeds = measured("6-image-generation.seeds")
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    for name, color, style in (("agreement", PALETTE[1], "o-"), ("spread", PALETTE[0], "s--")):
        keys = ["GAN: " if scale == 1 else f"noise × {scale}: " for scale in SCALES]
        values = np.array([seeds[key + name] for key in keys])
        ax.plot(SCALES, values, style, color=color, alpha=0.3, markersize=4)
        ax.plot(SCALES, values.mean(1), style, color=color, label=name)
        ax.axhline(np.mean(seeds[f"real: {name}"]), color=color, linestyle=":", linewidth=1)
    ax.set(xlabel="scale of the noise", ylabel="share", ylim=(0, 1.1))
    ax.legend(loc="lower right")
    return fig
