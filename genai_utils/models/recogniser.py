"""Frames of sound in, phones out: the listener that judges what is spoken."""

import torch
from torch import Tensor, nn


class Recogniser(nn.Module):
    """Scores of each phone, or of a pause (0), for every second frame.

    It is trained on each frame's phone, which our teacher tells.

    >>> Recogniser(phones=39)(torch.zeros(2, 10, 20)).shape
    torch.Size([2, 5, 40])
    """

    centre: Tensor
    scale: Tensor

    def __init__(self, phones: int, size: int = 20, width: int = 96) -> None:
        super().__init__()
        self.near = nn.Conv1d(size, width, 5, stride=2, padding=2)
        self.across = nn.GRU(width, width, 2, True, True, 0.2, bidirectional=True)
        self.scores = nn.Linear(2 * width, phones + 1)
        self.register_buffer("centre", torch.zeros(size))
        self.register_buffer("scale", torch.ones(size))

    def forward(self, frames: Tensor) -> Tensor:
        near = torch.relu(self.near(((frames - self.centre) / self.scale).mT)).mT
        return self.scores(self.across(near)[0])


def written(steps: list[int]) -> list[int]:
    """Phones of a row of steps: repeats once, without pauses. Two alike side by side are one.

    >>> written([0, 2, 2, 0, 2, 3])
    [2, 2, 3]
    """
    return [now for last, now in zip([0, *steps], steps, strict=False) if now and now != last]


def best_path(scores: Tensor) -> list[int]:
    """The phones that the likeliest of each step spell. (t, phones + 1) -> phones.

    A phone that lasts a single step, between two of others, is taken for a slip and left out.

    >>> best_path(torch.eye(4)[[0, 2, 2, 0, 3, 3]])
    [2, 3]
    """
    steps = scores.argmax(-1).tolist()
    kept = [
        now
        for before, now, after in zip([0, *steps], steps, [*steps[1:], 0], strict=False)
        if now in (before, after)
    ]
    return written(kept)
