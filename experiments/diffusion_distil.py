"""Fewer passes by distillation: a student takes in one step what its teacher takes in two.

`python experiments/diffusion_distil.py STEP SEED ...` begins with the flows that `diffusion.py`
trained for STEP steps, and halves the passes of Euler's rule from `FIRST` to one, a student after
the other, each trained for `STEPS` steps from its teacher's weights. Source: the loss of
salimans2022progressive, for a velocity. Its settings weren't searched. A training is a lane of
`diffusion_lanes.py`, so this wants a GPU.

Stores `notebooks/8-diffusion-and-flow-matching.distilled.json`. Takes a minute of a GPU.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import cells
import diffusion
import diffusion_lanes as lanes
import diffusion_measure as measures
import stored_json
import torch
from torch import Tensor, nn

from genai_utils import losses

FIRST, STEPS, RATE = 16, 500, 5e-4
STORED = cells.NOTEBOOKS / f"{diffusion.NAME}.distilled.json"


def loss_of(teacher: nn.Module, passes: int) -> Callable[[nn.Module, Tensor, Tensor], Tensor]:
    """How far a student of so many passes is from two steps of its teacher, as a velocity."""

    def loss(network: nn.Module, x: Tensor, labels: Tensor) -> Tensor:
        length, half = 1 / passes, 0.5 / passes
        t = torch.randint(passes, (len(x),), device=x.device) * length
        point = losses.flow_point(x, torch.randn_like(x), t)
        with torch.no_grad():
            middle = point + half * teacher(point, t, labels)
            end = middle + half * teacher(middle, t + half, labels)
        wanted = (end - point) / length
        return ((network(point, t, labels) - wanted) ** 2).mean()

    return loss


def halved(teachers: list[lanes.Lane], passes: int) -> list[lanes.Lane]:
    """Students of so many passes, each from its teacher."""
    students = []
    for teacher in teachers:
        names = teacher.names | {"RATE": RATE}
        names["LOSSES"] = {"distilled": loss_of(teacher.average, passes)}
        student = lanes.Lane(names, "distilled", STEPS, measures.DEVICE)
        for network in (student.network, student.average):
            network.load_state_dict(teacher.average.state_dict())
        students.append(student)
    lanes.train(students, (), lambda step: None)
    return students


def first_teacher(seed: int, step: int) -> lanes.Lane:
    names = diffusion.recipe(seed)
    lane = lanes.Lane(names, "flow", 1, measures.DEVICE)
    diffusion.loaded(lane.average, diffusion.path_of("flow", seed, step))
    return lane


def main(step: int, seeds: list[int], path: Path = STORED) -> None:
    found: dict[str, list] = {}
    group, passes = [first_teacher(seed, step) for seed in seeds], FIRST
    judges = [diffusion.judge_of(seed)[0] for seed in seeds]
    while passes >= 1:
        group = halved(group, passes)
        for judge, lane in zip(judges, group, strict=True):
            samples = lane.names["draw"]("Euler", lane.average, measures.noise_for(), passes)
            found.setdefault(str(passes), []).append(judge.measures(samples))
        print(passes, found[str(passes)], flush=True)
        said = {"seeds": seeds, "steps": STEPS, "of": step}
        stored_json.write(path, said | {"passes": found})
        passes //= 2


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(it) for it in sys.argv[2:]])
