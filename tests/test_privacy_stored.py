"""What the page on privacy says of its stored measurements is so."""

import json

import numpy as np
import pytest
from book_sources import ROOT

from genai_utils import privacy
from genai_utils.widgets import OneDigit

STORED = json.loads((ROOT / "notebooks/8-privacy.measured.json").read_text(encoding="utf-8"))
VAE, SECRETS = STORED["vae"], STORED["secrets"]
EPSILONS = ("0.5", "1", "2", "4", "8", "16", "32")
TESTS = ("score", "reference", "ratio", "nearest", "nearest, reference")


def mean(name, test, what="area"):
    return float(np.mean(VAE[name][test][what]))


@pytest.mark.parametrize("epsilon", EPSILONS)
def test_no_stored_test_beats_the_promise_of_its_training(epsilon):
    most = privacy.area_bound(float(epsilon), 1e-5)
    rows = [STORED[kind][f"epsilon {epsilon}"] for kind in ("vae", "classes")]
    found = [row[test]["area"] for row in rows for test in TESTS if test in row]
    assert sorted(map(len, found)) == [8] * len(found), "eight models were attacked"
    # Half of its interval is what an area over 4,000 digits may lie above the true one.
    low, high = VAE[f"epsilon {epsilon}"]["score"]["interval"]
    assert max(map(max, found)) <= most + (high - low) / 2


def test_the_bound_would_notice_a_training_without_noise():
    assert max(VAE["2,000 digits"]["ratio"]["area"]) > privacy.area_bound(4.0, 1e-5)


@pytest.mark.parametrize("name", ["500 digits", "2,000 digits", "2,000, moved"])
def test_a_digit_compared_with_itself_is_found_more_often(name):
    for what in ("area", "caught"):
        assert mean(name, "score", what) < mean(name, "reference", what)
        if "ratio" in VAE[name]:
            assert mean(name, "reference", what) < mean(name, "ratio", what)


def test_the_held_out_bound_still_rises_while_members_come_apart():
    rows = [f"after {steps}" for steps in (250, 500, 1000, 2000, 4000)] + ["2,000 digits"]
    bounds = [VAE[name]["validation"] for name in rows]
    areas = [mean(name, "ratio") for name in rows]
    assert bounds == sorted(bounds)
    assert areas == sorted(areas)


def test_a_model_of_other_members_tells_nothing():
    assert np.mean(VAE["control"]["area"]) == pytest.approx(0.5, abs=0.01)


def test_more_noise_costs_quality():
    bounds = [VAE[f"epsilon {epsilon}"]["test"] for epsilon in EPSILONS]
    assert bounds == sorted(bounds)
    assert bounds[-1] < VAE["2,000 digits"]["test"]


def test_copies_are_said_and_literal_ones_can_be_taken_out():
    kinds = ("planted", "planted, once", "varied, once", "varied, no shared")
    said = {kind: SECRETS[kind]["said"] for kind in kinds}
    assert min(said["planted"][-1], said["varied, once"][-1]) >= 23  # of 24
    assert said["planted, once"] == said["varied, no shared"] == [0] * 8
    assert min(SECRETS["planted, once"]["rank"]) > 90
    assert SECRETS["planted"]["rank"] == sorted(SECRETS["planted"]["rank"], reverse=True)


def test_taking_out_copies_costs_no_bits():
    bits = np.array(SECRETS["bits a character"]).reshape(4, 3)  # planted; once; varied; no shared
    assert abs(bits[1].mean() - bits[0].mean()) < bits[0].std(ddof=1)


def test_the_areas_on_the_page_are_those_of_the_scores_in_the_figure():
    with np.load(ROOT / "notebooks/8-privacy.digits.npz") as arrays:
        for name, areas in STORED["digit"].items():
            if name == "seconds":
                continue
            run = arrays[f"{name}: scores"].astype(float), arrays[f"{name}: in"]
            figure = OneDigit({name: run}, arrays["pictures"], [str(i) for i in range(8)])
            for figure.digit, area in enumerate(areas):
                assert figure.area() == pytest.approx(area, abs=0.01)
