"""Converters are trained: from each voice's own texts, or from texts that both voices say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from genai_utils.conversion.corpus import Spoken, same_time
from genai_utils.conversion.disguise import disguised
from genai_utils.conversion.frames import KEPT, Frames
from genai_utils.conversion.networks import Bottleneck, Regression
from genai_utils.conversion.segments import Segments
from genai_utils.conversion.voice import Voice, pitch_matched, voice_of

STEPS, RATE = 900, 3e-3  # of training, and the highest learning rate
OFFSET = 2.0  # how far a disguise moves a mean, in standard deviations of the voices' means


@dataclass(frozen=True)
class Converter:
    """A network, the voices that it was trained on, and the scale of all their cepstra.

    >>> from genai_utils.conversion.corpus import recorded
    >>> said = [recorded("we were away", speaker) for speaker in (0, 1)]
    >>> convert, losses = trained_bottleneck(said, width=2, hide=False, steps=2)
    >>> convert(said[0].frames, source=0, target=1).cepstrum.shape == said[0].frames.cepstrum.shape
    True
    """

    network: Bottleneck | Regression
    voices: tuple[Voice, ...]
    mean: Tensor
    spread: Tensor

    @torch.no_grad()
    def __call__(self, frames: Frames, source: int, target: int) -> Frames:
        """Frames of one voice as frames of another; the pitch is matched, times stay."""
        x = ((frames.cepstrum - self.mean) / self.spread)[None]
        made = self.network.convert(x, torch.tensor([source]), torch.tensor([target]))[0]
        pitch = pitch_matched(frames.pitch, self.voices[source], self.voices[target])
        return Frames(made * self.spread + self.mean, pitch)


def fitted(
    network: nn.Module, loss: Callable[[], Tensor], steps: int, rate: float = RATE
) -> list[float]:
    """Train a network by Adam for a number of steps, and return the losses.

    The rate rises to `rate` and falls in one cycle.
    """
    optimiser = torch.optim.Adam(network.parameters())
    rates = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps)
    losses = []
    for _ in range(steps):
        value = loss()
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        rates.step()
        losses.append(value.item())
    network.eval()
    return losses


def all_voices(utterances: Sequence[Spoken]) -> tuple[Voice, ...]:
    """The statistics of every speaker, by number.

    >>> from genai_utils.conversion.corpus import recorded
    >>> len(all_voices([recorded("we were away", speaker) for speaker in (0, 1)]))
    2
    """
    return tuple(voice_of(utterances, n) for n in range(1 + max(u.speaker for u in utterances)))


def trained_bottleneck(
    utterances: Sequence[Spoken], width: int, hide: bool, steps: int = STEPS, seed: int = 0
) -> tuple[Converter, list[float]]:
    """A bottleneck that restores each voice's own speech: `eq-bottleneck-loss`; and its losses.

    With `hide` the encoder is shown disguised frames. No text need be said by
    two voices. A quarter of a minute of one core.

    >>> from genai_utils.conversion.corpus import recorded
    >>> said = [recorded("we were away", speaker) for speaker in (0, 1)]
    >>> len(trained_bottleneck(said, width=2, hide=True, steps=2)[1])
    2
    """
    torch.manual_seed(seed)
    voices = all_voices(utterances)
    segments = Segments([each.frames.cepstrum for each in utterances], seed)
    speakers = torch.tensor([each.speaker for each in utterances])
    mean, spread = segments.mean(), segments.spread()
    offset = OFFSET * torch.stack([voice.mean for voice in voices]).std(0)
    network = Bottleneck(width, len(voices))

    def loss() -> Tensor:
        x, places = segments.draw()
        shown = disguised(x, offset, segments.drawn) if hide else x
        made = network((shown - mean) / spread, speakers[places[:, 0]])
        return F.mse_loss(made, (x - mean) / spread)

    losses = fitted(network, loss, steps)
    return Converter(network, voices, mean, spread), losses


def trained_regression(
    utterances: Sequence[Spoken], steps: int = STEPS, seed: int = 0
) -> tuple[Converter, list[float]]:
    """A network from frames of one voice to those of another at the same place of the same text.

    `eq-parallel-loss`. Texts that only one voice says teach it nothing. Returns its losses, too.

    >>> from genai_utils.conversion.corpus import recorded
    >>> said = [recorded("we were away", speaker) for speaker in (0, 1)]
    >>> len(trained_regression(said, steps=2)[1])
    2
    """
    torch.manual_seed(seed)
    voices = all_voices(utterances)
    pairs = [
        (one, other, same_time(one, other))
        for one in utterances
        for other in utterances
        if one.utterance.text == other.utterance.text
    ]
    both = [torch.cat([a.frames.cepstrum, b.frames.cepstrum[:, at]]) for a, b, at in pairs]
    segments = Segments(both, seed)
    labels = torch.tensor([(one.speaker, other.speaker) for one, other, _ in pairs])
    every = Segments([each.frames.cepstrum for each in utterances], seed)
    mean, spread = every.mean(), every.spread()
    network = Regression(len(voices))

    def loss() -> Tensor:
        x, places = segments.draw()
        one, other = ((part - mean) / spread for part in x.split(KEPT, 1))
        source, target = labels[places[:, 0]].T
        return F.mse_loss(network.convert(one, source, target), other)

    losses = fitted(network, loss, steps)
    return Converter(network, voices, mean, spread), losses
