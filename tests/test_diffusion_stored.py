"""Diffusion and flow matching on the digits: what is stored fits together and fits the pages."""

import copy

import diffusion
import diffusion_measure as measures
import diffusion_tables
import pytest
import stored_json
import tables
import torch
import trade_offs
from safetensors.torch import load_file

from genai_utils import models

STORED = stored_json.read(diffusion.STORED)
TABLE = stored_json.read(trade_offs.STORED)
PAGE = diffusion_tables.PAGE.read_text(encoding="utf-8")


def with_table(table):
    made = {"families": diffusion_tables.families(table)}
    return tables.between(PAGE, "diffusion_tables", made)


def test_the_table_of_families_is_that_of_the_stored_runs():
    assert with_table(TABLE) == PAGE, "run `experiments/diffusion_tables.py`"


def test_a_changed_number_is_seen():
    changed = copy.deepcopy(TABLE)
    changed["trained"]["flow matching"]["Fréchet distance"][0] += 1
    assert with_table(changed) != PAGE


def test_both_tables_hold_what_was_stored():
    assert TABLE["trained"] == trade_offs.trained()


@pytest.mark.parametrize("kind", diffusion.KINDS)
def test_every_seed_is_there_with_everything(kind):
    seeds = len(STORED["seeds"])
    for key in ("plane", "budget", "steps", "bits", "bits on training digits"):
        assert len(STORED[key][kind]) == seeds
    for runs in STORED["table"][kind].values():
        assert len(runs) == seeds
    assert list(STORED["budget"][kind][0]) == [str(step) for step in diffusion.MARKS]
    for how in measures.OF_KIND[kind]:
        assert str(measures.PASSES[-1]) in STORED["steps"][kind][0][how]


@pytest.mark.parametrize("kind", diffusion.KINDS)
def test_a_training_costs_less_than_forty_minutes(kind):
    assert max(STORED["table"][kind]["seconds"]) < 40 * 60


def test_the_weights_are_small_and_answer():
    assert diffusion.WEIGHTS.stat().st_size < 1_200_000
    stored = load_file(diffusion.WEIGHTS)
    for kind in diffusion.KINDS:
        network = models.UNet(widths=(24, 48), classes=10)
        own = {name.split("/")[1]: it.float() for name, it in stored.items() if kind in name}
        network.load_state_dict(own)
        answer = network(torch.zeros(1, 1, 28, 28), torch.zeros(1), torch.tensor([10]))
        assert answer.abs().max() > 0.01


def test_more_passes_and_more_steps_are_better():
    """What the page reads off the curves, on every seed that is stored."""
    for kind in diffusion.KINDS:
        for run in STORED["steps"][kind]:
            for by_passes in run.values():
                values = [found["Fréchet distance"] for found in by_passes.values()]
                assert values[-1] < values[0] / 2
        for run in STORED["budget"][kind]:
            values = [found["Fréchet distance"] for found in run.values()]
            assert values[-1] < values[0] / 2


def test_guidance_trades_recall_for_agreement():
    for run in STORED["guidance"]["flow"]:
        weights = list(run)
        first, last = run[weights[0]], run[weights[-1]]
        assert last["agreement"] > first["agreement"]
        assert last["recall in a class"] < first["recall in a class"]


def test_the_shares_of_the_clouds_are_right():
    for kind in diffusion.KINDS:
        assert max(run["share"] for run in STORED["plane"][kind]) < 0.02
