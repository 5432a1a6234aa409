"""What the loop records: both losses, and the discriminator's mean answers.

Draws `eq-discriminator-loss` and `eq-generator-non-saturating`.
"""

import matplotlib.pyplot as plt
from shared.stored import arrays

from genai_utils.plots import curves


def draw():
    stored = arrays("GAN")
    epochs = range(1, len(stored["L_D"]) + 1)
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.4), sharex=True)
    losses = {"$L_D$": stored["L_D"], "$L_G$": stored["L_G"]}
    answers = {"mean of $D$ on real digits": stored["real"], "on fakes": stored["fake"]}
    curves(upper, epochs, losses, "", "nats")
    curves(lower, epochs, answers, "epoch", "probability")
    upper.set(ylim=(0, None))
    lower.set(ylim=(0, 1))
    return fig
