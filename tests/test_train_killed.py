"""A training that is killed from outside, three times, at steps that nobody chose, ends the same.

`test_train_resume.py` stops runs at chosen steps. Here a child process says each step that it is
about to take, and is sent SIGKILL after a number of them that is drawn anew in every test run.
"""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from book_sources import ROOT
from small_training import BATCHES, EPOCHS, Training
from test_train_adversarial import BATCHES as TURNS
from test_train_adversarial import EPOCHS as ROUNDS
from test_train_adversarial import Game

KILLS = 3
SAVE_EVERY = 2


def train_one(path, say=lambda: None):
    """`fit` with its optimizer, its schedule and noise in the step; the state at the end."""
    run = Training()

    def step(model, batch):
        say()
        return run.step(model, batch)

    run.fit(checkpoint=path, save_every=SAVE_EVERY, step=step)
    return run.state()


def train_two(path, say=lambda: None):
    """`fit_adversarial` with both players; the state at the end."""
    game = Game()

    def step(discriminator, real, fake):
        say()
        return game.discriminator_step(discriminator, real, fake)

    game.fit(checkpoint=path, save_every=SAVE_EVERY, discriminator_step=step)
    return game.state()


STEPS = {train_one: EPOCHS * BATCHES, train_two: ROUNDS * TURNS}
SPOKEN = """
import time
from pathlib import Path
import test_train_killed

def say():
    print("step", flush=True)
    time.sleep(0.1)  # or the run might end before a busy machine delivers the signal

test_train_killed.{name}(Path({path!r}), say)
"""


def kill_after(steps, name, path):
    """Start the training in a process of its own and kill it once it has begun `steps` steps."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        "TQDM_DISABLE": "1",
        "OMP_NUM_THREADS": "1",
    }
    command = [sys.executable, "-c", SPOKEN.format(name=name, path=str(path))]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    with child:
        said = 0
        for line in child.stdout:
            said += line == "step\n"
            if said == steps:
                child.send_signal(signal.SIGKILL)
                break
        child.stdout.read()  # what it said before the signal came
    return child.returncode


@pytest.mark.slow
@pytest.mark.parametrize("training", STEPS, ids=lambda training: training.__name__)
def test_three_kills_change_no_bit(training, tmp_path: Path):
    # Few steps each time, so that all three come before the end however the draw falls.
    steps = [random.randint(1, STEPS[training] // KILLS - SAVE_EVERY) for _ in range(KILLS)]
    path = tmp_path / "run.safetensors"
    for number in steps:
        assert kill_after(number, training.__name__, path) == -signal.SIGKILL, steps
    found, expected = training(path), training(None)
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        same = torch.equal(found[name], value) if torch.is_tensor(value) else found[name] == value
        assert same, f"{name} differs after kills at {steps}"
