"""The fifty real digits that a generator has seen, and the first fifty that it draws."""

import matplotlib.pyplot as plt
from shared.families import strip
from shared.stored import arrays

from genai_utils.plots import PALETTE


def draw():
    stored = arrays("augmentation")
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 6.2))
    # Real digits are stored class by class: a column each.
    real = stored["real-5"].reshape(10, 5, 784).swapaxes(0, 1).reshape(50, 784)
    strip(upper, real, 10, "all real digits that there are", PALETTE[0])
    strip(lower, stored["made-5"], 10, "drawn by a model that has seen these", PALETTE[1])
    return fig
