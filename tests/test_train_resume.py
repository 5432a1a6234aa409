"""A run that is interrupted and continued ends as one that wasn't, bit for bit."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from small_training import BATCHES, EPOCHS, Interrupted, Training

from genai_utils import train

LAST = EPOCHS * BATCHES


@pytest.fixture(scope="module")
def uninterrupted():
    run = Training()
    run.fit()
    return run.state()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.safetensors"


@pytest.mark.parametrize("save_every", [None, 1, 3, 5])
@pytest.mark.parametrize("stop_at", [1, 2, BATCHES, BATCHES + 1, 17, LAST])
def test_a_run_stopped_in_a_step_is_continued(uninterrupted, path, stop_at, save_every):
    with pytest.raises(Interrupted):
        Training().fit(checkpoint=path, save_every=save_every, stop_at=stop_at)
    run = Training()
    run.fit(checkpoint=path, save_every=save_every)
    run.require_same(uninterrupted, random=True)


def test_a_run_stopped_again_and_again_is_continued(uninterrupted, path):
    for stop_at in (5, 9, 2, 6):
        with pytest.raises(Interrupted):
            Training().fit(checkpoint=path, save_every=2, stop_at=stop_at)
    run = Training()
    run.fit(checkpoint=path, save_every=4)  # how often it is saved may change
    run.require_same(uninterrupted, random=True)


def test_only_the_steps_since_the_last_save_are_repeated(path):
    with pytest.raises(Interrupted):
        Training().fit(checkpoint=path, save_every=4, stop_at=11)
    run, batches = Training(), []

    def step(model, batch):
        batches.append(batch)
        return run.step(model, batch)

    run.fit(checkpoint=path, save_every=4, step=step)
    assert len(batches) == LAST - 8


def test_a_finished_run_is_read_and_not_run_again(uninterrupted, path):
    Training().fit(checkpoint=path)
    run = Training()
    run.fit(checkpoint=path, stop_at=1)
    run.require_same(uninterrupted, random=True)


def test_saving_changes_nothing(uninterrupted, path):
    run = Training()
    run.fit(checkpoint=path, save_every=1)
    run.require_same(uninterrupted, random=True)


def in_a_process(code):
    """Run `code` in a Python of its own with the package and this folder on its path."""
    package = Path(train.__file__).resolve().parents[1]
    paths = f"import sys; sys.path[:0] = [{str(package)!r}, {str(Path(__file__).parent)!r}]\n"
    environment = os.environ | {"TQDM_DISABLE": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.run([sys.executable, "-c", paths + code], env=environment, timeout=60)


def require_continued(uninterrupted, path, save_every, done):
    """The file's run goes on after `done` batches, and ends as if it had never been stopped."""
    run, calls = Training(), []

    def step(model, batch):
        calls.append(None)
        return run.step(model, batch)

    run.fit(checkpoint=path, save_every=save_every, step=step)
    assert len(calls) == LAST - done
    run.require_same(uninterrupted, random=True)


@pytest.mark.slow
def test_a_run_killed_in_a_step_is_continued(uninterrupted, path):
    done = in_a_process(
        f"from small_training import Training\n"
        f"Training().fit(checkpoint={str(path)!r}, save_every=3, kill_at=17)\n"
    )
    assert done.returncode == -signal.SIGKILL
    require_continued(uninterrupted, path, save_every=3, done=15)


KILLED_WHILE_SAVING = """
import os, signal
from pathlib import Path
from genai_utils import train
from small_training import Training

whole, saves = Path.write_bytes, []

def half(part, content):
    saves.append(part)
    if len(saves) < 3:
        return whole(part, content)
    whole(part, content[: len(content) // 2])
    os.kill(os.getpid(), signal.SIGKILL)

Path.write_bytes = half
Training().fit(checkpoint={path!r}, save_every=4)
"""


