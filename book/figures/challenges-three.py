"""Three challenges as curves: operations and bits, a promise and an attack, a text and its mark.

Lowest of the trainings that draw `eq-scaling-law`; areas as in `eq-roc-area`; `eq-watermark-power`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils.plots import PALETTE

READ = 2048  # characters in a step


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    fig, (cost, privacy, mark) = plt.subplots(3, 1, figsize=(6.4, 8.4), layout="constrained")
    rows = measured("8-compute.measured")["trainings"]["grid"]
    work = np.array([6 * row["N"] * READ * row["steps"] for row in rows])
    bits = np.array([row["validation"] for row in rows])
    order = work.argsort()
    cost.plot(work, bits, ".", color=PALETTE[0], alpha=0.4)
    cost.step(work[order], np.minimum.accumulate(bits[order]), color=PALETTE[0], where="post")
    cost.set(xscale="log", xlabel="operations of the training", ylabel="bits a character")
    stored = measured("8-privacy.measured")["vae"]
    epsilons = ["0.5", "1", "2", "4", "8", "16", "32"]
    runs = [stored[f"epsilon {e}"] for e in epsilons] + [stored["2,000 digits"]]
    names = [*epsilons, "none"]
    privacy.plot(names, [np.mean(run["reference"]["area"]) for run in runs], "o-", color=PALETTE[1])
    privacy.set(xlabel=r"$\varepsilon$ promised", ylabel="area of the attack", ylim=(0.45, 1.03))
    quality = privacy.twinx()
    quality.plot(names, [run["test"] for run in runs], "s--", color=PALETTE[2])
    quality.set_ylabel("nats of unseen digits (squares)")
    found = measured("8-ethics.watermark")["lengths"]
    length = [row["length"] for row in found]
    mark.fill_between(
        length, [r["low"] for r in found], [r["high"] for r in found], color=PALETTE[3], alpha=0.25
    )
    mark.plot(length, [r["share"] for r in found], "o", color=PALETTE[3], label="measured")
    mark.plot(length, [r["derived"] for r in found], color="black", lw=1, label="derived")
    mark.set(xlabel="characters of a marked text", ylabel="share that is found", ylim=(0, 1.05))
    mark.legend(loc="lower right")
    return fig
