"""False alarms of the watermark of `8-ethics`: scores of texts that nobody has marked.

With one key the scores of a thousand texts aren't independent: common runs are in all of them, and
the key's coins for these were thrown once. So many keys are tried. Stores nothing itself.
"""

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from genai_utils import data, watermark

KEYS, TEXTS, LONG = range(1, 41), 1000, 300
LIMITS = (1.645, 2.326)  # what a normal score exceeds in 5 and in 1 of 100 cases


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def in_pieces(text: str, length: int) -> Tensor:
    """The text in pieces of so many characters, none overlapping. -> (n, length)."""
    tokens = data.encode_text(text)
    return tokens[: len(tokens) // length * length].view(-1, length)


def human_texts() -> Tensor:
    """A thousand pieces of the book's own prose, which people have written. -> (1000, LONG)."""
    pieces = in_pieces("".join(document.text for document in data.prose()), LONG)
    return pieces[torch.randperm(len(pieces), generator=seeded(0))[:TEXTS]]


def scores(mark: watermark.Mark, texts: Tensor, keys, once: bool = True) -> np.ndarray:
    """The score of each text with each key, (keys, texts); or with repeated runs counted, too."""
    runs = [text.unfold(0, mark.before + 1, 1) for text in texts]
    runs = [part.unique(dim=0) if once else part for part in runs]
    sizes = np.array([len(part) for part in runs])
    every, ends = torch.cat(runs), np.cumsum(sizes)[:-1]
    rows = []
    for key in keys:
        green = watermark.green(replace(mark, key=key), every[:, :-1], every[:, -1:])[:, 0].numpy()
        greens = np.add.reduceat(green.astype(int), np.concatenate([[0], ends]))
        pairs = zip(greens.tolist(), sizes.tolist(), strict=True)
        rows.append([watermark.z_score(*pair, mark.share) for pair in pairs])
    return np.array(rows)


def law_of(values: np.ndarray, threshold: float) -> dict[str, float]:
    """Alarms at three thresholds, the most with one key, mean and deviation, and that of keys."""
    rows = {f"above {limit}": float((values > limit).mean()) for limit in (*LIMITS, threshold)}
    rows |= {"most with one key": float((values > threshold).mean(1).max())}
    rows |= {"mean": values.mean(), "deviation": values.std(), "keys": len(values)}
    rows |= {"texts": values.shape[1], "deviation of a key's mean": values.mean(1).std(ddof=1)}
    return {name: round(float(value), 5) for name, value in rows.items()}


def false_alarms(mark: watermark.Mark, own: Tensor, threshold: float) -> dict:
    """On human texts and on what the model writes without a mark; and by two worse ways to count.

    By how many tokens decide on a list, too, the deviation of a key's mean score: with few, the
    same few coins decide on all texts.
    """
    human = human_texts()
    cases = {
        "human": (mark, human, True),
        "own": (mark, own, True),
        "human, repeated runs counted": (mark, human, False),
    }
    cases |= {f"human, {b} before": (replace(mark, before=b), human, True) for b in (1, 2, 3, 4)}
    return {
        name: law_of(scores(own_mark, texts, KEYS, once), threshold)
        for name, (own_mark, texts, once) in cases.items()
    }
