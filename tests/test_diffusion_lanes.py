"""A lane of `experiments/diffusion_lanes.py` computes what the notebook's own loop computes."""

import diffusion
import diffusion_lanes as lanes
import pytest
import torch

SMALL = {"WIDTHS": (4, 8), "BATCH": 8}
CPU = torch.device("cpu")


def names():
    return diffusion.recipe(0, SMALL)


@pytest.mark.parametrize("kind", ["flow", "diffusion"])
def test_a_lane_does_the_steps_of_the_notebook(kind):
    bound = names()
    expected, history = bound["digit_training"](kind, 5)
    lane = lanes.Lane(names(), kind, 5, CPU)
    lanes.train([lane], (), lambda step: None)
    for found, wanted in zip(lane.average.parameters(), expected.parameters(), strict=True):
        torch.testing.assert_close(found, wanted, rtol=0, atol=1e-4)  # a step moves 2e-3
    assert lane.loss.item() == pytest.approx(history[-1])


def test_marks_and_the_end_are_told_once_each():
    heard = []
    lanes.train([lanes.Lane(names(), "flow", 4, CPU)], (2, 4, 9), heard.append)
    assert heard == [2, 4]


def test_unchecked_asks_nothing_and_lets_go_again():
    nan = torch.tensor(float("nan"))
    with lanes.unchecked():
        assert bool(torch.isfinite(nan))
    assert not bool(torch.isfinite(nan))
