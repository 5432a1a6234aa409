"""Whatever optimizer, schedule, tied weights or noise a run has, it goes on bit for bit."""

import random

import numpy as np
import pytest
import torch
from plain_training import SCHEDULES, Plain, Twice, same, stopped
from small_training import Interrupted
from torch import nn


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.safetensors"


WITHOUT_CLOSURE = [
    name
    for name in (
        *("Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "ASGD"),
        *("Muon", "NAdam", "RAdam", "RMSprop", "Rprop", "SGD"),
    )
    if hasattr(torch.optim, name)
]


def matrix():
    return nn.Linear(4, 4, bias=False)  # Muon takes matrices only


@pytest.mark.parametrize("name", WITHOUT_CLOSURE)
def test_every_optimizer_is_continued_bit_for_bit(path, name):
    def which(weights):
        return getattr(torch.optim, name)(weights, lr=0.01)

    whole = Plain(matrix, which)
    whole.fit(None, save_every=None)
    stopped(path, matrix, which)
    again = Plain(matrix, which)
    again.fit(path)
    assert same(again.state()[0], whole.state()[0])


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("anew", [True, False], ids=["made anew", "the same objects"])
def test_every_schedule_is_continued_bit_for_bit(path, name, anew):
    whole = Plain(schedule=SCHEDULES[name])
    whole.fit(None, save_every=None)
    run = Plain(schedule=SCHEDULES[name])
    with pytest.raises(Interrupted):
        run.fit(path, stop_at=6)
    run = Plain(schedule=SCHEDULES[name]) if anew else run  # the cell of `fit` run once more
    run.fit(path)
    assert same(run.state(), whole.state())


def test_tied_weights_and_a_module_used_twice_are_continued(path):
    whole = Plain(Twice)
    whole.fit(None, save_every=None)
    stopped(path, Twice)
    again = Plain(Twice)
    again.fit(path)
    assert same(again.state(), whole.state())
    assert again.model.last.weight is again.model.first.weight


def test_noise_from_python_and_numpy_goes_on_too(path):
    class Drawn(Plain):
        def step(self, model, batch):
            noise = random.gauss() + np.random.randn()  # noqa: NPY002
            return {"loss": (model(batch) - noise).pow(2).mean()}

    def seeded():
        random.seed(3)
        np.random.seed(3)  # noqa: NPY002
        return Drawn()

    whole = seeded()
    whole.fit(None, save_every=None)
    with pytest.raises(Interrupted):
        seeded().fit(path, stop_at=6)
    again = seeded()
    again.fit(path)
    assert same(again.state(), whole.state())
