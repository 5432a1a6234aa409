"""What `train_on_batch` returns for two batches in turns, while nothing is learned."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("5-the-listing-audited.returned")
    calls = range(1, 7)
    fig, ax = plt.subplots(figsize=(6.4, 3.3))
    costs = stored["keras 3.15.1"]["loss of the batch"]
    ax.plot(calls, costs, "_", color="#1a1a1a", ms=30, mew=1.6, label="what the batch costs")
    ax.plot(calls, stored["keras 3.15.1"]["returned"], "o", color=PALETTE[0], label="Keras 3.15.1")
    ax.plot(calls, stored["keras 3.14.1"]["returned"], "-s", color=PALETTE[1], label="Keras 3.14.1")
    ax.set(xlabel="call of train_on_batch", ylabel="nats", ylim=(-0.1, 3.6), xticks=calls)
    ax.legend(ncols=2, loc="upper left", markerscale=0.6)
    return fig
