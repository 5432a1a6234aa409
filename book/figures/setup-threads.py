"""Seconds that the same five epochs took with one thread and with two, on two busy cores."""

import json

import matplotlib.pyplot as plt
from shared.stored import ROOT

from genai_utils.plots import PALETTE


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    path = ROOT / "benchmarks" / "environment.json"
    stored = json.loads(path.read_text(encoding="utf-8"))["seconds by threads"]
    fig, ax = plt.subplots(figsize=(6.4, 2.1))
    for row, (_threads, seconds) in enumerate(stored.items()):
        ax.plot(seconds, [row] * len(seconds), "os"[row], color=PALETTE[row], ms=9)
        for second in seconds:
            ax.text(second, row - 0.22, f"{second}", ha="center", va="bottom", fontsize=10)
    ax.set(xscale="log", xlim=(0.3, 40), ylim=(1.5, -0.8), xlabel="seconds on the clock")
    ax.set_yticks(
        range(len(stored)), [f"{threads} thread{'s' * (threads != '1')}" for threads in stored]
    )
    ax.set_xticks([0.5, 1, 2, 5, 10, 20], ["0.5", "1", "2", "5", "10", "20"])
    ax.minorticks_off()
    return fig
