"""Answers to the exercises on speech."""

import numpy as np
import torch


def window_numbers():
    """Rows of a window of 1,024 samples, frames in a second, and how long a short window is."""
    return {"Hz between rows": 21.5, "frames of a second": 87.0, "milliseconds of 128 samples": 5.8}


def with_sizes(spectrum, sizes):
    """The nearest table to `spectrum` that has these sizes; where it is 0, the angle is 0."""
    length = spectrum.abs()
    direction = torch.where(length > 0, spectrum / length, 1.0)
    return sizes * direction


def duration_loss(log_frames, frames):
    """The squared error of each duration's logarithm. Twice (k,) -> (k,)."""
    return (log_frames - frames.log()) ** 2


def mel_matrix(bands, size, rate):
    """Triangles as high as 1, equally wide in mel, over the rows of a transform.

    -> (bands, size // 2 + 1)
    """
    top = 2595 * np.log10(1 + rate / 2 / 700)
    mel = torch.linspace(0, top, bands + 2, dtype=torch.double)
    edges = 700 * (10 ** (mel / 2595) - 1)
    hertz = torch.arange(size // 2 + 1) * rate / size
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (hertz - left) / (centre - left), (right - hertz) / (right - centre)
    return torch.minimum(rising, falling).clamp(min=0)


def alignment_diagnosis():
    """The failure of each alignment, and the quantity that shows it."""
    return {
        "A": ("weights over the wrong axis", "sum of the weights"),
        "B": ("query not used", "letter looked at"),
        "C": ("nothing is wrong", "letter looked at"),
    }