@pytest.mark.slow
def test_a_run_killed_while_saving_is_continued_from_the_file_before(uninterrupted, path):
    done = in_a_process(KILLED_WHILE_SAVING.format(path=str(path)))
    assert done.returncode == -signal.SIGKILL
    assert len(list(path.parent.iterdir())) == 2  # the old file, and the half-written new one
    require_continued(uninterrupted, path, save_every=4, done=8)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_save_that_fails_leaves_the_file_before(uninterrupted, path, monkeypatch):
    with pytest.raises(Interrupted):
        Training().fit(checkpoint=path, save_every=2, stop_at=4)
    kept = path.read_bytes()

    whole = Path.write_bytes

    def full_disk(part, content):
        whole(part, b"half a file")
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full_disk)
        with pytest.raises(OSError, match="no space"):
            Training().fit(checkpoint=path, save_every=2)
    assert path.read_bytes() == kept
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    run = Training()
    run.fit(checkpoint=path, save_every=2)
    run.require_same(uninterrupted, random=True)


OTHERS = [{"epochs": 5}, {"batch_size": 10}, {"seed": 1}, {"data": torch.zeros(40, 6)}]


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: next(iter(other)))
def test_a_checkpoint_of_other_settings_is_refused(path, other):
    Training().fit(checkpoint=path)
    kept = path.read_bytes()
    run = Training(seed=1)
    before = run.state()
    with pytest.raises(ValueError, match=r"run\.safetensors holds a run with .* but .* asked"):
        run.fit(checkpoint=path, stop_at=1, **other)
    run.require_same(before, random=True)
    assert path.read_bytes() == kept


def another_model(run):
    run.model = torch.nn.Linear(6, 6, bias=False)
    run.optimizer = torch.optim.Adam(run.model.parameters(), lr=0.01)
    another_schedule(run, torch.optim.lr_scheduler.OneCycleLR, max_lr=0.05, total_steps=LAST)


def no_schedule(run):
    run.schedule = None


def another_schedule(run, kind=torch.optim.lr_scheduler.ConstantLR, **options):
    run.schedule = kind(run.optimizer, **options)


def another_optimizer(run):
    run.optimizer = torch.optim.SGD(run.model.parameters(), lr=0.1)
    another_schedule(run, torch.optim.lr_scheduler.OneCycleLR, max_lr=0.05, total_steps=LAST)


@pytest.mark.parametrize(
    "change", [another_model, another_optimizer, another_schedule, no_schedule]
)
def test_a_checkpoint_of_other_objects_is_refused(path, change):
    Training().fit(checkpoint=path)
    run = Training()
    change(run)
    weight = run.model.weight.clone()
    with pytest.raises(ValueError, match=r"run\.safetensors holds a run with .* but .* asked"):
        run.fit(checkpoint=path, stop_at=1, schedule=run.schedule)
    assert torch.equal(run.model.weight, weight)


def test_a_schedule_that_the_file_would_change_is_refused_before_anything_starts(path):
    # MultiStepLR keeps numbers as the keys of a dictionary, which JSON turns into strings: it
    # would go on without ever lowering the rate.
    run = Training()
    run.schedule = torch.optim.lr_scheduler.MultiStepLR(run.optimizer, [10, 20])
    with pytest.raises(ValueError, match="MultiStepLR"):
        run.fit(checkpoint=path, schedule=run.schedule, stop_at=1)
    assert not path.exists()
    run.fit(schedule=run.schedule)  # without a file it is welcome


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_gradient_descent_is_continued_too(path, momentum):
    def weight(stop_at, checkpoint):
        run = Training()
        run.optimizer = torch.optim.SGD(run.model.parameters(), lr=0.01, momentum=momentum)
        options = {"checkpoint": checkpoint, "save_every": 3, "schedule": None}
        try:
            run.fit(stop_at=stop_at, **options)
        except Interrupted:
            return weight(None, checkpoint)
        return run.model.weight

    assert torch.equal(weight(11, path), weight(None, None))


def test_a_checkpoint_is_a_safetensors_file_and_holds_no_program(path):
    Training().fit(checkpoint=path)
    content = path.read_bytes()
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    metadata = header.pop("__metadata__")
    assert {"model.weight", "model.bias", "random.cpu"} < header.keys()
    ends = sorted(entry["data_offsets"] for entry in header.values())
    assert [start for start, _ in ends] == [0, *[end for _, end in ends[:-1]]]
    assert 8 + size + ends[-1][1] == len(content)  # named arrays and nothing else
    assert json.loads(metadata["done"]) == LAST
