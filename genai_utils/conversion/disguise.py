"""Frames in a voice that nobody has: what an encoder is shown, so that it can't tell who speaks.

The frequencies are stretched and the mean spectrum is moved, both at random for each piece. The
decoder has to restore the piece as it was, from a code of the disguised one and the speaker's
label; so who speaks is worth nothing in the code. FreeVC (li2023freevc) resizes spectrograms to
this end.
"""

from functools import cache

import torch
from torch import Tensor

from genai_utils import audio
from genai_utils.conversion.frames import KEPT

STRETCH = 0.3  # the largest logarithm of a factor on all frequencies: 0.74 to 1.35
FACTORS = 41


def stretching(factor: float) -> Tensor:
    """The matrix by which a cepstrum has its envelope's frequencies times `factor`.

    -> (KEPT, KEPT). What lies beyond the highest band repeats the highest one.

    >>> torch.allclose(stretching(1.0), torch.eye(KEPT), atol=1e-6)
    True
    """
    if not 0.25 <= factor <= 4:
        raise ValueError(f"a factor from 1/4 to 4 is needed, but got {factor}.")
    bands = audio.BANDS
    top = audio.to_mel(torch.tensor(audio.RATE / 2, dtype=torch.float64))
    centres = torch.linspace(0, 1, bands + 2, dtype=torch.float64)[1:-1] * top
    asked = audio.to_mel(audio.to_hertz(centres) / factor)  # whose level each band gets
    place = (asked / top * (bands + 1) - 1).clamp(0, bands - 1)
    left = place.floor().long().clamp(max=bands - 2)
    share = (place - left)[:, None]
    rows = torch.eye(bands, dtype=torch.float64)
    cosines = audio.cosines(bands)[:KEPT]
    return (cosines @ ((1 - share) * rows[left] + share * rows[left + 1]) @ cosines.T).float()


@cache
def _all() -> Tensor:
    factors = torch.linspace(-STRETCH, STRETCH, FACTORS).exp()
    return torch.stack([stretching(factor) for factor in factors.tolist()])


def disguised(cepstra: Tensor, offset: Tensor, drawn: torch.Generator) -> Tensor:
    """Each piece stretched by a factor of its own, and moved by normal numbers times `offset`.

    (n, KEPT, t), and (KEPT, 1): how far each coefficient moves. -> (n, KEPT, t).

    >>> some = disguised(torch.zeros(2, 32, 5), torch.ones(32, 1), torch.Generator())
    >>> bool((some == some[..., :1]).all()), bool((some[0] == some[1]).any())
    (True, False)
    """
    factors = torch.randint(FACTORS, (len(cepstra),), generator=drawn)
    moved = torch.randn(len(cepstra), KEPT, 1, generator=drawn) * offset
    return _all()[factors] @ cepstra + moved
