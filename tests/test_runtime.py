"""Seeds, threads and devices: what is refused, and that a seed repeats a run."""

import random

import numpy as np
import pytest
import torch

from genai_utils import runtime


@pytest.fixture(autouse=True)
def _threads():
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def draws():
    return random.random(), np.random.rand(), torch.rand(3).tolist()  # noqa: NPY002


def training(seed):
    """The weights after a few steps that draw noise."""
    runtime.start(seed=seed)
    model = torch.nn.Linear(4, 4)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(5):
        loss = (model(torch.randn(8, 4)) - torch.randn(8, 4)).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.detach()


def test_a_seed_repeats_all_three_generators():
    runtime.start(seed=7)
    first = draws()
    assert draws() != first
    runtime.start(seed=7)
    assert draws() == first
    runtime.start(seed=8)
    assert all(one != other for one, other in zip(draws(), first, strict=True))


def test_two_runs_with_one_seed_are_equal_bit_for_bit():
    assert torch.equal(training(3), training(3))
    assert not torch.equal(training(3), training(4))


def test_the_number_of_threads_is_set():
    runtime.start(threads=2)
    assert torch.get_num_threads() == 2
    runtime.start()
    assert torch.get_num_threads() == 1


@pytest.mark.parametrize(
    "bad",
    [
        *({"seed": -1}, {"threads": 0}, {"threads": -2}, {"seed": 2**32}),
        *({"seed": 1.5}, {"seed": None}, {"threads": 2.0}),
    ],
)
def test_an_impossible_start_is_refused_and_nothing_is_changed(bad):
    runtime.start(seed=5, threads=1)
    expected = draws()
    runtime.start(seed=5, threads=1)
    (name, value), *_ = bad.items()
    with pytest.raises(ValueError, match=f"{name}={value}"):
        runtime.start(**bad)
    assert draws() == expected
    assert torch.get_num_threads() == 1


@pytest.mark.parametrize("name", ["gpu", "CUDA", "", "tpu:0", "cpu:x", "cpu:9", "cpu:", "auto:0"])
def test_an_unknown_device_is_refused_with_those_that_are_there(name):
    with pytest.raises(ValueError, match=rf"'{name}' .* offers only: .*cpu"):
        runtime.device(name)


@pytest.mark.parametrize("name", ["cuda", "cuda:1", "mps"])
def test_a_device_that_this_machine_lacks_is_refused(monkeypatch, name):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(ValueError, match=f"'{name}' .* offers only: cpu"):
        runtime.device(name)


@pytest.mark.parametrize("name", ["cuda:2", "cuda:99", "cuda:-1", "cuda:", "cuda:first"])
def test_a_number_that_no_device_has_is_refused(monkeypatch, name):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert runtime.device("cuda:1") == torch.device("cuda", 1)
    with pytest.raises(ValueError, match=f"'{name}' .* offers only: cuda"):
        runtime.device(name)


def test_a_device_is_taken_as_one():
    assert runtime.device(torch.device("cpu")) == torch.device("cpu")


@pytest.mark.parametrize(
    ("cuda", "mps", "chosen"),
    [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_auto_takes_the_fastest_that_is_there(monkeypatch, cuda, mps, chosen):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert runtime.device() == torch.device(chosen)
    assert runtime.device("cpu") == torch.device("cpu")
