"""The training loop: what it records and refuses. How it resumes: test_train_resume.py."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from small_training import BATCHES, EPOCHS, Interrupted, Training

from genai_utils import train


def test_the_history_holds_the_mean_over_examples_of_each_epoch():
    run = Training()
    seen = []

    def step(model, batch):
        terms = run.step(model, batch)
        seen.append((len(batch), terms["loss"].item(), terms["noise"].item()))
        return terms

    history = run.fit(step=step)
    sizes, losses, noises = np.array(seen).reshape(EPOCHS, BATCHES, 3).transpose(2, 0, 1)
    assert sizes[0].tolist() == [8, 8, 8, 8, 8, 8, 2]  # the last batch counts less
    for term, values in (("loss", losses), ("noise", noises)):
        means = np.average(values, axis=1, weights=sizes)
        np.testing.assert_allclose(history[term], means, rtol=1e-12)
        assert np.abs(means - values.mean(1)).max() > 1e-4  # the difference would be seen
    assert all(isinstance(value, float) for value in history["loss"])


def test_every_epoch_visits_every_example_once_in_another_order():
    run = Training()
    visited = []

    def step(model, batch):
        visited.extend(batch[:, 0].tolist())
        return run.step(model, batch)

    run.fit(step=step)
    epochs = torch.tensor(visited).view(EPOCHS, 50).tolist()
    assert all(sorted(epoch) == sorted(run.data[:, 0].tolist()) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == EPOCHS


def test_it_is_the_loop_written_out_by_hand():
    run = Training()
    orders = []

    def step(model, batch):
        orders.append(batch)
        return run.step(model, batch)

    run.fit(step=step)
    by_hand = Training()  # made last, because making it seeds the noise
    for batch in orders:  # only the order of the batches is taken over
        by_hand.optimizer.zero_grad()
        by_hand.step(by_hand.model, batch)["loss"].backward()
        by_hand.optimizer.step()
        by_hand.schedule.step()
    assert torch.equal(run.model.weight, by_hand.model.weight)


def test_the_seed_decides_the_order():
    first, again, other = (Training().fit(seed=seed)["loss"] for seed in (3, 3, 4))
    assert first == again != other


def test_the_schedule_steps_once_a_batch():
    run = Training()
    run.fit()
    assert run.schedule.last_epoch == EPOCHS * BATCHES


def test_the_model_is_trained_in_training_mode():
    run = Training()
    run.model.eval()
    run.fit()
    assert run.model.training


@pytest.mark.parametrize(
    "bad",
    [
        {"epochs": 0},
        {"epochs": -3},
        {"batch_size": 0},
        {"batch_size": -8},
        {"save_every": 0},
        {"save_every": -1},
        {"seed": -1},
        {"data": torch.zeros(0, 6)},
    ],
    ids=lambda bad: "-".join(map(str, bad)),
)
def test_a_bad_budget_is_refused_before_anything_starts(tmp_path, bad):
    run = Training()
    before = run.state()
    calls = []
    with pytest.raises(ValueError, match=r"at least .* got"):
        run.fit(**{"checkpoint": tmp_path / "run.safetensors"} | bad, step=calls.append)
    assert not calls
    assert not list(tmp_path.iterdir())
    run.require_same(before)


def test_a_checkpoint_in_no_folder_is_refused_before_anything_starts(tmp_path):
    calls = []
    with pytest.raises(ValueError, match="missing"):
        Training().fit(checkpoint=tmp_path / "missing" / "run.safetensors", step=calls.append)
    assert not calls


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_not_finite_stops_the_run_before_the_step(bad):
    run = Training()
    states = []

    def step(model, batch):
        terms = run.step(model, batch)
        states.append(run.state())
        if len(states) == BATCHES + 3:
            terms["loss"] = terms["loss"] * bad
        return terms

    with pytest.raises(FloatingPointError, match=r"epoch 1, batch 2.*'loss': -?(nan|inf).*'noise'"):
        run.fit(step=step)
    run.require_same(states[-1])
    assert all(value.isfinite().all() for value in run.model.state_dict().values())


def test_a_run_with_a_loss_that_is_not_finite_keeps_its_last_checkpoint(tmp_path):
    path = tmp_path / "run.safetensors"
    run = Training()
    with pytest.raises(Interrupted):
        run.fit(checkpoint=path, save_every=2, stop_at=6)
    kept = path.read_bytes()

    def step(model, batch):
        return {"loss": (model(batch) * math.nan).mean()}

    with pytest.raises(FloatingPointError, match="epoch 0, batch 4"):
        Training().fit(checkpoint=path, step=step)
    assert path.read_bytes() == kept


def test_a_step_without_a_loss_is_an_error():
    with pytest.raises(KeyError, match="loss"):
        Training().fit(step=lambda model, batch: {"rate": model(batch).mean()})


@pytest.mark.slow
@pytest.mark.parametrize("disabled", [False, True])
def test_the_progress_bar_can_be_turned_off(disabled):
    # In a process of its own, because tqdm reads the variable when it is imported.
    package = Path(train.__file__).resolve().parents[1]
    paths = f"import sys; sys.path[:0] = [{str(package)!r}, {str(Path(__file__).parent)!r}]; "
    code = paths + "from small_training import Training; Training().fit()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"TQDM_DISABLE": "1"} if disabled else {},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == ""
    assert ("28/28" in done.stderr) is not disabled
