"""What a watermark can be expected to do: its signal and its cost, its power, the length needed."""

import math

from scipy import stats
from torch import Tensor


def marked_share(mass: Tensor, strength: float) -> Tensor:
    """The probability of a green token after marking: `eq-watermark-share`. Same shape.

    `mass` is the green tokens' probability before.

    >>> import torch
    >>> marked_share(torch.tensor([0.0, 0.5, 1.0]), strength=math.log(3))
    tensor([0.0000, 0.7500, 1.0000])
    """
    raised = mass * math.exp(strength)
    return raised / (1 - mass + raised)


def cost_bits(mass: Tensor, strength: float) -> Tensor:
    """The divergence of the marked from the unmarked distribution, in bits: `eq-watermark-cost`.

    >>> import torch
    >>> cost_bits(torch.tensor([0.0, 0.5, 1.0]), strength=math.log(3))  # 3/4 log2 3 - log2 2
    tensor([0.0000, 0.1887, 0.0000])
    """
    whole = 1 + mass * (math.exp(strength) - 1)
    return (marked_share(mass, strength) * strength - whole.log()) / math.log(2)


def least_share(p: Tensor, share: float, strength: float) -> Tensor:
    """What the share of green tokens is at least, on average over keys: `eq-watermark-entropy`.

    `p` are distributions of the next token, (..., vocabulary) -> (...). A fair die of many sides
    nears the most that is possible, a token that is certain gives the green share of chance.

    >>> import torch
    >>> least_share(torch.tensor([1.0, 0.0]), share=0.5, strength=2.0)
    tensor(0.5000)
    """
    grown = math.exp(strength)
    whole = 1 + share * (grown - 1)
    flat = p / (1 + (1 - share) * (grown - 1) / whole * p)
    return share * grown / whole * flat.sum(-1)


def power(runs: float, marked: float, share: float, threshold: float) -> float:
    """How often a marked text of so many runs is found: `eq-watermark-power`.

    `marked` is the share of green runs in marked text. Raises `ValueError` unless it is above the
    share by chance, and both lie in (0, 1).

    >>> round(power(100, marked=0.65, share=0.5, threshold=3.0), 3)  # its mean score is 3
    0.5
    """
    _require(marked, share)
    above = math.sqrt(runs) * (marked - share) - threshold * math.sqrt(share * (1 - share))
    return float(stats.norm.cdf(above / math.sqrt(marked * (1 - marked))))


def runs_needed(found: float, marked: float, share: float, threshold: float) -> float:
    """How many runs a text needs to be found so often: `eq-watermark-length`.

    >>> round(runs_needed(0.5, marked=0.65, share=0.5, threshold=3.0))
    100
    """
    _require(marked, share)
    if not 0 < found < 1:
        raise ValueError(f"a power in (0, 1) is needed, but got {found}.")
    chance = threshold * math.sqrt(share * (1 - share))
    further = float(stats.norm.ppf(found)) * math.sqrt(marked * (1 - marked))
    return ((chance + further) / (marked - share)) ** 2


def after_edits(marked: float, share: float, edited: float, tokens: int) -> float:
    """The green share of runs if a part of the tokens was edited: `eq-watermark-edits`.

    A run stays whole if so many tokens weren't: `before + 1` if tokens are replaced. If tokens are
    lost it is `before`, because the last token of a run that is still there wasn't lost.

    >>> round(after_edits(marked=0.7, share=0.5, edited=0.1, tokens=2), 3)  # 0.5 + 0.2 · 0.81
    0.662
    """
    if not 0 <= edited <= 1 or tokens < 1:
        raise ValueError(f"a share and a token or more are needed, but got {edited}, {tokens}.")
    return share + (marked - share) * (1 - edited) ** tokens


def _require(marked: float, share: float) -> None:
    if not 0 < share < marked < 1:
        raise ValueError(
            f"0 < share < marked < 1 is needed, but got {share} and {marked}: a mark adds green."
        )
