"""Speech as a source, pulses or noise, that a filter colours."""

import torch
from torch import Tensor

from genai_utils.audio.transform import HOP, RATE


def per_sample(frames: Tensor, samples: int, hop: int = HOP) -> Tensor:
    """Values of frames drawn out to samples, on straight lines between. (..., t) -> (..., samples).

    >>> per_sample(torch.tensor([0.0, 1.0]), 4, hop=2)
    tensor([0.0000, 0.5000, 1.0000, 1.0000])
    """
    at = torch.arange(samples, device=frames.device) / hop
    left = at.long().clamp(max=frames.shape[-1] - 1)
    right = (left + 1).clamp(max=frames.shape[-1] - 1)
    share = (at - left).clamp(0, 1).to(frames)
    return frames[..., left] * (1 - share) + frames[..., right] * share


def pulses(pitch: Tensor, samples: int, hop: int = HOP, rate: int = RATE) -> Tensor:
    """A train of pulses of the given pitch in Hz a frame: `eq-pulses`. (t,) -> (samples,).

    It is the sum of all harmonics below half the rate, of amplitude 1 each, written in closed form;
    so a pulse may fall between two samples without a false tone. 0 Hz is silent.

    >>> pulses(torch.tensor([2000.0, 2000.0]), 4, rate=8000).round()  # one harmonic below 4 kHz
    tensor([ 1.,  0., -1., -0.])
    """
    hertz = per_sample(pitch, samples, hop)
    turn = torch.cumsum(hertz.double() / rate, -1)
    turn = turn - turn[..., :1]
    count = torch.where(hertz > 0, torch.ceil(rate / 2 / hertz.clamp(min=1)) - 1, 0).double()
    half = torch.sin(torch.pi * turn)
    closed = (
        torch.sin((2 * count + 1) * torch.pi * turn) / torch.where(half.abs() < 1e-9, 1, half) - 1
    ) / 2
    return torch.where(half.abs() < 1e-9, count, closed).to(pitch)


def resonances(
    hertz: list[float], widths: list[float], size: int = 1024, rate: int = RATE
) -> Tensor:
    """The amplitude response of resonators in a row, a vowel's formants: `eq-resonator`.

    Each has its centre and its width in Hz, and the response 1 at 0 Hz. -> (size // 2 + 1,).

    >>> resonances([500.0], [100.0], size=8, rate=8000)[0]
    tensor(1.)
    """
    if len(hertz) != len(widths) or not hertz:
        raise ValueError(f"a width for each centre is needed, but got {hertz} and {widths}.")
    at = torch.exp(-2j * torch.pi * torch.arange(size // 2 + 1) / size)
    response = torch.ones(size // 2 + 1)
    for centre, width in zip(hertz, widths, strict=True):
        radius = torch.exp(torch.tensor(-torch.pi * width / rate))
        turn = torch.tensor(2 * torch.pi * centre / rate)
        bottom = 1 - 2 * radius * torch.cos(turn) * at + radius**2 * at**2
        response = response * (bottom[0] / bottom).abs()
    return response
