"""A sound filtered until it has the envelope that is wanted."""

from functools import cache

from torch import Tensor

from genai_utils.audio.cepstrum import from_mel_cepstrum, mel_cepstrum
from genai_utils.audio.mel import BANDS, log_mel, mel_filters
from genai_utils.audio.transform import istft, stft


@cache
def _between(bands: int) -> Tensor:
    """What carries values at the bands' centres to all frequencies, on straight lines between."""
    weights = mel_filters(bands).T
    weights[weights.sum(1) == 0, 0] = 1  # 0 Hz; at half the rate a voice has next to nothing
    return weights / weights.sum(1, keepdim=True)


def with_envelope(sound: Tensor, cepstrum: Tensor, rounds: int = 3) -> Tensor:
    """The sound, filtered so that its mel cepstrum begins with `cepstrum`, (kept, 1 + n // 256).

    A frame's filter is the envelope that is wanted over the one that the sound has. What comes out
    doesn't have it quite, since frames overlap and are added; so this is done `rounds` times.

    >>> import torch
    >>> from genai_utils.audio.source_filter import pulses
    >>> sound, flat = pulses(torch.full((5,), 100.0), 1024), torch.zeros(20, 5)
    >>> far = [mel_cepstrum(log_mel(it), 20).norm() for it in (sound, with_envelope(sound, flat))]
    >>> bool(far[1] < far[0] / 2)
    True
    """
    for _ in range(rounds):
        missing = cepstrum - mel_cepstrum(log_mel(sound), len(cepstrum))
        gain = _between(BANDS).to(sound) @ from_mel_cepstrum(missing, BANDS)
        sound = istft(stft(sound) * gain.exp(), len(sound))
    return sound
