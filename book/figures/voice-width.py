"""The width of the code against what both listeners hear, after the loss `eq-bottleneck-loss`."""

import matplotlib.pyplot as plt
from shared import stored

from genai_utils.plots import PALETTE

KINDS = {"phones": ("phones still heard", "o", -18), "target": ("taken for the target", "s", 8)}


def draw():
    networks = stored.measured("6-voice-conversion.measured")["networks"]
    plain = {int(kind.split()[1]): runs for kind, runs in networks.items() if "bottle" in kind}
    widths = sorted(plain)
    figure, axis = plt.subplots(figsize=(6.4, 3.2), layout="constrained")
    for (key, (name, marker, up)), colour in zip(KINDS.items(), PALETTE, strict=False):
        means = [plain[width]["0"][key] for width in widths]
        axis.plot(widths, means, marker=marker, color=colour)
        axis.annotate(
            name, (widths[0], means[0]), (8, up), textcoords="offset points", color=colour
        )
        hidden = networks["disguise 32"]["0"][key]
        axis.plot([32], [hidden], marker=marker, color=colour, mfc="white", ms=9, ls="none")
    axis.annotate("hollow: disguised", (32, 1), (-8, 6), textcoords="offset points", ha="right")
    axis.set_xscale("log", base=2)
    axis.set_xticks(widths, [str(width) for width in widths])
    axis.set(xlabel="numbers of the code, a frame", ylabel="share", ylim=(0, 1.12))
    return figure
