"""What a mark does at each place of the texts of `8-ethics`: entropy, green, bits paid.

Stores nothing itself.
"""

import itertools

import torch
from torch import Tensor

from genai_utils import watermark
from genai_utils import watermark_law as law

EDGES = (0, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 7)  # bits


@torch.no_grad()
def _predicted(model, begun: Tensor) -> Tensor:
    return torch.cat([model(part)[:, :-1].softmax(-1) for part in begun.split(30)])


def entropy(p: Tensor) -> Tensor:
    """Of distributions (..., vocabulary), in bits. -> (...)."""
    return -(p * p.clamp(min=1e-30).log2()).sum(-1)


def bits(model, prompts: Tensor, texts: Tensor) -> float:
    """What the unmarked model pays for a character of the texts, in bits."""
    begun = torch.cat([prompts, texts], 1)[:, : model.context]
    p = _predicted(model, begun)[:, prompts.shape[1] - 1 :]
    paid = -p.gather(2, begun[:, prompts.shape[1] :, None]).log2()
    return round(paid.mean().item(), 4)


def places(model, prompts: Tensor, mark: watermark.Mark, texts: Tensor) -> dict[str, Tensor]:
    """At each place: entropy, whether green was written, divergence paid, and the least share."""
    size = prompts.shape[1]
    begun = torch.cat([prompts, texts], 1)[:, : model.context]
    p = _predicted(model, begun)[:, size - 1 :]
    lists = begun.unfold(1, mark.before, 1)[:, size - mark.before : -1]
    tokens = torch.arange(model.vocabulary).expand(*lists.shape[:2], -1)
    green = watermark.green(mark, lists, tokens)
    return {
        "entropy": entropy(p),
        "green": green.gather(2, begun[:, size:, None])[..., 0].float(),
        "paid": law.cost_bits((p * green).sum(-1), mark.strength),
        "bound": law.least_share(p, mark.share, mark.strength),
    }


def pooled(model, prompts: Tensor, batches: list[tuple[watermark.Mark, Tensor]]) -> dict:
    """Means over all places by their entropy; the mean divergence; bits by the unmarked model."""
    found = [places(model, prompts, mark, texts) for mark, texts in batches]
    whole = {name: torch.cat([each[name].flatten() for each in found]) for name in found[0]}
    rows = []
    for low, high in itertools.pairwise(EDGES):
        here = (whole["entropy"] >= low) & (whole["entropy"] < high)
        row = {name: round(value[here].mean().item(), 4) for name, value in whole.items()}
        rows.append(row | {"places": int(here.sum())})
    cost = [bits(model, prompts, texts) for _, texts in batches]
    return {
        "by entropy": rows,
        "paid": round(whole["paid"].mean().item(), 4),
        "bits": round(sum(cost) / len(cost), 4),
    }
