"""The inconsistency of Griffin and Lim's steps never rises. It draws `eq-griffin-lim-descent`."""

import matplotlib.pyplot as plt

from genai_utils import audio, speech
from genai_utils.plots import PALETTE

STEPS = 30


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3))
    sound = speech.teacher("The morning train was late.")[: 120 * audio.HOP]
    true = audio.stft(sound).abs()
    from_mel = audio.from_log_mel(audio.log_mel(sound)) * (audio.SIZE / 2)
    for sizes, colour, style, name in (
        (true, PALETTE[0], "-", "true sizes"),
        (from_mel, PALETTE[1], "--", "sizes from 80 mel bands"),
    ):
        for seed in range(3):
            gaps = audio.griffin_lim(sizes, len(sound), STEPS, seed=seed)[1]
            label = name if seed == 0 else None
            ax.plot(range(1, STEPS + 1), gaps, style, color=colour, lw=1.2, label=label)
    ax.set(xlabel="steps", ylabel="inconsistency", ylim=(0, None))
    ax.legend()
    return fig
