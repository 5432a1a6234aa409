"""Spectrograms of the page on voice conversion."""

from pathlib import Path

import torch

from genai_utils import audio

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"
QUIET, LOUD = -8.0, -1.5  # natural logarithms of an amplitude


def spectrogram(axes, sound, title):
    """A sound as grey levels: time to the right, mel bands upwards, loud is dark."""
    frames = audio.log_mel(sound).numpy()
    seconds = frames.shape[1] * audio.HOP / audio.RATE
    extent = (0, seconds, 0, audio.BANDS)
    axes.imshow(
        frames, "Greys", vmin=QUIET, vmax=LOUD, origin="lower", aspect="auto", extent=extent
    )
    axes.set_title(title, loc="left", fontsize=9)
    marks = audio.to_mel(torch.tensor([500.0, 1000, 2000, 4000, 8000]))
    heights = marks / audio.to_mel(torch.tensor(audio.RATE / 2)) * audio.BANDS
    axes.set_yticks(heights.tolist(), ["0.5", "1", "2", "4", "8"], fontsize=9)
    axes.set_ylabel("kHz", fontsize=9)
    axes.grid(False)
    return seconds
