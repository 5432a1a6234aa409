"""Choose between two lengths of training on the validation photographs.

Compared are flow and flow-short by the PSNR of the best of eight fillings at temperature 0.8, and
regression and regression-long by the PSNR of their answers: a higher mean is chosen. Temperatures
and numbers of Euler steps stand beside them. The shorter flow and the longer regression have to be
trained before: `experiments/inpainting.py flow-short`, and so on.
Every second patch is taken.

Stores `notebooks/6-inpainting.chosen.json`. Takes two minutes of one core.
"""

import inpainting
import inpainting_score as score
import numpy as np
import stored_json
from torch import Tensor

from genai_utils import fidelity, fillings, runtime
from genai_utils.data import holes
from genai_utils.models import UNet

STORED = stored_json.NOTEBOOKS / "6-inpainting.chosen.json"
TEMPERATURES = (0.6, score.COOLER, 1.0)
BEST = f"best of {score.K}"


def network(name: str) -> UNet:
    return fillings.stored_network(inpainting.path_of(name))


def trainings() -> dict[str, dict]:
    """Steps, CPU seconds and the mean loss of the last twentieth, of each training compared."""
    found = {}
    for name in ("regression", "regression-long", "flow", "flow-short"):
        told = stored_json.read(inpainting.path_of(name).with_suffix(".json"))
        last = round(told["losses"][-1], 3)
        found[name] = {"steps": told["steps"], "cpu_seconds": told["cpu_seconds"], "loss": last}
    return found


def flow_rows(name: str, truth: Tensor, missing: Tensor, regression: Tensor) -> dict[str, dict]:
    """One flow at each temperature, the control at the page's, and twice as many steps there."""
    trained = network(name)
    found: dict[str, dict] = {}
    for temperature in TEMPERATURES:
        runtime.start(seed=0)
        drawn = fillings.flowed(trained, truth, missing, score.K, temperature=temperature)
        found |= score.rows_of(f"{name} at {temperature}", drawn, truth, missing)
        if temperature == score.COOLER:
            noisy = score.controls(regression, drawn, missing)["others'"]
            best = fidelity.best_of(noisy, truth, missing)
            found[f"regression and variations of {name}, {BEST}"] = score.scores(
                best, truth, missing
            )
    runtime.start(seed=0)
    finer = fillings.flowed(trained, truth, missing, score.K, 20, score.COOLER)
    return found | score.rows_of(f"{name} in 20 steps", finer, truth, missing)


def main() -> None:
    truth = score.patches_of("validation")[0][::2].contiguous()
    missing = holes.square().expand_as(truth).contiguous()
    smooth = fillings.biharmonic(truth, missing)
    answers = {"biharmonic": smooth}
    for name in ("regression", "regression-long"):
        answers[name] = fillings.regressed(network(name), truth, missing)
    found = {name: score.scores(it, truth, missing) for name, it in answers.items()}
    for name in ("flow", "flow-short"):
        found |= flow_rows(name, truth, missing, answers["regression"])
    best = f"at {score.COOLER}, {BEST}"
    pairs = [
        (f"flow {best}", f"flow-short {best}"),
        (f"flow {best}", "biharmonic"),
        (f"flow {best}", f"regression and variations of flow, {BEST}"),
        ("regression", "regression-long"),
    ]
    rows = score.table(found, truth, missing, np.arange(len(truth)))
    gaps = {
        f"{first} less {second}": score.difference(found, first, second, truth, missing)["psnr"]
        for first, second in pairs
    }
    table = {"patches": len(truth), "trainings": trainings(), "rows": rows, "gaps": gaps}
    stored_json.write(STORED, table)
    for name, row in (rows | gaps).items():
        print(f"{name:50}", row)


if __name__ == "__main__":
    main()
