"""Two processes under `torchrun` train as one does with the same batches."""

import json
import os
import subprocess
import sys

import pytest
import torch
from book_sources import ROOT
from safetensors import safe_open
from safetensors.torch import load_file
from two_processes import ODD, Quiet

from genai_utils import train

SAME = 1e-5  # sums in another order


def torchrun(script, *arguments):
    """Run `script` in two processes of this machine that meet on loopback."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc_per_node", "2", str(ROOT / script), *map(str, arguments)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment():
    return os.environ | {
        "TQDM_DISABLE": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
    }


def farthest(some, others):
    """The largest difference of tensors of the same name."""
    assert some.keys() == others.keys()
    return max((some[name] - others[name]).abs().max().item() for name in some)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    torchrun("tests/two_processes.py", folder)
    record = json.loads((folder / "record.json").read_text())
    return load_file(folder / "results") | record


@pytest.fixture(scope="module")
def one():
    run = Quiet()
    run.fit(batch_size=ODD)
    return run


def test_two_processes_end_with_the_weights_of_one(two, one):
    found = {name: two[name] for name in ("weight", "bias")}
    assert farthest(found, dict(one.model.named_parameters())) < SAME


def test_two_processes_report_the_losses_of_one(two, one):
    assert two["history"].keys() == one.history.epochs.keys() == {"loss", "size"}
    for name, values in one.history.epochs.items():
        assert two["history"][name] == pytest.approx(values, abs=SAME)


def test_both_processes_hold_the_same_weights(two):
    assert torch.equal(*two["weights of both"])


def test_each_process_and_step_draws_noise_of_its_own(two):
    (first, second), (other_first, other_second) = two["noise"]
    for pair in ((first, second), (first, other_first), (second, other_second)):
        assert not torch.isclose(*pair).any()


def test_both_go_on_with_the_same_random_state(two):
    assert torch.equal(*two["random"])


def test_a_shared_run_is_continued_bit_for_bit(two):
    assert torch.equal(two["continued"], two["not interrupted"])


def test_what_would_be_another_model_is_refused(two):
    norms, small = two["said"]
    assert "2 processes would take the means of 1 each over its own share" in norms
    assert "the smallest of 50 examples in batches of 7 has 1" in small


@pytest.mark.slow
def test_the_game_of_two_networks_is_shared_too(tmp_path):
    """The script of the page on set-up, with one process and with two."""
    options = "--device", "cpu", "--epochs", "1", "--checkpoint"
    script = "tools/check_setup.py"
    subprocess.run(
        [sys.executable, str(ROOT / script), *options, str(tmp_path / "one")],
        env=environment(),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    said = torchrun(script, *options, tmp_path / "two")
    assert said.count("device cpu, 2 process(es)") == 1  # the first process alone prints
    files = [tmp_path / name for name in ("one", "two")]
    weights = [
        {name: value for name, value in load_file(file).items() if name.startswith("model.")}
        for file in files
    ]
    assert len(weights[0]) == 12
    assert farthest(*weights) < SAME
    losses = [json.loads(safe_open(file, "pt").metadata()["epochs"]) for file in files]
    assert losses[0].keys() == losses[1].keys()
    for name, values in losses[0].items():
        assert losses[1][name] == pytest.approx(values, abs=SAME)


def test_alone_nothing_is_shared():
    batch = torch.arange(6.0).view(3, 2)
    before = torch.get_rng_state()
    with train.distributed.processes("cpu") as device, train.distributed.own_noise("anything"):
        assert device == torch.device("cpu")
        assert (train.distributed.count(), train.distributed.rank()) == (1, 0)
        assert torch.equal(train.distributed.share(batch), batch)
    train.distributed.average([batch], part=1, whole=3)
    assert torch.equal(batch, torch.arange(6.0).view(3, 2))
    assert torch.equal(torch.get_rng_state(), before)
