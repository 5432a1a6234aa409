"""How far the losses on a GPU are from those on the CPU, epoch by epoch, for three models."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

LINES = {
    "GAN": ("discriminator_loss", PALETTE[1], "o"),
    "VAE": ("loss", PALETTE[2], "s"),
    "transformer": ("loss", PALETTE[3], "^"),
}
FLOOR = 2e-9  # equal losses stand here


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("5-environment.gpu")
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    for name, (term, colour, mark) in LINES.items():
        runs = [stored[name][device][term] for device in ("cpu", "cuda")]
        apart = [max(abs(gpu / cpu - 1), FLOOR) for cpu, gpu in zip(*runs, strict=True)]
        ax.plot(range(1, len(apart) + 1), apart, color=colour, marker=mark, label=name)
    ax.set(yscale="log", ylim=(1e-9, 0.1), xlabel="epoch", ylabel="relative difference")
    ax.legend(loc="upper left")
    return fig
