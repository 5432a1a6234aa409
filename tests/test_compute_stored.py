"""What the page on computing says of its stored measurements is so."""

import json
import math

import numpy as np
import pytest
from book_sources import ROOT

from genai_utils.costs import Law, speed_up

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


def test_the_longest_trainings_read_the_text_29_times():
    read = max(2048 * row["steps"] / row["characters"] for row in GRID)
    assert round(read) == 29


def test_the_two_widest_models_get_worse_in_the_longest_trainings():
    bits = {(r["width"], r["steps"], r["seed"]): r["validation"] for r in GRID}
    worse = {w for w, s, seed in bits if s == 6144 and bits[w, s, seed] > bits[w, 3072, seed]}
    assert {96, 128} <= worse


def test_the_smallest_model_never_leaves_the_plateau():
    assert min(row["validation"] for row in GRID if row["width"] == 8) > 3.3


def test_which_sizes_are_lowest_at_two_budgets():
    """Between two lengths of a training its bits are taken from the line between both."""
    curves: dict = {}
    for row in GRID:
        curves.setdefault(row["N"], {}).setdefault(row["steps"], []).append(row["validation"])

    def bits(size, operations):
        steps, found = zip(*sorted(curves[size].items()), strict=True)
        work = [math.log(6 * size * 2048 * step) for step in steps]
        means = [sum(each) / len(each) for each in found]
        return np.interp(math.log(operations), work, means, left=math.inf)

    best = {F: sorted(curves, key=lambda size: bits(size, F)) for F in (1e11, 1e12)}
    assert best[1e11][0] == 7680
    assert set(best[1e12][:2]) == {27648, 59904}


def test_an_exchange_by_hand_is_always_behind_the_librarys():
    for row in STORED["exchange"]["widths"].values():
        assert 1 < row["by hand"] < row["measured"]["2"]


def test_what_two_processes_gain_is_never_more_than_the_law_says():
    for row in STORED["exchange"]["widths"].values():
        assert row["measured"]["2"] < speed_up(2, **row["law"]) < 2
