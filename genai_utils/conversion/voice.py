"""What a voice is on average, and the three simplest conversions: pitch, mean, mean and spread."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from genai_utils.conversion.corpus import Spoken
from genai_utils.conversion.frames import Frames

HIGHEST = 400.0  # Hz; `analyse` finds no higher pitch, and a judge has heard none


@dataclass(frozen=True)
class Voice:
    """Mean and standard deviation of a voice's cepstra, (KEPT, 1) each, and of its log pitch.

    >>> Voice(torch.zeros(2, 1), torch.ones(2, 1), pitch_mean=4.6, pitch_spread=0.2).pitch_mean
    4.6
    """

    mean: Tensor
    spread: Tensor
    pitch_mean: float
    pitch_spread: float


def voice_of(utterances: Sequence[Spoken], speaker: int) -> Voice:
    """The statistics of all utterances of one speaker. Raises `ValueError` if there are none.

    >>> from genai_utils.conversion.corpus import recorded
    >>> low, high = (voice_of([recorded("we were away", n)], n) for n in (1, 3))
    >>> low.pitch_mean < high.pitch_mean
    True
    """
    own = [each.frames for each in utterances if each.speaker == speaker]
    if not own:
        raise ValueError(f"utterances of speaker {speaker} are needed, but there are none.")
    cepstra = torch.cat([frames.cepstrum for frames in own], 1)
    pitch = torch.cat([frames.pitch for frames in own])
    logs = pitch[pitch > 0].log()
    mean, spread = cepstra.mean(1, keepdim=True), cepstra.std(1, keepdim=True)
    return Voice(mean, spread, logs.mean().item(), logs.std().item())


def pitch_matched(pitch: Tensor, source: Voice, target: Voice) -> Tensor:
    """A pitch with the target's mean and spread of its logarithm: `eq-pitch-matched`. (t,) -> (t,).

    0, no pitch, stays 0.

    >>> a, b = (Voice(torch.zeros(2, 1), torch.ones(2, 1), mean, 1.0) for mean in (4.0, 5.0))
    >>> pitch_matched(torch.tensor([0.0, 100.0]), a, b)
    tensor([  0.0000, 271.8282])
    """
    logs = pitch.clamp(min=1).log()
    moved = (logs - source.pitch_mean) / source.pitch_spread * target.pitch_spread
    return torch.where(pitch > 0, (moved + target.pitch_mean).exp(), 0.0).clamp(max=HIGHEST)


def standard(cepstrum: Tensor, voice: Voice) -> Tensor:
    """Cepstra less the voice's mean, in units of its spread. (KEPT, t) -> (KEPT, t)."""
    return (cepstrum - voice.mean) / voice.spread


def mean_matched(frames: Frames, source: Voice, target: Voice) -> Frames:
    """Pitch matched, and the mean spectrum replaced by the target's: `eq-mean-matched`.

    >>> a, b = (Voice(torch.full((2, 1), m), torch.ones(2, 1), 4.0, 1.0) for m in (1.0, 3.0))
    >>> mean_matched(Frames(torch.ones(2, 1), torch.zeros(1)), a, b).cepstrum[0]
    tensor([3.])
    """
    cepstrum = frames.cepstrum - source.mean + target.mean
    return Frames(cepstrum, pitch_matched(frames.pitch, source, target))


def spread_matched(frames: Frames, source: Voice, target: Voice) -> Frames:
    """As `mean_matched`, and each coefficient's spread is the target's, too.

    >>> a, b = (Voice(torch.zeros(2, 1), torch.full((2, 1), s), 4.0, 1.0) for s in (1.0, 2.0))
    >>> spread_matched(Frames(torch.ones(2, 1), torch.zeros(1)), a, b).cepstrum[0]
    tensor([2.])
    """
    cepstrum = standard(frames.cepstrum, source) * target.spread + target.mean
    return Frames(cepstrum, pitch_matched(frames.pitch, source, target))
