"""How many times faster K processes are: measured on CPUs, and by the law to 1,024 devices.

Eq. `eq-speed-up` and `eq-ring-seconds`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils.costs import speed_up
from genai_utils.plots import PALETTE


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("8-compute.measured")["exchange"]
    counts = np.geomspace(1, 1024, 60)
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    ax.plot(counts, counts, ":", color="black", label="K times faster")
    styles = zip(stored["cases"].items(), PALETTE, ("-", "--", "-.", (0, (5, 1))), strict=False)
    for (name, case), colour, line in styles:
        values = [speed_up(k, **case["law"]) for k in counts]
        ax.plot(counts, values, ls=line, color=colour, label=name)
        for count, value in case.get("measured", {}).items():
            ax.plot(int(count), value, "o", color=colour, ms=6)
    ax.set(xscale="log", yscale="log", xlabel="processes or devices, $K$", ylim=(0.1, 1100))
    ax.set_ylabel("times as fast as one")
    ax.legend(fontsize=11)
    return fig
