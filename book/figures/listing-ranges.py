"""What the discriminator is given: real pixels from 0 to 255, fakes from -1 to 1."""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils import data
from genai_utils.plots import PALETTE


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    brightest = 255 * data.mnist().images.amax(dim=1).numpy()
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.2))
    for ax, scale, at in ((upper, lambda x: x, 255), (lower, lambda x: x / 127.5 - 1, 1)):
        ax.axvspan(-1, 1, color=PALETTE[1], alpha=0.35, label="all that a fake can reach")
        low, high = scale(0), scale(255)
        ax.hist(
            scale(brightest),
            np.linspace(low, high, 52),
            color=PALETTE[0],
            label="brightest pixel of a digit",
        )
        ax.set(ylabel="digits", xlim=(low - 0.03 * (high - low) - (at == 255) * 4, high * 1.03))
    upper.set_title("as the listing reads them", loc="left", fontsize=12)
    lower.set_title("after images / 127.5 − 1", loc="left", fontsize=12)
    lower.set(xlabel="pixel")
    upper.legend(loc="upper center")
    return fig
