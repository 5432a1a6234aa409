"""A training of which a test chooses the model, the optimizer and the schedule."""

import copy

import pytest
import torch
from small_training import Interrupted
from torch import nn

from genai_utils import train


class Plain:
    """A training whose model, optimizer and schedule the test chooses; its step draws noise."""

    def __init__(self, model=None, optimizer=None, schedule=None):
        torch.manual_seed(0)
        self.data = torch.randn(20, 4)
        self.model = model() if model else nn.Linear(4, 4)
        kind = optimizer or (lambda weights: torch.optim.Adam(weights, lr=0.01))
        self.optimizer = kind(self.model.parameters())
        self.schedule = schedule(self.optimizer) if schedule else None

    def step(self, model, batch):
        return {"loss": (model(batch + torch.randn_like(batch)) - batch).pow(2).mean()}

    def fit(self, path, stop_at=None, **options):
        calls = []

        def step(model, batch):
            calls.append(None)
            if len(calls) == stop_at:
                raise Interrupted
            return self.step(model, batch)

        options = {"epochs": 2, "batch_size": 5, "save_every": 1} | options
        options |= {"schedule": self.schedule, "checkpoint": path}
        return train.fit(self.model, self.data, step, self.optimizer, **options)

    def state(self):
        """A copy of all that training changes in the objects."""
        return copy.deepcopy([self.model.state_dict(), self.optimizer.state_dict()])


def same(one, other):
    """Whether two states are equal, bit for bit."""
    if isinstance(one, torch.Tensor):
        return torch.equal(one, other)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def stopped(path, *what, stop_at=6, **which):
    """A run that was interrupted in its sixth step, after its file was saved at the fifth."""
    with pytest.raises(Interrupted):
        Plain(*what, **which).fit(path, stop_at=stop_at)


class Twice(nn.Module):
    """One layer under two names: a module used twice, and so tied weights."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.again = self.first
        self.last = nn.Linear(4, 4)
        self.last.weight = self.first.weight

    def forward(self, x):
        return self.last(self.again(self.first(x)))


SCHEDULES = {
    "exponential": lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.9),
    "restarts": lambda o: torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(o, 3),
    "cyclic": lambda o: torch.optim.lr_scheduler.OneCycleLR(o, 0.1, total_steps=8),
    "sequential": lambda o: torch.optim.lr_scheduler.SequentialLR(
        o, [torch.optim.lr_scheduler.LinearLR(o), torch.optim.lr_scheduler.StepLR(o, 2)], [3]
    ),
}
