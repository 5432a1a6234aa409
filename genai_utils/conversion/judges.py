"""Two listeners trained apart, on real speech of texts that no conversion sees: who, and what."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from genai_utils.conversion.corpus import Spoken
from genai_utils.conversion.frames import KEPT, Frames
from genai_utils.conversion.networks import stacked
from genai_utils.conversion.segments import Segments
from genai_utils.conversion.training import fitted

STEPS = 800
TRAINED = 4e-3  # the highest learning rate


def heard(frames: Frames) -> Tensor:
    """What a listener gets: the cepstrum, and of the pitch whether there is one and its logarithm.

    (KEPT + 2, t).
    """
    voiced = (frames.pitch > 0).float()
    logs = voiced * (frames.pitch.clamp(min=60).log() - 5)
    return torch.cat([frames.cepstrum, voiced[None], logs[None]])


@dataclass(frozen=True)
class Verdict:
    """The share of frames whose phone is heard, and who is heard with and without the pitch.

    >>> Verdict(phones=0.8, speaker=1, speaker_by_spectrum=1).phones
    0.8
    """

    phones: float
    speaker: int
    speaker_by_spectrum: int


class Judges(nn.Module):
    """A listener to phones, and two to speakers: one hears all, one no pitch.

    >>> judges = Judges(["a", "_"], speakers=2)
    >>> silence = Frames(torch.zeros(KEPT, 3), torch.zeros(3))
    >>> judges.listen(silence, ["a", "a", "_"]).phones in (0, 1)
    True
    """

    mean: Tensor
    spread: Tensor

    def __init__(self, phones: Sequence[str], speakers: int) -> None:
        super().__init__()
        self.known = {name: number for number, name in enumerate(phones)}
        self.phones = stacked(KEPT, len(phones))
        self.spectrum = stacked(KEPT, speakers)
        self.speakers = stacked(KEPT + 2, speakers)
        self.register_buffer("mean", torch.zeros(KEPT + 2, 1))
        self.register_buffer("spread", torch.ones(KEPT + 2, 1))

    def logits(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Of each frame's phone (n, phones, t), and of the speaker by all and by the spectrum.

        Those of speakers, (n, speakers), are the means over all frames.
        """
        x = (x - self.mean) / self.spread
        who, by_spectrum = self.speakers(x).mean(-1), self.spectrum(x[:, :KEPT]).mean(-1)
        return self.phones(x[:, :KEPT]), who, by_spectrum

    @torch.no_grad()
    def listen(self, frames: Frames, phones: Sequence[str]) -> Verdict:
        """The verdict on frames that should be these phones; pauses, "_", don't count."""
        what, who, by_spectrum = self.logits(heard(frames)[None])
        asked = torch.tensor([self.known.get(name, -1) for name in phones])
        sounding = torch.tensor([name != "_" for name in phones])
        right = what[0].argmax(0)[: len(phones)] == asked[: what.shape[-1]]
        share = right[sounding[: len(right)]].float().mean().item()
        return Verdict(share, int(who.argmax()), int(by_spectrum.argmax()))


def trained_judges(utterances: Sequence[Spoken], steps: int = STEPS, seed: int = 0) -> Judges:
    """Judges of all phones and speakers of these utterances. A quarter of a minute of one core.

    >>> from genai_utils.conversion.corpus import recorded
    >>> judges = trained_judges([recorded("we were away", speaker) for speaker in (0, 1)], steps=1)
    >>> judges.listen(recorded("we were away", 0).frames, ["_"] * 3).speaker in (0, 1)
    True
    """
    torch.manual_seed(seed)
    names = sorted({name for each in utterances for name in each.phones})
    judges = Judges(names, 1 + max(each.speaker for each in utterances))
    segments = Segments([heard(each.frames) for each in utterances], seed)
    judges.mean, judges.spread = segments.mean(), segments.spread()
    labels = [torch.tensor([judges.known[name] for name in each.phones]) for each in utterances]
    speakers = torch.tensor([each.speaker for each in utterances])

    def loss() -> Tensor:
        x, places = segments.draw()
        phones, *who = judges.logits(x)
        told = F.cross_entropy(phones, segments.at(labels, places))
        return told + sum(F.cross_entropy(each, speakers[places[:, 0]]) for each in who)

    fitted(judges, loss, steps, TRAINED)
    return judges
