"""The gigabytes on disk: the builder alone, and all that notebooks and tests need."""

import json

import matplotlib.pyplot as plt
from shared.practice import MUTED
from shared.stored import ROOT

from genai_utils.plots import PALETTE


def stored(name):
    return json.loads((ROOT / "benchmarks" / f"{name}.json").read_text(encoding="utf-8"))


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    installs, whole = stored("installs"), stored("environment")
    builder = installs["builder"]["GB"]
    torch = whole["GB of PyTorch"]
    rest = whole["GB of .venv"] - torch - builder
    (served,) = (cost["GB"] for name, cost in installs.items() if name.startswith("torch"))
    bars = {
        "make book": (builder, 0, 0),
        "make lab,\nPyTorch for CPUs": (builder, rest, torch),
        "make lab,\nPyTorch of PyPI": (builder, rest, served),
    }
    fig, ax = plt.subplots(figsize=(6.4, 2.9))
    names = ("the builder", "notebooks and tests", "PyTorch")
    left = [0.0] * len(bars)
    for part, (name, colour) in enumerate(
        zip(names, (PALETTE[0], PALETTE[2], PALETTE[1]), strict=True)
    ):
        width = [parts[part] for parts in bars.values()]
        hatch = {"facecolor": colour, "edgecolor": "white", "hatch": ("", "..", "//")[part]}
        ax.barh(list(bars), width, left=left, label=name, **hatch)
        left = [a + b for a, b in zip(left, width, strict=True)]
    for row, total in enumerate(left):
        ax.text(total + 0.1, row, f"{total:.1f} GB", va="center", color=MUTED)
    ax.set(xlim=(0, 7.4), xlabel="GB on disk")
    ax.invert_yaxis()
    ax.legend(loc="upper right")
    return fig
