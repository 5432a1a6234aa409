"""What taking out duplicates does to planted secrets: the rank of the digits by repetitions."""

import matplotlib.pyplot as plt
from shared.stored import measured

TIMES = (0, 1, 2, 4, 8, 16, 32, 64)
KINDS = {
    "planted": ("o-", "as planted"),
    "planted, once": ("s--", "each paragraph once"),
    "varied, once": ("^-.", "varied copies, each paragraph once"),
    "varied, no shared": ("v:", "varied copies, like paragraphs out"),
}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("8-privacy.measured")["secrets"]
    fig, ax = plt.subplots(figsize=(6.4, 4.4), layout="constrained")
    for kind, (style, name) in KINDS.items():
        ax.semilogy(range(len(TIMES)), stored[kind]["rank"], style, label=name)
    ax.axhline(251, color="#666666", ls=":", lw=1)
    ax.annotate("chance", (0, 251), (4, 5), textcoords="offset points", fontsize=11)
    ax.set_xticks(range(len(TIMES)), TIMES)
    ax.set(xlabel="times in the training text", ylabel="median rank of 501")
    fig.legend(loc="outside upper center", ncols=2, fontsize=10.5)
    return fig
