"""What fewer different training digits cost: nats held out and on training digits, and samples."""

import matplotlib.pyplot as plt
from shared.families import COLOUR, MARK
from shared.stored import measured


def line(ax, runs, key, name, style, label=None):
    values = [sum(row[key]) / len(row[key]) for row in runs.values()]
    style = {"color": COLOUR[name], "marker": MARK[name], "ls": style}
    ax.plot([int(number) for number in runs], values, label=label, **style)


def draw():
    amount = measured("3-trade-offs.measured")["amount"]
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 5.4), sharex=True)
    for name, runs in amount.items():
        line(lower, runs, "Fréchet distance", name, "-", name)
        if name != "GAN":
            line(upper, runs, "nats", name, "-", f"{name}, held out")
            line(upper, runs, "nats on training digits", name, "--", "on training digits")
    upper.set(ylabel="nats a digit", ylim=(0, None))
    lower.set(ylabel="Fréchet distance", xlabel="different training digits", xscale="log")
    lower.set(ylim=(0, None))
    lower.set_xticks([100, 1000, 4000], ["100", "1,000", "4,000"])
    lower.minorticks_off()
    upper.legend(ncols=2)
    lower.legend()
    return fig
