"""Which of the families' parts each system of the page uses."""

import matplotlib.pyplot as plt
from shared.families import COLOUR

from genai_utils.plots import PALETTE

PARTS = ("small\ncode", "discrimi-\nnator", "autore-\ngressive", "diffusion\nor flow", "attention")
MARKS = ("s", "o", "^", "D", "*")
COLOURS = (COLOUR["VAE"], COLOUR["GAN"], COLOUR["autoregressive"], PALETTE[5], PALETTE[0])
SYSTEMS = {
    "pictures": {
        "latent diffusion": "sodA",
        "codes and transformer": "soaA",
        "StyleGAN2-ADA": "o",
        "guided diffusion": "dA",
        "context encoder": "o",
    },
    "speech": {"WaveNet": "a", "Tacotron 2": "aA", "HiFi-GAN": "o", "VITS": "sodA", "AutoVC": "s"},
    "language": {"GPT-2, GPT-3": "aA"},
}


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 4.8))
    y, ticks = 0, {}
    for field, systems in SYSTEMS.items():
        ax.text(-0.55, y, field, ha="right", va="center", weight="bold")
        for name, parts in systems.items():
            y += 1
            ticks[y] = name
            for x, letter in enumerate("soadA"):
                if letter in parts:
                    ax.plot(x, y, MARKS[x], color=COLOURS[x], ms=11)
        y += 1.4
    ax.set_yticks(list(ticks), ticks.values())
    ax.set_xticks(range(5), PARTS)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set(xlim=(-0.5, 4.5), ylim=(y - 0.8, -0.6))
    return fig
