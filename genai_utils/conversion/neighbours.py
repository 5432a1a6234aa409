"""Conversion without training: each frame becomes the mean of the target's nearest frames."""

from collections.abc import Sequence

import torch
from torch import Tensor

from genai_utils.conversion.corpus import Spoken
from genai_utils.conversion.frames import Frames
from genai_utils.conversion.voice import Voice, pitch_matched, standard

NEAREST = 4


class Neighbours:
    """The frames of a target, and how a source's frames find their nearest among them.

    Both are standardised by their own voice: otherwise the nearest frame is the one that sounds
    most like the source. kNN-VC (baas2023voice) compares features of a large network instead.

    >>> from genai_utils.conversion.corpus import recorded
    >>> from genai_utils.conversion.voice import voice_of
    >>> said = [recorded("we were away", 0)]
    >>> found = Neighbours(said, 0, voice_of(said, 0))
    >>> bool(torch.allclose(found(said[0].frames, found.voice, nearest=1).cepstrum, found.bank))
    True
    """

    def __init__(self, utterances: Sequence[Spoken], speaker: int, voice: Voice) -> None:
        own = [each.frames.cepstrum for each in utterances if each.speaker == speaker]
        if not own:
            raise ValueError(f"utterances of speaker {speaker} are needed, but there are none.")
        self.bank, self.voice = torch.cat(own, 1), voice
        self.keys = standard(self.bank, voice)

    def __call__(self, frames: Frames, source: Voice, nearest: int = NEAREST) -> Frames:
        """The mean of the `nearest` frames: `eq-nearest-frames`. Pitch is matched."""
        cepstrum = self.bank[:, self.found(standard(frames.cepstrum, source), nearest)].mean(-1)
        return Frames(cepstrum, pitch_matched(frames.pitch, source, self.voice))

    def found(self, asked: Tensor, nearest: int) -> Tensor:
        """Which frames of the bank are nearest to each asked one. (KEPT, t) -> (t, nearest)."""
        if not 1 <= nearest <= self.keys.shape[1]:
            raise ValueError(f"1 to {self.keys.shape[1]} frames can be near, but got {nearest}.")
        return torch.cdist(asked.T, self.keys.T).topk(nearest, largest=False).indices
