"""A sound from amplitudes alone: Griffin and Lim's alternating projections."""

import torch
from torch import Tensor

from genai_utils.audio.mel import from_log_mel
from genai_utils.audio.transform import HOP, SIZE, istft, stft


def with_amplitude(spectrum: Tensor, amplitude: Tensor) -> Tensor:
    """The nearest spectrum that has this amplitude: the phase stays. `eq-griffin-lim`.

    >>> with_amplitude(torch.tensor([3 + 4j, 0j]), torch.tensor([10.0, 2.0]))
    tensor([6.+8.j, 2.+0.j])
    """
    return torch.polar(amplitude, spectrum.angle())


def consistent(spectrum: Tensor, samples: int, size: int = SIZE, hop: int = HOP) -> Tensor:
    """The nearest spectrum that some sound has. `eq-istft`.

    >>> sound = torch.tensor([1.0, -2.0, 3.0, 0.5])
    >>> spectrum = stft(sound, 4, 2)
    >>> bool(torch.allclose(consistent(spectrum, 4, 4, 2), spectrum, atol=1e-6))
    True
    """
    return stft(istft(spectrum, samples, size, hop), size, hop)


def length(spectrum: Tensor) -> Tensor:
    """The Euclidean length of a spectrum of real sound, both halves counted. (..., k, t) -> (...).

    Rows 0 and last stand once in a full transform, and each between them twice.

    >>> length(torch.ones(3, 1))  # 1 + 2 + 1 squares
    tensor(2.)
    """
    weights = torch.full((spectrum.shape[-2], 1), 2.0, device=spectrum.device)
    weights[0] = weights[-1] = 1
    return (weights * spectrum.abs() ** 2).sum((-1, -2)).sqrt()


def griffin_lim(
    amplitude: Tensor,
    samples: int,
    steps: int = 60,
    size: int = SIZE,
    hop: int = HOP,
    seed: int = 0,
) -> tuple[Tensor, list[float]]:
    """A sound whose transform has nearly this amplitude, and the inconsistency of each step.

    `eq-griffin-lim`, from random phases. (size // 2 + 1, frames) -> (samples,). The inconsistency
    is the distance of the sound's amplitude from the given one, divided by the latter's length; by
    `eq-griffin-lim-descent` it never rises. Raises `ValueError` for negative amplitudes.

    >>> tone = torch.sin(torch.arange(512) * 0.3)
    >>> sound, gaps = griffin_lim(stft(tone, 64, 16).abs(), 512, 5, 64, 16)
    >>> sound.shape, gaps == sorted(gaps, reverse=True)
    (torch.Size([512]), True)
    """
    if steps < 1 or (amplitude < 0).any():
        raise ValueError(f"one step or more and amplitudes >= 0 are needed, but got {steps} steps.")
    drawn = torch.rand(amplitude.shape, generator=torch.Generator().manual_seed(seed))
    spectrum = torch.polar(amplitude, 2 * torch.pi * drawn.to(amplitude))
    gaps = []
    for _ in range(steps):
        sound = istft(spectrum, samples, size, hop)
        possible = stft(sound, size, hop)
        gaps.append((length(possible.abs() - amplitude) / length(amplitude)).item())
        spectrum = with_amplitude(possible, amplitude)
    return sound, gaps


def sung(mel: Tensor, steps: int = 30, seed: int = 0) -> Tensor:
    """The sound that Griffin and Lim find for log-mel frames. (bands, t) -> (256 (t - 1),).

    >>> sung(torch.zeros(80, 5), steps=2).shape
    torch.Size([1024])
    """
    sizes = from_log_mel(mel) * (SIZE / 2)
    return griffin_lim(sizes, HOP * (mel.shape[1] - 1), steps, seed=seed)[0]
