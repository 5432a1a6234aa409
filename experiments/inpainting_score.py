"""Score the fillings of the test photographs; settings come from `inpainting_choice.py`.

Stores `notebooks/6-inpainting.scores.json`. Takes about two minutes of one core.
"""

import json

import inpainting
import numpy as np
import stored_json
import torch
from torch import Tensor

from genai_utils import fidelity, fillings, intervals, runtime
from genai_utils.data import holes, photographs

K = 8
COOLER = 0.8  # chosen on the validation photographs, from 0.6, 0.8 and 1
STORED = stored_json.NOTEBOOKS / "6-inpainting.scores.json"


def patches_of(part: str) -> tuple[Tensor, list[str]]:
    """All patches of a part on a grid, and the photograph of each."""
    grids = {name: photographs.grid(it) for name, it in photographs.photographs(part).items()}
    names = [name for name, it in grids.items() for _ in it]
    return torch.cat(list(grids.values())), names


def library() -> Tensor:
    """The training patches to copy from, one at every fourth pixel."""
    photos = photographs.photographs("train").values()
    return torch.cat([photographs.grid(it, stride=4) for it in photos])


def scores(filling: Tensor, truth: Tensor, missing: Tensor) -> dict[str, Tensor]:
    """PSNR and SSIM of each patch, and the two sums of gradients whose ratio is the sharpness."""
    truth = truth.expand_as(filling)
    return {
        "psnr": fidelity.psnr(filling, truth, missing),
        "ssim": fidelity.ssim(filling, truth, missing),
        "gradient": fidelity.gradient_sum(filling, missing),
    }


def rows_of(name: str, drawn: Tensor, truth: Tensor, missing: Tensor) -> dict[str, dict]:
    """The rows of a method that draws: one filling, the mean of K, and the best of K."""
    best = fidelity.best_of(drawn, truth, missing)
    return {
        f"{name}, one": scores(drawn[0], truth, missing),
        f"{name}, mean of {K}": scores(drawn.mean(0), truth, missing),
        f"{name}, best of {K}": scores(best, truth, missing),
    }


def controls(regression: Tensor, drawn: Tensor, missing: Tensor) -> dict[str, Tensor]:
    """The regression's answer K times, each time with noise as strong as the flow varies there.

    "white": independent for each pixel. "others'": the variations of another patch, made as strong.
    """
    width = fidelity.spread(drawn, missing).float().view(-1, 1, 1, 1)
    white = torch.randn_like(drawn) * width
    variations = (drawn - drawn.mean(0)).roll(1, dims=1)
    strength = fidelity.spread(variations, missing).float().view(-1, 1, 1, 1).clamp(min=1e-4)
    others = variations / strength * width
    return {
        name: fillings.joined(regression, regression + noise, missing.expand_as(noise))
        for name, noise in (("white", white), ("others'", others))
    }


def measured(networks: dict, truth: Tensor, missing: Tensor, stored: Tensor) -> tuple[dict, dict]:
    """The scores of every method, and how the flow's spread stands to its mean's error."""
    regression = fillings.regressed(networks["regression"], truth, missing)
    found = {
        "copy": scores(fillings.copied(truth, missing, stored), truth, missing),
        "biharmonic": scores(fillings.biharmonic(truth, missing), truth, missing),
        "regression": scores(regression, truth, missing),
    }
    full = fillings.flowed(networks["flow"], truth, missing, K)
    found |= rows_of("flow", full, truth, missing)
    drawn = fillings.flowed(networks["flow"], truth, missing, K, temperature=COOLER)
    found |= rows_of(f"flow at {COOLER}", drawn, truth, missing)
    repainted = fillings.repainted(networks["whole"], truth, missing, K)
    found |= rows_of("RePaint", repainted, truth, missing)
    for name, noisy in controls(regression, drawn, missing).items():
        best = fidelity.best_of(noisy, truth, missing)
        found[f"regression and {name} noise, best of {K}"] = scores(best, truth, missing)
    spread = {
        "spread": fidelity.spread(full, missing),
        "error of the mean": fidelity.root_error(full.mean(0), truth, missing),
        "spread, RePaint": fidelity.spread(repainted, missing),
    }
    return found, spread


def table(found: dict, truth: Tensor, missing: Tensor, chosen: np.ndarray) -> dict[str, dict]:
    """Means over the chosen patches, rounded."""
    whole = fidelity.gradient_sum(truth, missing)[chosen].sum()
    return {
        name: {
            "psnr": round(row["psnr"][chosen].mean().item(), 2),
            "ssim": round(row["ssim"][chosen].mean().item(), 3),
            "sharpness": round((row["gradient"][chosen].sum() / whole).item(), 3),
        }
        for name, row in found.items()
    }


def difference(found: dict, first: str, second: str, truth: Tensor, missing: Tensor) -> dict:
    """First minus second: the mean, and its 99 % interval over patches, paired."""
    of_truth, result = fidelity.gradient_sum(truth, missing).numpy(), {}
    for key in ("psnr", "ssim", "gradient"):
        pair = (found[first][key] - found[second][key]).numpy()
        weight = of_truth if key == "gradient" else np.ones(len(pair))

        def ratio(index: np.ndarray, pair: np.ndarray = pair, weight: np.ndarray = weight) -> float:
            return float(pair[index].sum() / weight[index].sum())

        numbers = ratio(np.arange(len(pair))), *intervals.over_examples(ratio, len(pair))
        name = "sharpness" if key == "gradient" else key
        result[name] = [round(number, 3) for number in numbers]
    return result


def report(networks: dict, mask: Tensor) -> dict:
    truth, names = patches_of("test")
    missing = mask.expand_as(truth).contiguous()
    runtime.start(seed=0)
    found, spread = measured(networks, truth, missing, library())
    everywhere = np.arange(len(names))
    best = f"flow at {COOLER}, best of {K}"
    others = [name for name in found if name != best]
    return {
        "patches": len(names),
        "rows": table(found, truth, missing, everywhere),
        "by photograph": {
            name: table(found, truth, missing, np.flatnonzero(np.array(names) == name))
            for name in dict.fromkeys(names)
        },
        "best less others": {
            name: difference(found, best, name, truth, missing) for name in others
        },
        "spread": {name: [round(v, 4) for v in it.tolist()] for name, it in spread.items()},
    }


def main() -> None:
    networks = {
        kind: fillings.stored_network(inpainting.path_of(kind)) for kind in inpainting.CHOSEN
    }
    found = {"square": report(networks, holes.square()[None])}
    stored_json.write(STORED, found)
    print(json.dumps(found["square"]["rows"], indent=1))


if __name__ == "__main__":
    main()
