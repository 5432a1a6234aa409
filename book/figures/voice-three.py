"""One sentence in a low voice, converted by the bottleneck, and in the target's own voice.

The pitch of the middle one is that of `eq-pitch-matched`.
"""

import matplotlib.pyplot as plt
from shared import voice

from genai_utils.conversion import example


def draw():
    titles = {
        "source": "The source: eSpeak NG's voice m3",
        "bottleneck": "Converted: the words of m3, the voice of Annie",
        "target": "The target: eSpeak NG's voice Annie, which the converter didn't hear say this",
    }
    figure, axes = plt.subplots(3, 1, figsize=(6.4, 5.4), sharex=True, layout="constrained")
    lasts = [
        voice.spectrogram(axis, example.version(kind, voice.NOTEBOOKS), title)
        for axis, (kind, title) in zip(axes, titles.items(), strict=True)
    ]
    axes[-1].set_xlim(0, max(lasts))
    axes[-1].set_xlabel("seconds", fontsize=9)
    return figure
