"""The losses of the same program, frozen by the same flag, in Keras 3 and in the older Keras."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

LINES = {
    "D_real": ("$D$ on real images", PALETTE[0], "o"),
    "D_fake": ("$D$ on fakes", PALETTE[2], "s"),
    "G_loss": ("generator", PALETTE[1], "^"),
}
FLOOR = 1e-4  # the losses are stored with four digits


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("5-the-listing-audited.keras")
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 5.4), sharex=True, sharey=True)
    for ax, (version, found) in zip(axes, stored.items(), strict=True):
        run = found["runs"]["scaled, frozen by trainable"]
        moves = "moves" if run["D moves in its own step"] else "never moves"
        for term, (words, colour, mark) in LINES.items():
            shown = [max(value, FLOOR) for value in run[term]]
            ax.plot(range(1, 11), shown, color=colour, marker=mark, label=words)
        ax.set_title(f"{version}: the discriminator {moves}", loc="left", fontsize=12)
        ax.set(yscale="log", ylabel="nats", ylim=(1e-4, 20))
    axes[0].legend(loc=(0.6, 0.14))
    axes[1].set(xlabel="epoch", xticks=range(1, 11))
    return fig
