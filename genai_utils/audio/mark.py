"""A mark that says "made by a machine": a pattern of a decibel in the spectrum, and its test.

The spectrum is cut into cells, a band wide and some frames long. A key gives each cell a sign, and
the mark makes it a little louder or softer. Who knows the key adds up the cells with its signs.
"""

from functools import cache

import torch
from torch import Tensor

from genai_utils.audio.mel import to_hertz, to_mel
from genai_utils.audio.transform import HOP, RATE, SIZE, istft, stft

LOWEST, HIGHEST, BANDS = 300.0, 6000.0, 48  # Hz, and cells one above the other
LONG = 2  # frames of a cell: 23 ms
STRENGTH = 0.15  # natural logarithm of an amplitude: 1.3 dB
LIMIT = 0.25  # of a cell: a loud edge of speech counts no more than this
SILENT = 1e-3  # an amplitude that a cell's energy is added to, so that silence says nothing


@cache
def _bands() -> Tensor:
    """A row for each band: 1 at its frequencies. -> (BANDS, SIZE // 2 + 1)."""
    ends = to_mel(torch.tensor([LOWEST, HIGHEST], dtype=torch.float64))
    edges = to_hertz(torch.linspace(float(ends[0]), float(ends[1]), BANDS + 1).double())
    hertz = torch.arange(SIZE // 2 + 1, dtype=torch.float64) * RATE / SIZE
    return ((hertz >= edges[:-1, None]) & (hertz < edges[1:, None])).float()


def signs(key: int, blocks: int) -> Tensor:
    """The key's signs, +1 or -1 by a fair coin. -> (BANDS, blocks).

    A longer pattern begins like a shorter one.

    >>> torch.equal(signs(7, 3), signs(7, 5)[:, :3])
    True
    """
    drawn = torch.Generator().manual_seed(key)
    return (2.0 * torch.randint(2, (blocks, BANDS), generator=drawn) - 1).T


def marked(samples: Tensor, key: int, strength: float = STRENGTH) -> Tensor:
    """The sound with the mark of a key: `eq-mark`. (n,) -> (n,).

    Raises `ValueError` for a strength that isn't above 0 and at most 1.

    >>> marked(torch.ones(2048), key=1).shape
    torch.Size([2048])
    """
    if not 0 < strength <= 1:
        raise ValueError(f"a strength above 0 and at most 1 is needed, but got {strength}.")
    spectrum = stft(samples)
    count = spectrum.shape[-1]
    pattern = signs(key, -(-count // LONG)).repeat_interleave(LONG, dim=1)[:, :count]
    gain = (strength * _bands().T @ pattern).exp()
    return istft(spectrum * gain, samples.shape[-1])


def cells(samples: Tensor, shift: int = 0) -> Tensor:
    """How much louder each cell is than those around it, within ± LIMIT. (n,) -> (BANDS, blocks).

    The logarithm of its root mean square amplitude, less the mean of its neighbours in time, and
    then less that of its neighbours in frequency: speech changes slowly, the mark at each edge.
    The first `shift` samples are left out.

    >>> cells(torch.zeros(22050)).abs().max()
    tensor(0.)
    """
    power = _bands() @ (stft(samples[shift:]) * (2 / SIZE)).abs().square()
    blocks = power.shape[-1] // LONG
    whole = power[:, : blocks * LONG].unflatten(-1, (blocks, LONG)).mean(-1)
    levels = (whole + SILENT**2).log() / 2
    for _ in range(2):
        levels = levels - _around(levels)
        levels = levels.T
    return levels.clamp(-LIMIT, LIMIT)


def _around(levels: Tensor) -> Tensor:
    """The mean of the two neighbours in a row; an end repeats."""
    wide = torch.nn.functional.pad(levels[None], (1, 1), mode="replicate")[0]
    return (wide[:, :-2] + wide[:, 2:]) / 2


def mark_score(samples: Tensor, key: int, shift: int = 0) -> float:
    """The z-score of a key's mark: `eq-mark-score`. About N(0, 1) for a sound without the mark.

    Raises `ValueError` for a sound without a whole cell, or one that is silent.

    >>> noise = torch.randn(44100, generator=torch.Generator().manual_seed(0))
    >>> mark_score(noise, 5) < 3 < 9 < mark_score(marked(noise, 5), 5)
    True
    """
    if samples.shape[-1] - shift < LONG * HOP:
        raise ValueError(
            f"a sound of {LONG * HOP} samples or more that isn't silent is needed, but got "
            f"{samples.shape[-1] - shift} samples."
        )
    return _score(cells(samples, shift), key, 0)


def _score(found: Tensor, key: int, first: int) -> float:
    """The score if the sound's first cell is the key's cell number `first`."""
    if not found.any():
        raise ValueError("a sound that isn't silent is needed, but all its cells are alike.")
    pattern = signs(key, first + found.shape[1])[:, first:]
    return ((pattern * found).sum() / found.square().sum().sqrt()).item()


def sought(samples: Tensor, key: int, reach: int = RATE) -> float:
    """The largest score if up to `reach` samples were cut off the beginning, 8 tests to a cell.

    Of n scores without a mark the largest exceeds a threshold up to n times as often as one does.

    >>> noise = torch.randn(44100, generator=torch.Generator().manual_seed(0))
    >>> sought(noise, 5) < 6 < 9 < sought(marked(noise, 5)[7000:], 5)
    True
    """
    long = LONG * HOP
    grids = [cells(samples, shift) for shift in range(0, long, long // 8)]
    return max(_score(grid, key, first) for grid in grids for first in range(1 + reach // long))
