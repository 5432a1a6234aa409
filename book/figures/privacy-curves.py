"""The curves of three attacks on a closely fitted VAE, and of the best on one with DP-SGD.

Eq. `eq-roc`, with the line of `eq-dp-roc` for the epsilon of the second.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils import privacy


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    found = measured("8-privacy.measured")
    stored, false = found["vae"], found["false alarms"][1:]
    fig, (plain, private) = plt.subplots(2, 1, figsize=(6.4, 6.6), sharex=True, sharey=True)
    names = {"score": "the bound alone", "reference": "less its mean elsewhere"}
    names |= {"ratio": "likelihood ratio"}
    for axes, model in ((plain, "2,000 digits"), (private, "epsilon 8")):
        for (kind, name), style in zip(names.items(), (":", "--", "-"), strict=True):
            axes.plot(false, stored[model][kind]["curve"][1:], style, label=name)
        axes.plot(false, false, color="#888888", lw=1)
        axes.axvline(0.01, color="#888888", lw=0.8, ls=":")
        axes.set(xscale="log", yscale="log", xlim=(1e-3, 1), ylim=(3e-4, 1.3), ylabel="caught")
    fine = np.geomspace(1e-3, 1, 200)
    promised = privacy.most_caught(fine, epsilon=1.0, delta=1e-5)
    private.plot(fine, promised, color="black", lw=1, label=r"what $\varepsilon = 1$ would allow")
    plain.set(title="trained for 6,000 steps")
    private.set(title=r"trained with DP-SGD, $\varepsilon = 8$", xlabel="false alarms")
    plain.legend(loc="lower right")
    private.legend(loc="lower right")
    return fig
