"""Every method in the plane of PSNR, `eq-psnr`, and sharpness, `eq-sharpness`."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

# Marker, colour, and where its name stands.
LOOK = {
    "copy": ("s", PALETTE[5], (8, -3), "left"),
    "biharmonic": ("s", PALETTE[6], (-8, 4), "right"),
    "regression": ("D", PALETTE[0], (8, -2), "left"),
    "flow, one": ("o", PALETTE[1], (8, -6), "left"),
    "flow, best of 8": ("^", PALETTE[1], (8, 0), "left"),
    "flow at 0.8, one": ("o", PALETTE[3], (-8, -3), "right"),
    "flow at 0.8, best of 8": ("^", PALETTE[3], (0, 10), "center"),
    "RePaint, one": ("o", PALETTE[2], (0, -16), "center"),
    "RePaint, best of 8": ("^", PALETTE[2], (-8, -3), "right"),
}


def draw():
    rows = measured("6-inpainting.scores")["square"]["rows"]
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    for name, (marker, colour, shift, side) in LOOK.items():
        at = rows[name]["psnr"], rows[name]["sharpness"]
        ax.plot(*at, marker, color=colour, ms=8)
        ax.annotate(name, at, shift, textcoords="offset points", ha=side, color=colour)
    ax.axhline(1, color="#888888", lw=1, ls=":")
    right = ax.get_yaxis_transform()
    ax.text(0.99, 1.005, "as sharp as the truth", transform=right, ha="right", fontsize=9)
    ax.set(xlabel="PSNR inside the hole, decibels", ylabel="sharpness $S$")
    ax.margins(x=0.25)
    return fig
