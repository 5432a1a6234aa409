"""Settings of the digits' trainings, compared before one is chosen: `diffusion_choice.py`.

Training and validation digits, never test digits, one seed that no table uses, and for each
candidate about as many CPU seconds: a wider network takes fewer steps. Then the samplers, with the
candidate of the lowest distance. The lanes of `diffusion_lanes.py`, so this wants a GPU.

Stores `notebooks/8-diffusion-and-flow-matching.choice.json`. Takes two minutes of a GPU.
"""

from collections import defaultdict
from pathlib import Path

import cells
import diffusion
import diffusion_lanes as lanes
import diffusion_measure as measures
import parts
import stored_json
import torch
from torch import Tensor, nn

from genai_utils import losses

SEED, PASSES = 100, (20, 50, 100)
STORED = cells.NOTEBOOKS / f"{diffusion.NAME}.choice.json"


def logit_normal(x: Tensor) -> Tensor:
    """Most often half way."""
    return torch.randn(len(x), device=x.device).sigmoid()


def late(x: Tensor) -> Tensor:
    """More often near the digits: density 2t."""
    return torch.rand(len(x), device=x.device).sqrt()


def both_signs(names: dict) -> dict:
    """Each noise twice, once with either sign, on half as many digits: an unbiased loss, too."""

    def flow_loss(network: nn.Module, x: Tensor, labels: Tensor) -> Tensor:
        half = len(x) // 2
        x, labels = x[:half].repeat(2, 1, 1, 1), labels[:half].repeat(2)
        t, noise = names["times_of"](x[:half]).repeat(2), torch.randn_like(x[:half])
        noise = torch.cat([noise, -noise])
        answer = network(losses.flow_point(x, noise, t), t, labels)
        return losses.flow_matching_loss(answer, x, noise, torch.ones_like(x)).mean() / 784

    return {"LOSSES": names["LOSSES"] | {"flow": flow_loss}}


# Loss, steps, settings.
CANDIDATES: dict[str, tuple[str, int, dict]] = {
    "24 and 48": ("flow", 8000, {"WIDTHS": (24, 48)}),
    "32 and 64": ("flow", 6500, {"WIDTHS": (32, 64)}),
    "40 and 64": ("flow", 5000, {"WIDTHS": (40, 64)}),
    "rate / 2": ("flow", 6500, {"RATE": 1e-3}),
    "rate * 2": ("flow", 6500, {"RATE": 4e-3}),
    "half untold": ("flow", 6500, {"UNTOLD": 0.5}),
    "half way more often": ("flow", 6500, {"times_of": logit_normal}),
    "near the digits more often": ("flow", 6500, {"times_of": late}),
    "noise of both signs": ("flow", 6500, {"change": both_signs}),
    "half way more often, rate * 2": ("flow", 6500, {"times_of": logit_normal, "RATE": 4e-3}),
    "near the digits more often, rate * 2": ("flow", 6500, {"times_of": late, "RATE": 4e-3}),
    "diffusion": ("diffusion", 6500, {}),
    "diffusion, rate * 2": ("diffusion", 6500, {"RATE": 4e-3}),
    "diffusion, 24 and 48": ("diffusion", 8000, {"WIDTHS": (24, 48)}),
}


def validation_judge() -> measures.Judge:
    """The notebook's judge, that has seen training digits alone."""
    names = diffusion.recipe(SEED, parts.unseen(diffusion.NAME))
    names = cells.run(cells.tagged(diffusion.NAME, "judge"), names)
    return measures.Judge(names["classifier"], names["reference"])


def recipe(seed: int, settings: dict, parts: dict) -> dict:
    """What the notebook's recipe binds with these settings and parts of the data."""
    settings = dict(settings)
    change = settings.pop("change", lambda names: {})
    names = diffusion.recipe(seed, parts | settings)
    names.update(change(names))  # into the names that its functions look things up in
    return names


def trained() -> dict[str, lanes.Lane]:
    """A lane for each candidate; those of equally many steps run side by side."""
    unseen, found, together = parts.unseen(diffusion.NAME), {}, defaultdict(list)
    for label, (kind, steps, settings) in CANDIDATES.items():
        found[label] = lanes.Lane(recipe(SEED, settings, unseen), kind, steps, measures.DEVICE)
        together[steps].append(found[label])
    for group in together.values():
        lanes.train(group, (), lambda step: None)
    return found


def scored(judge: measures.Judge, lane: lanes.Lane, how: str, passes: int) -> dict[str, float]:
    """Means over two draws, of which one alone differs by three in the distance."""
    draws = [
        lane.names["draw"](how, lane.average, measures.noise_for(), passes, kind=lane.kind)
        for _ in range(2)
    ]
    runs = [judge.measures(samples) for samples in draws]
    mean = {key: sum(run[key] for run in runs) / len(runs) for key in runs[0]}
    return measures.rounded(mean)


def samplers(judge: measures.Judge, lane: lanes.Lane) -> dict[str, dict[str, float]]:
    found = {}
    for how in measures.OF_KIND[lane.kind]:
        for passes in PASSES:
            found[f"{how}, {passes} passes"] = scored(judge, lane, how, passes)
    return found


def main(path: Path = STORED) -> dict[str, lanes.Lane]:
    judge, table, found = validation_judge(), {}, trained()
    for label, lane in found.items():
        how = measures.MAIN[lane.kind][0]
        cost = {"steps": lane.steps, "loss": round(lane.loss.item(), 4)}
        table[label] = cost | scored(judge, lane, how, measures.MAIN_PASSES)
        print(label, table[label], flush=True)
    best = min(table, key=lambda label: table[label]["Fréchet distance"])
    table["samplers"] = {"of": best} | samplers(judge, found[best])
    stored_json.write(path, table)
    return found


if __name__ == "__main__":
    main()
