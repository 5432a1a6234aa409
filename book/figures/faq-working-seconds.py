"""What each notebook costs at most: the CPU seconds that its own first lines promise."""

import json
import re

import matplotlib.pyplot as plt
from shared.stored import ROOT

from genai_utils.plots import PALETTE

COST = re.compile(r"at most (\d+) s of one CPU core")


def promised(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return int(COST.search("".join(cells[0]["source"]))[1])


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    seconds = {path.stem: promised(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    fig, ax = plt.subplots(figsize=(6.4, 0.8 + 0.22 * len(seconds)))  # a line of text each
    ax.barh(list(seconds), seconds.values(), color=PALETTE[0])
    ax.invert_yaxis()
    ax.set(xlabel="seconds of one processor core, at most")
    ax.grid(False, axis="y")
    return fig
