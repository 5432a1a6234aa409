"""Diffusion and flow matching on the digits: what is stored fits together and fits the pages."""

import copy

import diffusion
import diffusion_choice as choice
import diffusion_distil
import diffusion_measure as measures
import diffusion_tables
import pytest
import stored_json
import tables
import torch
import trade_offs
from safetensors.torch import load_file

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


@pytest.mark.parametrize("kind", STORED["trained"])
def test_every_seed_is_there_and_every_part_was_looked_at(kind):
    seeds, steps = (STORED["trained"][kind][key] for key in ("seeds", "steps"))
    assert len(STORED["budget"][kind]) == len(STORED["grey"]) == len(seeds)
    assert all(STORED[part][kind] for part in measures.PARTS[kind])
    for how in measures.MAIN[kind]:
        for key, runs in STORED["table"][measures.NAMES[kind, how]].items():
            assert len(runs) == len(seeds), key
    assert list(STORED["budget"][kind][0])[-1] == str(steps)
    for how in measures.OF_KIND[kind]:
        assert str(measures.PASSES[-1]) in STORED["steps"][kind][0][how]


def test_both_losses_had_as_many_steps_and_seeds():
    assert set(STORED["trained"]) == set(measures.MAIN) == set(STORED["budget"])
    flow, diffusion_ = (STORED["trained"][kind] for kind in ("flow", "diffusion"))
    assert flow["steps"] == diffusion_["steps"]
    assert flow["seeds"] == diffusion_["seeds"] == [0, 1, 2]


def test_a_training_costs_less_than_forty_minutes():
    for columns in STORED["table"].values():
        assert max(columns["seconds"]) < 40 * 60


def test_the_weights_are_small_and_answer():
    assert diffusion.WEIGHTS.stat().st_size < 1_200_000
    network = diffusion.recipe(0)["new_network"]().eval()
    weights = load_file(diffusion.WEIGHTS)
    network.load_state_dict({name: it.float() for name, it in weights.items()})
    answer = network(torch.zeros(1, 1, 28, 28), torch.zeros(1), torch.tensor([10]))
    assert answer.abs().max() > 0.01


def test_no_setting_that_was_tried_is_better_than_what_is_used_by_more_than_a_draw_differs():
    table = stored_json.read(choice.STORED)
    assert set(table) == set(choice.CANDIDATES)
    used, *others = (found["Fréchet distance"] for found in table.values())
    assert min(others) > used - 3


def distances(by_number):
    return [found["Fréchet distance"] for found in by_number.values()]


def test_more_passes_and_a_longer_training_are_better():
    """What the page reads off its curves, on every seed that is stored."""
    for runs in STORED["steps"].values():
        for values in (distances(found) for run in runs for found in run.values()):
            assert values[-1] < values[0] / 2
    for runs in STORED["budget"].values():
        for values in map(distances, runs):
            assert values[-1] < values[0]


def mean_distance(kind, how, passes):
    runs = [run[how][str(passes)]["Fréchet distance"] for run in STORED["steps"][kind]]
    return sum(runs) / len(runs)


def test_the_page_orders_samplers_by_their_means():
    for passes in (10, 20, 50, 100):
        assert mean_distance("diffusion", "DDIM", passes) > mean_distance("flow", "DDIM", passes)
    at_ten = [mean_distance("flow", how, 10) for how in ("DDIM", "Heun", "Euler", "chain")]
    assert at_ten[0] == min(at_ten)
    assert at_ten[3] == max(at_ten)
    assert mean_distance("flow", "Heun", 2) > 2 * mean_distance("flow", "Euler", 2)
    assert mean_distance("flow", "Euler", 1) > 400


def test_what_dequantising_adds_a_sample_loses_again():
    names = diffusion.recipe(0)
    grey = torch.arange(256).repeat(4)[:784].view(1, 784) / 255
    found = names["quantised"](names["dequantised"](grey))
    torch.testing.assert_close(found, grey, rtol=0, atol=1e-6)


def test_few_steps_give_impossible_bits_and_more_steps_agree():
    """What the page says of the likelihood: from 80 to 200 steps it moves little."""
    few, more, most = STORED["bits by steps"].values()
    assert few["least"] < 0 < most["least"]
    assert most["mean"] - more["mean"] < (more["mean"] - few["mean"]) / 4


def test_a_student_of_one_pass_is_nearer_than_its_flow():
    students = stored_json.read(diffusion_distil.STORED)
    assert (students["steps"], students["of"]) == (
        diffusion_distil.STEPS,
        STORED["trained"]["flow"]["steps"],
    )
    euler = STORED["steps"]["flow"][0]["Euler"]
    for passes in {*students["passes"]} & {*euler}:
        student = students["passes"][passes][0]["Fréchet distance"]
        assert student < euler[passes]["Fréchet distance"] / 2


def test_guidance_trades_recall_for_agreement():
    for run in (run for runs in STORED["guidance"].values() for run in runs):
        first, *_, last = run.values()
        assert last["agreement"] > first["agreement"]
        assert last["recall in a class"] < first["recall in a class"]
