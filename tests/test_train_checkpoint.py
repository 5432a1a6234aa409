"""A checkpoint of another run is refused before anything is touched, with its name and a cure."""

import os
import stat
import subprocess

import pytest
import torch
from plain_training import SCHEDULES, Plain, Twice, same, stopped
from safetensors.torch import load_file, save_file
from torch import nn

from genai_utils import train


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.safetensors"


def refused(path, run, words):
    """Whether the run is refused in these words, with nothing touched: file, objects or noise."""
    kept, before, noise = path.read_bytes(), run.state(), torch.get_rng_state()
    with pytest.raises(ValueError, match=words) as error:
        run.fit(path, stop_at=1)
    assert path.name in str(error.value)
    assert path.read_bytes() == kept
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert same(run.state(), before)
    assert torch.equal(torch.get_rng_state(), noise)


OTHER_OPTIMIZERS = {
    "rate": lambda w: torch.optim.Adam(w, lr=0.001),
    "betas": lambda w: torch.optim.Adam(w, lr=0.01, betas=(0.5, 0.9)),
    "decay": lambda w: torch.optim.Adam(w, lr=0.01, weight_decay=0.1),
    "kind": lambda w: torch.optim.AdamW(w, lr=0.01, weight_decay=0),
    "groups": lambda w: torch.optim.Adam([{"params": [p]} for p in w], lr=0.01),
    "fewer": lambda w: torch.optim.Adam(list(w)[:1], lr=0.01),
}


@pytest.mark.parametrize("other", OTHER_OPTIMIZERS)
def test_another_rate_or_optimizer_is_another_run(path, other):
    stopped(path)
    words = r"holds a run with \{'optimizer 0.*but .* was asked for.*load_state_dict"
    refused(path, Plain(optimizer=OTHER_OPTIMIZERS[other]), words)


@pytest.mark.parametrize(
    "schedule",
    [
        lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.8),
        lambda o: torch.optim.lr_scheduler.StepLR(o, 2),
    ],
)
def test_another_schedule_is_another_run(path, schedule):
    stopped(path, schedule=SCHEDULES["exponential"])
    refused(path, Plain(schedule=schedule), r"holds a run with \{'schedule.*was asked for")


def test_another_start_of_a_scheduled_rate_is_another_run(path):
    stopped(path, schedule=SCHEDULES["exponential"])
    other = Plain(optimizer=OTHER_OPTIMIZERS["rate"], schedule=SCHEDULES["exponential"])
    refused(path, other, "initial_lr': 0.01")


def test_going_on_with_a_lower_rate_works_as_the_message_says(path):
    stopped(path)
    run = Plain(optimizer=OTHER_OPTIMIZERS["rate"])
    run.model.load_state_dict(train.weights(path))
    assert not torch.equal(run.model.weight, Plain().model.weight)  # five steps away from the start
    slower = path.with_name("slower.safetensors")
    run.fit(slower)
    assert run.optimizer.param_groups[0]["lr"] == 0.001
    assert slower.exists()


MODELS = {
    "a name that it has, another that it hasn't": lambda: nn.Sequential(nn.Linear(4, 4)),
    "another shape of the second layer": lambda: nn.Sequential(
        nn.Linear(4, 4), nn.Linear(4, 6), nn.Linear(6, 4)
    ),
    "another dtype": lambda: nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4)).double(),
    "the names in another model": Twice,
}


@pytest.mark.parametrize("other", MODELS)
def test_another_architecture_with_names_in_common_is_refused(path, other):
    stopped(path, lambda: nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4)))
    run = Plain(MODELS[other])
    refused(path, run, r"holds a run with .*weight .* was asked for")


@pytest.mark.parametrize("what", ["cut short", "empty", "text", "tensors alone", "half a record"])
def test_what_is_no_checkpoint_is_refused_with_its_name_and_the_cure(path, what):
    stopped(path)
    if what == "tensors alone":
        save_file({"model.weight": torch.zeros(4, 4)}, path)
    elif what == "half a record":
        save_file(load_file(path), path, metadata={"done": "5"})
    else:
        content = path.read_bytes()
        path.write_bytes(
            {"cut short": content[: len(content) // 2], "empty": b"", "text": b"{}" * 99}[what]
        )
    refused(path, Plain(), r"isn't a checkpoint of a run.*delete it, or give the run a file")
    with pytest.raises(ValueError, match=r"run\.safetensors (is there and isn't|holds no weights)"):
        train.weights(path, "generator")


def test_random_states_of_another_kind_are_refused(path, monkeypatch):
    stopped(path)
    monkeypatch.setattr(torch, "get_rng_state", lambda: torch.zeros(16, dtype=torch.uint8))
    run = Plain()
    before = run.state()
    with pytest.raises(ValueError, match=r"run\.safetensors holds random states"):
        run.fit(path, stop_at=1)
    assert same(run.state(), before)


def test_two_runs_that_share_a_file_are_told_and_lose_nothing(path):
    first, second = Plain(), Plain(optimizer=OTHER_OPTIMIZERS["rate"])

    def step(model, batch):  # the second run takes its turn within a step of the first
        if not path.exists():
            second.fit(path)
        return first.step(model, batch)

    with pytest.raises(ValueError, match=r"run\.safetensors was written by another run"):
        train.fit(first.model, first.data, step, first.optimizer, epochs=2, checkpoint=path)
    assert same(train.weights(path), second.model.state_dict())
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_deleted_while_a_run_goes_on_is_written_again(path):
    run, removed = Plain(), []

    def step(model, batch):
        if path.exists() and not removed:
            path.unlink()
            removed.append(True)
        return run.step(model, batch)

    train.fit(run.model, run.data, step, run.optimizer, epochs=4, checkpoint=path)
    assert removed
    assert same(train.weights(path), run.model.state_dict())


@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077])
def test_the_file_has_the_mode_that_the_reader_asks_for(path, mask):
    before = os.umask(mask)
    try:
        Plain().fit(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


def test_what_a_killed_process_left_is_removed_and_a_living_one_keeps_its_own(path):
    dead = subprocess.Popen(["true"])
    dead.wait()
    left = path.with_name(f"{path.name}.{dead.pid}.part")
    others = path.with_name(f"{path.name}.{os.getppid()}.part")
    for part in (left, others):
        part.write_bytes(b"half a file")
    Plain().fit(path)
    assert sorted(p.name for p in path.parent.iterdir()) == sorted([path.name, others.name])


def test_a_folder_of_this_name_is_refused_before_anything_starts(path):
    path.mkdir()
    with pytest.raises(ValueError, match=r"run\.safetensors can't be saved: there is a folder"):
        Plain().fit(path, stop_at=1)


def test_a_rate_that_is_a_tensor_trains_and_is_refused_a_file_before_anything_starts(path):
    def which(weights):
        return torch.optim.Adam(weights, lr=torch.tensor(0.01), foreach=False)

    with pytest.raises(ValueError, match="whose lr is a tensor can't be saved"):
        Plain(optimizer=which).fit(path, stop_at=1)
    assert not path.exists()
    Plain(optimizer=which).fit(None)


def test_a_schedule_of_an_object_is_refused_a_file_before_anything_starts(path):
    class Falling:
        def __init__(self):
            self.by = torch.nn.Identity()

        def __call__(self, epoch):
            return 0.9**epoch

    def falling(optimizer):
        return torch.optim.lr_scheduler.LambdaLR(optimizer, Falling())

    with pytest.raises(ValueError, match="a LambdaLR can't be saved"):
        Plain(schedule=falling).fit(path, stop_at=1)
    assert not path.exists()
    Plain(schedule=falling).fit(None)
