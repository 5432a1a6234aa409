"""A sentence by its teacher with its words, and by our chain with its phones."""

import matplotlib.pyplot as plt
from shared import spectrogram, spoken

from genai_utils import audio, speech
from genai_utils.data import voices


def draw():
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 4.6))
    ours = spoken.chain().say(spoken.SENTENCE, temperature=0.3)
    spectrogram.draw(axes[0], speech.teacher(spoken.SENTENCE), top=6)
    spectrogram.draw(axes[1], spoken.chain().clearer(ours), top=6)
    words = voices.say(spoken.SENTENCE, speech.VOICE, speech.RATE).words
    for number, word in enumerate(words):
        axes[0].text(word.start / audio.RATE, 6.15 + 0.6 * (number % 2), word.name, fontsize=9)
    starts = (ours.samples.cumsum(0) - ours.samples) / audio.RATE
    for number, (symbol, start) in enumerate(zip(ours.symbols, starts.tolist(), strict=True)):
        axes[1].text(start, 6.15 + 0.6 * (number % 2), symbol.rstrip("012"), fontsize=9)
    axes[0].set_ylabel("the teacher\nkHz")
    axes[1].set(xlabel="seconds", ylabel="our chain\nkHz")
    return fig
