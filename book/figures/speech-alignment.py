"""Where the trained network looks while it writes the phones of two words: `eq-attention`."""

import matplotlib.pyplot as plt
import torch
from shared import spoken

from genai_utils import speech
from genai_utils.data.pronunciations import PHONES

WORDS = "thoroughly", "knighthood"


def draw():
    reader = spoken.chain().pronouncer
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 6.2), layout="constrained")
    for ax, word in zip(axes, WORDS, strict=True):
        letters = speech.letters_of([word])
        said = [phone for phone in reader.say(letters)[0].tolist() if phone]
        with torch.no_grad():
            weights = reader(letters, torch.tensor([[0, *said]]))[1][0]
        ax.imshow(weights, cmap="Greys", vmin=0, vmax=1, aspect="auto")
        ax.set_xticks(range(len(word) + 1), [*word, "end"])
        ax.set_yticks(range(len(said) + 1), [*(PHONES[phone - 1] for phone in said), "end"])
        ax.set(xlabel=f"letters of {word}", ylabel="phones")
        ax.grid(visible=False)
    return fig
