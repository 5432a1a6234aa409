"""The short-time Fourier transform and the sound that fits a spectrogram best."""

import torch
from torch import Tensor

RATE = 22050  # samples a second
SIZE = 1024  # samples a window: 46 ms
HOP = 256  # samples from one frame to the next: 12 ms


def hann(size: int = SIZE) -> Tensor:
    """The periodic Hann window, sin² of half a turn. -> (size,) of float64.

    >>> hann(4)
    tensor([0.0000, 0.5000, 1.0000, 0.5000], dtype=torch.float64)
    """
    require_window(size, 1)
    turn = torch.arange(size, dtype=torch.float64) / size
    return (0.5 - 0.5 * torch.cos(2 * torch.pi * turn)).abs()


def stft(samples: Tensor, size: int = SIZE, hop: int = HOP) -> Tensor:
    """The short-time Fourier transform `eq-stft`. (..., n) -> (..., size // 2 + 1, 1 + n // hop).

    Frame t is centred on sample t · hop; beyond its ends the sound is silent. A row is a frequency,
    from 0 to half the rate. Raises `ValueError` for a hop that doesn't divide the size at least
    twice, and unless the samples are real numbers.

    >>> stft(torch.ones(8), size=4, hop=2).abs()[0]  # frequency 0: the sum of the window
    tensor([1.5000, 2.0000, 2.0000, 2.0000, 0.5000])
    """
    require_window(size, hop)
    require_samples(samples)
    around = torch.nn.functional.pad(samples, (size // 2, size // 2))
    frames = around.unfold(-1, size, hop) * hann(size).to(samples)
    return torch.fft.rfft(frames).transpose(-1, -2)


def istft(spectrum: Tensor, samples: int, size: int = SIZE, hop: int = HOP) -> Tensor:
    """The sound whose transform is nearest to `spectrum` in squares: `eq-istft`.

    (..., size // 2 + 1, frames) -> (..., samples). Of a sound's own transform it is that sound.
    Raises `ValueError` if the shape doesn't fit the window, or the number of samples the frames.

    >>> sound = torch.tensor([1.0, -2.0, 3.0, 0.5])
    >>> istft(stft(sound, 4, 2), 4, 4, 2)
    tensor([ 1.0000, -2.0000,  3.0000,  0.5000])
    """
    require_window(size, hop)
    require_spectrum(spectrum, samples, size, hop)
    window = hann(size).to(spectrum.real)
    frames = torch.fft.irfft(spectrum.transpose(-1, -2), size) * window
    weights = (window**2).expand(spectrum.shape[-1], size)
    inside = slice(size // 2, size // 2 + samples)
    total, weight = (
        overlap_add(part, hop, samples + size)[..., inside] for part in (frames, weights)
    )
    return total / weight.clamp(min=1e-8)  # 0 only behind the last frame, where nothing is known


def overlap_add(frames: Tensor, hop: int, length: int) -> Tensor:
    """The sum of frames laid `hop` apart. (..., frames, size) -> (..., length).

    >>> overlap_add(torch.ones(2, 4), 2, 6)
    tensor([1., 1., 2., 2., 1., 1.])
    """
    count, size = frames.shape[-2:]
    places = (hop * torch.arange(count)[:, None] + torch.arange(size)).flatten().to(frames.device)
    room = max(length, int(places[-1]) + 1)
    total = frames.new_zeros(*frames.shape[:-2], room)
    return total.index_add(-1, places, frames.flatten(-2))[..., :length]


def require_window(size: int, hop: int) -> None:
    """Raise `ValueError` unless windows of this size and hop cover each sample twice or more."""
    if size < 4 or size % 2 or not 1 <= hop <= size // 2:
        raise ValueError(
            f"an even size of 4 or more and a hop of half of it at most are needed, but got "
            f"size={size}, hop={hop}: between windows further apart samples would be lost."
        )


def require_samples(samples: Tensor) -> None:
    """Raise `ValueError` unless `samples` are a sound: one or more finite real numbers a row."""
    real = isinstance(samples, Tensor) and samples.is_floating_point()
    if not real or samples.dim() == 0 or samples.shape[-1] == 0:
        given = (
            f"{tuple(samples.shape)} of {samples.dtype}"
            if isinstance(samples, Tensor)
            else "no tensor"
        )
        raise ValueError(
            f"samples must be floating-point numbers (..., n), but got {given}: whole numbers from "
            "a file are divided by their largest value first."
        )
    if not torch.isfinite(samples).all():
        raise ValueError("samples must be finite, but some are NaN or infinite.")


def require_spectrum(spectrum: Tensor, samples: int, size: int, hop: int) -> None:
    """Raise `ValueError` unless `stft` gives this shape for so many samples."""
    wanted = (size // 2 + 1, 1 + samples // hop)
    if tuple(spectrum.shape[-2:]) != wanted:
        raise ValueError(
            f"{samples} samples with size={size}, hop={hop} have a spectrum of (..., {wanted[0]}, "
            f"{wanted[1]}), but got {tuple(spectrum.shape)}: rows are frequencies, columns frames."
        )
