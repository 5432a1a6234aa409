"""Settings of the digits' trainings on validation digits: `diffusion_choice.py LABEL ...`.

Training and validation digits, never test digits, one seed that no table uses, and short trainings
by the flow's loss: `STEPS` steps. Without a label all candidates are trained.

Stores `notebooks/8-diffusion-and-flow-matching.rates.json`. Takes 3 CPU minutes for a candidate.
"""

import sys

import cells
import diffusion
import diffusion_lanes as lanes
import diffusion_measure as measures
import parts
import stored_json

SEED, STEPS, PASSES = 100, 1200, 20
STORED = cells.NOTEBOOKS / f"{diffusion.NAME}.rates.json"


CANDIDATES: dict[str, dict] = {"as it is": {}, "rate / 2": {"RATE": 1e-3}}


def judge_of_validation() -> measures.Judge:
    """The notebook's judge, that has seen training digits alone."""
    names = diffusion.recipe(SEED, parts.unseen(diffusion.NAME))
    names = cells.run(cells.tagged(diffusion.NAME, "judge"), names)
    return measures.Judge(names["classifier"], names["reference"])


def scored(judge: measures.Judge, settings: dict) -> dict[str, float]:
    """Means over two draws, of which one alone differs by some three in the distance."""
    names = diffusion.recipe(SEED, parts.unseen(diffusion.NAME) | settings)
    lane = lanes.Lane(names, "flow", STEPS, measures.DEVICE)
    lanes.train([lane], (), lambda step: None)
    how = measures.MAIN["flow"][0]
    draws = (names["draw"](how, lane.average, measures.noise_for(), PASSES) for _ in range(2))
    first, second = map(judge.measures, draws)
    return measures.rounded({key: (first[key] + second[key]) / 2 for key in first})


def main(labels: list[str]) -> None:
    judge = judge_of_validation()
    for label in labels or list(CANDIDATES):
        stored_json.add(STORED, {label: scored(judge, CANDIDATES[label])})


if __name__ == "__main__":
    main(sys.argv[1:])
