"""The mel scale: frequencies as the ear spaces them, and the filters that sum over its bands."""

from functools import cache

import torch
from torch import Tensor

from genai_utils.audio.transform import HOP, RATE, SIZE, stft

BANDS = 80
FLOOR = 1e-4  # below this amplitude a band counts as silent


def to_mel(hertz: Tensor) -> Tensor:
    """Frequencies in mel: `eq-mel`.

    >>> to_mel(torch.tensor([0.0, 700.0]))
    tensor([  0.0000, 781.1729])
    """
    return 2595 * torch.log10(1 + hertz / 700)


def to_hertz(mel: Tensor) -> Tensor:
    """The inverse of `to_mel`.

    >>> to_hertz(torch.tensor([0.0, 781.1729]))
    tensor([  0., 700.])
    """
    return 700 * (10 ** (mel / 2595) - 1)


def mel_filters(bands: int = BANDS, size: int = SIZE, rate: int = RATE) -> Tensor:
    """Triangles over the frequencies of a window, equally wide in mel. -> (bands, size // 2 + 1).

    Each rises from its left neighbour's centre to 1 at its own and falls to 0 at the right one's.
    Float64. Raises `ValueError` for fewer bands than one, or so many that one of them is empty.

    >>> mel_filters(2, 8, 12).round(decimals=2)  # centres near 2 and 4 Hz of 0 ... 6
    tensor([[0.0000, 0.7500, 0.5000, 0.0000, 0.0000],
            [0.0000, 0.0000, 0.5000, 0.7500, 0.0000]], dtype=torch.float64)
    """
    return _filters(bands, size, rate).clone()


@cache
def _filters(bands: int, size: int, rate: int) -> Tensor:
    if bands < 1:
        raise ValueError(f"one band or more is needed, but got {bands}.")
    top = to_mel(torch.tensor(rate / 2, dtype=torch.float64))
    edges = to_hertz(torch.linspace(0, 1, bands + 2, dtype=torch.float64) * top)
    hertz = torch.arange(size // 2 + 1, dtype=torch.float64) * rate / size
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (hertz - left) / (centre - left), (right - hertz) / (right - centre)
    filters = torch.minimum(rising, falling).clamp(min=0)
    if (filters.sum(1) == 0).any():
        raise ValueError(
            f"{bands} bands are too many for a window of {size}: its frequencies lie "
            f"{rate / size:.1f} Hz apart, and some band would hold none."
        )
    return filters


def log_mel(
    samples: Tensor, bands: int = BANDS, size: int = SIZE, hop: int = HOP, rate: int = RATE
) -> Tensor:
    """The logarithm of the amplitude in each band. (..., n) -> (..., bands, 1 + n // hop).

    Amplitudes are those of `stft`, divided by the window's sum so that a full sine has 1/2.

    >>> log_mel(torch.zeros(512)).unique()  # silence: the logarithm of the floor
    tensor([-9.2103])
    """
    amplitude = stft(samples, size, hop).abs() * (2 / size)
    return to_log_mel(amplitude, bands, size, rate)


def to_log_mel(amplitude: Tensor, bands: int = BANDS, size: int = SIZE, rate: int = RATE) -> Tensor:
    """Log-mel frames of amplitudes. (..., size // 2 + 1, frames) -> (..., bands, frames).

    >>> to_log_mel(torch.zeros(513, 1)).shape
    torch.Size([80, 1])
    """
    filters = _filters(bands, size, rate).to(amplitude)
    return (filters @ amplitude).clamp(min=FLOOR).log()


@cache
def _inverse(bands: int, size: int, rate: int) -> Tensor:
    return torch.linalg.pinv(_filters(bands, size, rate))


def from_log_mel(frames: Tensor, size: int = SIZE, rate: int = RATE) -> Tensor:
    """Amplitudes that have these log-mel frames, nearly.

    (..., bands, t) -> (..., size // 2 + 1, t). The shortest solution in squares, with what is
    negative set to 0: there are fewer bands than frequencies, so that what lies between harmonics
    inside a band is lost.

    >>> from_log_mel(torch.zeros(80, 2)).shape
    torch.Size([513, 2])
    """
    amplitude = frames.exp()
    return (_inverse(frames.shape[-2], size, rate).to(frames) @ amplitude).clamp(min=0)
