"""The pitch of each frame, and whether it has one, by the autocorrelation."""

import torch
from torch import Tensor

from genai_utils.audio.transform import HOP, RATE, require_samples


def pitch(
    samples: Tensor,
    low: float = 60.0,
    high: float = 400.0,
    least: float = 0.6,
    size: int = 1024,
    hop: int = HOP,
    rate: int = RATE,
) -> tuple[Tensor, Tensor]:
    """The pitch in Hz of each frame, 0 where it has none, and the largest autocorrelation.

    (n,) -> two of (1 + n // hop,). The autocorrelation of a lag is divided by the lengths of the
    two parts compared, so that a periodic sound has 1; the pitch is the rate divided by the
    shortest lag that comes within 5 % of the largest, unless that is below `least`.

    >>> tone = torch.sin(torch.arange(4000) * 2 * torch.pi * 110.25 / 22050)  # 200 samples
    >>> pitch(tone)[0][8]
    tensor(110.2500)
    """
    require_samples(samples)
    shortest, longest = int(rate / high), int(rate / low)
    around = torch.nn.functional.pad(samples, (size // 2, size // 2 + longest))
    frames = around.unfold(-1, size + longest, hop)[: 1 + samples.shape[-1] // hop].double()
    own, room = frames[:, :size], 1 << (2 * size + longest).bit_length()
    spectrum = torch.fft.rfft(own, room).conj() * torch.fft.rfft(frames, room)
    products = torch.fft.irfft(spectrum, room)[:, shortest : longest + 1]
    energy = torch.nn.functional.pad((frames**2).cumsum(-1), (1, 0))
    moved = (energy[:, size:] - energy[:, : longest + 1])[:, shortest:]
    lengths = (moved.clamp(min=0) * energy[:, size : size + 1]).sqrt()
    strength = torch.where(lengths > 1e-6 * size, products / lengths.clamp(min=1e-12), 0.0)
    best = strength.max(-1).values
    near = strength >= 0.95 * best[:, None]
    peak = near & (strength >= _beside(strength, 1)) & (strength >= _beside(strength, -1))
    lag = shortest + peak.double().argmax(-1)
    return torch.where(best >= least, rate / lag, 0.0).to(samples), best.to(samples)


def _beside(strength: Tensor, step: int) -> Tensor:
    """The strengths one lag further or back; the ends repeat."""
    last = strength.shape[-1] - 1
    return strength[:, (torch.arange(last + 1) + step).clamp(0, last)]
