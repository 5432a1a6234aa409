"""What the page on computing says of its stored measurements is so."""

import json

import pytest
from book_sources import ROOT

from genai_utils.costs import Law

STORED = json.loads((ROOT / "notebooks/8-compute.measured.json").read_text(encoding="utf-8"))
GRID = STORED["trainings"]["grid"]
FIT = STORED["fit"]


def test_no_step_is_faster_than_the_peak():
    for machine in ("CPU", "GPU"):
        peak = {kind: max(rates.values()) for kind, rates in STORED[machine]["peak"].items()}
        for row in (STORED[machine]["ours"] | STORED[machine]["widths"]).values():
            for way, seconds in row.items():
                if way not in ("operations", "weights"):
                    assert 0 < row["operations"] / seconds < peak[way.split(",")[0]], way


def test_every_setting_of_the_grid_was_trained_with_three_seeds():
    settings = {(row["width"], row["steps"]) for row in GRID}
    first = {(w, s) for w, s in settings if w <= 96 and s <= 3072}
    assert len(first) == 7 * 6
    for width, steps in first:
        seeds = {r["seed"] for r in GRID if (r["width"], r["steps"]) == (width, steps)}
        assert seeds == {0, 1, 2}


def test_the_learning_rates_are_those_of_the_lowest_validation_bits():
    rates = STORED["trainings"]["rate"]
    for width in {row["width"] for row in GRID}:
        tried = [row for row in rates if row["width"] == width]
        best = min(tried, key=lambda row: row["validation"])
        assert len(tried) == 4
        assert {row["peak"] for row in GRID if row["width"] == width} == {best["peak"]}


def test_the_seed_that_chose_the_rates_is_in_no_other_training():
    chosen = {row["seed"] for row in STORED["trainings"]["rate"]}
    assert not chosen & {row["seed"] for row in GRID + STORED["trainings"]["text"]}


def test_the_first_law_misses_by_several_times_the_difference_between_seeds():
    assert FIT["all"]["error"] > 3 * FIT["all"]["between seeds"]
    assert FIT["late"]["error"] < 2 * FIT["late"]["between seeds"]


def test_the_law_lies_inside_its_intervals():
    for name, value in FIT["late"]["law"].items():
        low, high = FIT["late"]["intervals"][name]
        assert low <= value <= high, name


def test_the_errors_are_those_of_the_stored_law():
    late = [row for row in GRID if row["steps"] >= 768 and row["width"] >= 16]
    law = Law(**FIT["late"]["law"])
    squares = [(law.loss(row["N"], 2048 * row["steps"]) - row["validation"]) ** 2 for row in late]
    assert (sum(squares) / len(squares)) ** 0.5 == pytest.approx(FIT["late"]["error"], abs=2e-3)


def test_what_two_processes_gain_is_never_more_than_two_by_the_law():
    for row in STORED["exchange"]["widths"].values():
        assert 0 < row["share of the exchange"] < 1
        assert row["measured"]["2"] > 0
