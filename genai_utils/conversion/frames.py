"""Speech as frames of filter and source, and back: what every method here changes."""

from dataclasses import dataclass

import torch
from torch import Tensor

from genai_utils import audio

KEPT = 32  # coefficients of the mel cepstrum: the envelope without its harmonics
VOICED = 0.5  # the autocorrelation above which a frame has a pitch
ROUNDS = 3  # of filtering: chosen by the phones that are heard in texts of validation words


@dataclass(frozen=True)
class Frames:
    """A sound's envelope and source, a column every 12 ms.

    `cepstrum` is (KEPT, t), a mel cepstrum; `pitch` (t,) in Hz, 0 where there is none.

    >>> Frames(torch.zeros(KEPT, 2), torch.tensor([100.0, 0.0])).pitch
    tensor([100.,   0.])
    """

    cepstrum: Tensor
    pitch: Tensor


def analyse(sound: Tensor) -> Frames:
    """The frames of a sound. (n,) at 22,050 Hz -> 1 + n // 256 frames.

    >>> analyse(torch.zeros(512)).cepstrum.shape
    torch.Size([32, 3])
    """
    cepstrum = audio.mel_cepstrum(audio.log_mel(sound), KEPT)
    return Frames(cepstrum, audio.pitch(sound, least=VOICED, size=512)[0])


def _source(pitch: Tensor, samples: int) -> Tensor:
    """Pulses where there is a pitch and noise where there is none, of about equal power."""
    drawn = torch.randn(samples, generator=torch.Generator().manual_seed(0))
    voiced = audio.per_sample((pitch > 0).float(), samples)
    # A train of h harmonics of amplitude 1 has the power h / 2.
    harmonics = audio.RATE / 2 / audio.per_sample(pitch.clamp(min=60), samples)
    return voiced * audio.pulses(pitch, samples) * (2 / harmonics).sqrt() + (1 - voiced) * drawn


def spoken(frames: Frames, rounds: int = ROUNDS) -> Tensor:
    """A sound with these frames, at 22,050 Hz: the source, filtered to have this envelope.

    >>> spoken(Frames(torch.zeros(KEPT, 5), torch.full((5,), 100.0))).shape  # four hops
    torch.Size([1024])
    """
    count = frames.cepstrum.shape[-1]
    source = _source(frames.pitch, (count - 1) * audio.HOP)
    return audio.with_envelope(source, frames.cepstrum, rounds)
