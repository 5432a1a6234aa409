"""The stored networks and scores of the inpainting page: sizes, a training again, and the goals."""

import json
import math
import re

import book_sources
import inpainting
import inpainting_score as score
import pytest
import torch

from genai_utils import fillings
from genai_utils.data import holes, photographs

STORED = book_sources.ROOT / "notebooks"
SCORES = json.loads((STORED / "6-inpainting.scores.json").read_text(encoding="utf-8"))["square"]
CHOICE = json.loads((STORED / "6-inpainting.chosen.json").read_text(encoding="utf-8"))
BEST = "flow at 0.8, best of 8"
PAGE = book_sources.pages()["book/6-applications/inpainting.md"]


def told(kind):
    return json.loads((STORED / f"6-inpainting.{kind}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", inpainting.CHOSEN)
def test_a_network_is_small(kind):
    path = STORED / f"6-inpainting.{kind}.safetensors"
    assert path.stat().st_size <= 2_000_000
    assert sum(it.numel() for it in fillings.stored_network(path).parameters()) <= 300_000
    assert told(kind)["steps"] == inpainting.PLANS[kind].steps


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["flow", "regression"])
def test_a_twentieth_of_the_training_loses_as_much_again(kind):
    steps = inpainting.PLANS[kind].steps // 20
    _, losses = inpainting.train(kind, photographs.photographs("train"), told(kind)["seed"], steps)
    assert sum(losses) / steps == pytest.approx(told(kind)["losses"][0], rel=0.02)


def test_the_scores_are_those_of_the_stored_networks():
    """What needs no noise, the copy and the regression, computed again."""
    truth, names = score.patches_of("test")
    assert SCORES["patches"] == len(names) == 88
    missing = holes.square()[None].expand_as(truth).contiguous()
    network = fillings.stored_network(inpainting.path_of("regression"))
    again = {
        "copy": fillings.copied(truth, missing, score.library()),
        "regression": fillings.regressed(network, truth, missing),
    }
    for name, filling in again.items():
        found, stored = score.scores(filling, truth, missing), SCORES["rows"][name]
        assert found["psnr"].mean().item() == pytest.approx(stored["psnr"], abs=0.02)
        assert found["ssim"].mean().item() == pytest.approx(stored["ssim"], abs=0.002)


def test_a_drawn_filling_varies_and_the_best_of_eight_looks_at_the_truth():
    rows = SCORES["rows"]
    assert rows[BEST]["psnr"] > rows["flow at 0.8, one"]["psnr"]
    assert rows["flow, mean of 8"]["psnr"] > rows["flow, one"]["psnr"]
    assert torch.tensor(SCORES["spread"]["spread"]).min() > 0


def test_a_single_filling_costs_less_than_a_perfect_one_and_varies_too_little():
    rows, stored = SCORES["rows"], SCORES["spread"]
    cost = rows["regression"]["psnr"] - rows["flow, one"]["psnr"]
    assert f"and {cost:.2f} decibels behind" in PAGE
    assert cost < 10 * math.log10(2)
    spread, error = (torch.tensor(stored[name]) for name in ("spread", "error of the mean"))
    assert (error.square().mean() / spread.square().mean()).sqrt() > (1 + 1 / 8) ** 0.5
    assert torch.stack([spread, error]).log().corrcoef()[0, 1] > 0.9


def test_page_and_notebook_tell_what_the_notebook_printed_of_eight_tries():
    notebook = book_sources.notebooks()["notebooks/6-inpainting.ipynb"]
    printed = "".join(
        it.get("text", "") for cell in notebook.cells for it in cell.get("outputs", [])
    )
    *_, control = re.findall(r"eight tries add (\S+) dB", printed)
    (flow,) = re.findall(r"to the flow they add (\S+) dB", printed)
    prose = book_sources.pages()["notebooks/6-inpainting.ipynb"]
    assert f"by {flow} decibels above its single filling, and the control by {control}" in PAGE
    assert f"{control} decibels against {flow}" in prose
    assert round(7 * float(control) / float(flow)) == 6  # "six sevenths"
    measured, expected = re.search(r"spread: (\S+); drawn as the truth is: (\S+)", printed).groups()
    assert f"the error is {measured} times the spread in place of {expected}" in prose


@pytest.mark.parametrize("other", ["copy", "biharmonic"])
def test_the_best_of_eight_beats_the_methods_without_a_network(other):
    rows, gap = SCORES["rows"], SCORES["best less others"][other]
    better = [key for key in ("psnr", "ssim") if rows[BEST][key] > rows[other][key]]
    assert any(gap[key][1] > 0 for key in better), "not by more than chance"


def test_the_flow_is_sharper_than_the_regression():
    rows, distance = SCORES["rows"], lambda name: abs(1 - SCORES["rows"][name]["sharpness"])
    assert rows[BEST]["sharpness"] > rows["regression"]["sharpness"]
    assert distance(BEST) < distance("regression")


@pytest.mark.parametrize(
    ("chosen", "other"),
    [(BEST, "flow-short at 0.8, best of 8"), ("regression", "regression-long")],
)
def test_the_trainings_were_chosen_on_the_validation_photographs(chosen, other):
    assert CHOICE["rows"][chosen]["psnr"] > CHOICE["rows"][other]["psnr"]
    for kind in ("flow", "regression"):
        assert CHOICE["trainings"][kind]["steps"] == told(kind)["steps"]


def test_the_page_says_how_long_the_networks_were_trained():
    short, long, whole = map(told, ("regression", "flow", "whole"))
    for words in (
        f"{short['steps']} steps, {short['cpu_seconds']} CPU seconds",
        f"the flow for {long['steps']}, {long['cpu_seconds']} CPU seconds",
        f"more steps, {whole['steps']} against {long['steps']}",
    ):
        assert words in PAGE
