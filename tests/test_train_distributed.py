"""Two processes under `torchrun`, and three that are forked, train as one does."""

import json
import os
import subprocess
import sys

import pytest
import torch
from book_sources import ROOT
from safetensors import safe_open
from safetensors.torch import load_file
from shared_trainings import NOISY, QUIET

from genai_utils import train

SAME = 1e-6  # sums in another order
NEAR = 1e-5  # the same, after the 29 larger steps of a game


def torchrun(script, *arguments, processes=2):
    """Run `script` in processes of this machine that meet on loopback."""
    options = ["--standalone", "--nproc_per_node", str(processes)]
    return python("-m", "torch.distributed.run", *options, ROOT / script, *arguments)


def python(*arguments):
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return done


def environment():
    return os.environ | {
        "TQDM_DISABLE": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
    }


def farthest(some, others):
    """The largest difference of tensors of the same name."""
    assert some.keys() == others.keys()
    return max((some[name].double() - others[name].double()).abs().max().item() for name in some)


# Under torchrun each process loads PyTorch anew: `make check` forks three, and `torchrun` is slow.
@pytest.fixture(scope="module", params=[pytest.param(2, marks=pytest.mark.slow), 3])
def several(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("several")
    if request.param == 3:
        said = python(ROOT / "tests/forked_trainings.py", folder, request.param).stderr
    else:
        said = torchrun("tests/shared_trainings.py", folder, processes=request.param).stderr
    record = json.loads((folder / "record.json").read_text())
    files = {name: load_file(folder / kind.__name__) for name, kind in NOISY.items()}
    return load_file(folder / "results") | record | {"stderr": said, "files": files}


@pytest.fixture(scope="module")
def one():
    """The history and the state of each training in one process."""
    found = {}
    for name, kind in QUIET.items():
        run = kind()
        found[name] = run.fit(), run.state()
    return found


@pytest.mark.parametrize("name", QUIET)
def test_several_processes_end_with_the_weights_of_one(several, one, name):
    state = {f"{name} {k}": v for k, v in one[name][1].items() if torch.is_tensor(v)}
    assert farthest({k: several[k] for k in state}, state) < SAME


@pytest.mark.parametrize("name", QUIET)
def test_several_processes_report_the_losses_of_one(several, one, name):
    found, expected = several["histories"][name], one[name][0].epochs
    assert found.keys() == expected.keys()
    for term, values in expected.items():
        assert found[term] == pytest.approx(values, abs=SAME)


@pytest.mark.parametrize("name", [*QUIET, "noisy"])
def test_all_processes_end_alike_their_random_state_included(several, name):
    first, *others = several[f"all {name}"]
    assert all(torch.equal(first, other) for other in others)


@pytest.mark.parametrize("name", NOISY)
def test_a_shared_run_is_continued_bit_for_bit(several, name):
    assert torch.equal(*several[f"continued {name}"])


def test_the_gradients_are_those_of_an_average_by_hand(several):
    by_hand, found = several["gradients"]
    assert by_hand.abs().max() > 0.1
    assert (by_hand - found).abs().max() < SAME


def test_each_process_and_step_draws_noise_of_its_own(several):
    drawn = several["noise"].flatten(0, 1)
    alike = torch.isclose(drawn[:, None], drawn).any(-1)
    assert torch.equal(alike, torch.eye(len(drawn), dtype=torch.bool))


def test_the_first_process_alone_writes_and_under_the_networks_own_names(several):
    first, *others = several["writes"].tolist()
    assert first > 0
    assert not any(others)
    for name, kind in NOISY.items():
        run = kind()
        network = run.model if name == "training" else run.generator
        part = "model." if name == "training" else "model.generator."
        held = several["files"][name]
        network.load_state_dict(
            {k.removeprefix(part): v for k, v in held.items() if k.startswith(part)}
        )


def test_what_would_be_another_model_is_refused(several):
    norms, small, late = several["said"]
    count = len(several["writes"])
    assert f"{count} processes would take the means of 1 each over its own share" in norms
    assert "the smallest of 50 examples in batches of 7 has 1" in small
    assert "first.bias was frozen when the training began and isn't now" in late


def test_nothing_is_said_that_a_reader_would_have_to_understand(several):
    assert "Warning" not in several["stderr"]


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
    said = torchrun(script, *options, tmp_path / "two").stdout
    assert said.count("device cpu, 2 process(es)") == 1  # the first process alone prints
    files = [tmp_path / name for name in ("one", "two")]
    weights = [
        {name: value for name, value in load_file(file).items() if name.startswith("model.")}
        for file in files
    ]
    assert len(weights[0]) == 12
    assert farthest(*weights) < NEAR
    losses = [json.loads(safe_open(file, "pt").metadata()["epochs"]) for file in files]
    assert losses[0].keys() == losses[1].keys()
    for name, values in losses[0].items():
        assert losses[1][name] == pytest.approx(values, abs=NEAR)


def test_alone_nothing_is_shared():
    batch = torch.arange(6.0).view(3, 2)
    before = torch.get_rng_state()
    with train.distributed.processes("cpu") as device, train.distributed.own_noise("anything"):
        assert device == torch.device("cpu")
        assert (train.distributed.count(), train.distributed.rank()) == (1, 0)
        assert torch.equal(train.distributed.share(batch), batch)
    for mean in (train.distributed.weighted, train.distributed.batch_mean):
        assert torch.equal(mean(batch.mean(), batch, batch), batch.mean())
    assert torch.equal(torch.get_rng_state(), before)
