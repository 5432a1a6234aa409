"""Diffusion and flow matching by the cells of `8-diffusion-and-flow-matching`, trained to the end.

`python experiments/diffusion.py train 0 1 2`, `measure 0 1 2`, `table 0 1 2`, `ship 0`.

`train` runs the notebook's loop: in the plane, then on the digits for each of `BUDGETS` steps, and
writes the weights to `_build/diffusion`. `measure` draws and measures, `table` adds the rows of
the table of trade-offs, and `ship` stores one seed's weights. Those stored now were made on one
NVIDIA H200, where a step of the same cells was recorded once as a CUDA graph and then replayed, so
a CPU's have other dice. The seconds are a CPU's: steps times the seconds of a step, one thread.

Stores `notebooks/8-diffusion-and-flow-matching.measured.json`, which the page on trends and the
table of trade-offs show, and `notebooks/8-diffusion-and-flow-matching.safetensors`.
Takes two CPU hours for each seed and family with all budgets, 30 minutes with the last alone.
"""

import json
import sys
import time
from pathlib import Path

import cells
import diffusion_measure as measures
import recipes
import stored_json
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from genai_utils import data, judge, runtime

NAME = "8-diffusion-and-flow-matching"
BUDGETS = (750, 1500, 3000, 6000, 12000, 24000)
PLANE = {"steps": 20_000, "batch": 4096, "width": 128, "rate": 5e-3}
KINDS = ("diffusion", "flow")
TRAINED = cells.NOTEBOOKS.parent / "_build" / "diffusion"
STORED = cells.NOTEBOOKS / f"{NAME}.measured.json"
WEIGHTS = cells.NOTEBOOKS / f"{NAME}.safetensors"


def recipe(seed: int) -> dict:
    """What the notebook's cells tagged `recipe` bind."""
    return cells.run(cells.tagged(NAME, "recipe"), {}, seed=seed)


def path_of(kind: str, seed: int, what: object) -> Path:
    return TRAINED / f"{kind}-{seed}-{what}.safetensors"


def keep(network: nn.Module, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: v.half().contiguous().cpu() for k, v in network.state_dict().items()}, path)


def loaded(network: nn.Module, path: Path) -> nn.Module:
    network.load_state_dict({name: it.float() for name, it in load_file(path).items()})
    return network.eval()


def train(seed: int) -> None:
    names = recipe(seed)
    for kind in KINDS:
        field, _ = names["trained"](
            names["Field"](PLANE["width"]),
            lambda field, kind=kind: names["plane_loss"](kind, field, PLANE["batch"]),
            PLANE["steps"],
            PLANE["rate"],
        )
        keep(field, path_of(kind, seed, "plane"))
        for steps in BUDGETS:
            runtime.start(seed)
            keep(names["digit_training"](kind, steps)[0], path_of(kind, seed, steps))


def judge_of(seed: int) -> tuple[measures.Judge, dict]:
    """The judge of the table of trade-offs, and the names of its notebook."""
    names = recipes.judge(seed)
    return measures.Judge(names["classifier"], names["reference"]), names


def of_kind(kind: str, seed: int, names: dict, its_judge: measures.Judge) -> dict:
    """All that is measured of one family and seed."""
    network = loaded(names["new_network"](), path_of(kind, seed, BUDGETS[-1]))
    held_out = names["test_digits"].images[:200]
    bits = measures.bits_of_flow if kind == "flow" else measures.bits_of_diffusion
    budget = {}
    for steps in BUDGETS:
        shorter = loaded(names["new_network"](), path_of(kind, seed, steps))
        samples = measures.main_samples(names, kind, shorter)
        budget[str(steps)] = its_judge.measures(samples)
    field = loaded(names["Field"](PLANE["width"]), path_of(kind, seed, "plane"))
    return {
        "plane": measures.of_plane(names, kind, field),
        "budget": budget,
        "steps": measures.by_steps(names, kind, network, its_judge),
        "guidance": measures.by_weight(names, kind, network, its_judge),
        "bits": measures.of_bits(bits(names, network, held_out)),
        "bits on training digits": measures.of_bits(
            bits(names, network, names["train_digits"].images[:200])
        ),
    }


def measure(seed: int) -> None:
    names, (its_judge, _) = recipe(seed), judge_of(seed)
    for kind in KINDS:
        runtime.start(seed)
        found = of_kind(kind, seed, names, its_judge)
        stored_json.write(TRAINED / f"{kind}-{seed}.json", found)


def drawn(kind: str, seed: int, names: dict) -> Tensor:
    """A thousand digits in grey, of the weights trained longest; kept, since others need them."""
    path = TRAINED / f"{kind}-{seed}-samples.safetensors"
    if not path.exists():
        network = loaded(names["new_network"](), path_of(kind, seed, BUDGETS[-1]))
        grey = (255 * measures.main_samples(names, kind, network)).round().byte()
        save_file({"samples": grey}, path)
    return load_file(path)["samples"].float() / 255


def costs(kind: str, names: dict) -> dict[str, float]:
    """CPU seconds of the whole training by those of thirty steps, memory, and samples a second."""
    names["digit_training"](kind, 3)
    _, seconds, megabytes = recipes.timed(lambda: names["digit_training"](kind, 30))
    network, (how, passes) = names["new_network"]().eval(), measures.MAIN[kind]
    start = time.process_time()
    names["draw"](how, network, measures.noise_for(network, 50), passes)
    return {
        "seconds": seconds / 30 * BUDGETS[-1],
        "thousand parameters": sum(p.numel() for p in network.parameters()) / 1e3,
        "megabytes": megabytes,
        "samples a second": 50 / (time.process_time() - start),
    }


def row(kind: str, seed: int) -> dict[str, float]:
    """A column of the table of trade-offs for one seed."""
    names = recipe(seed)
    found = costs(kind, names)
    _, its_names = judge_of(seed)
    return found | its_names["measures"](data.binarize(drawn(kind, seed, names)))


@torch.no_grad()
def in_grey(seed: int) -> dict[str, dict[str, float]]:
    """Fréchet distance, precision and recall by a judge of grey digits, as in `3-gan`."""
    names = recipe(seed)
    reference, fresh = data.split(names["test_digits"], held_out=500)
    classifier = judge.train(names["train_digits"]).eval()
    features, keys = classifier.features(reference.images), ("Fréchet distance", "precision")
    shown = {kind: drawn(kind, seed, names) for kind in KINDS} | {"unseen": fresh.images}
    found = {name: judge.measures(classifier, features, it) for name, it in shown.items()}
    return {
        k: measures.rounded({key: it[key] for key in (*keys, "recall")}) for k, it in found.items()
    }


def table(seeds: list[int]) -> None:
    found = {
        kind: [json.loads((TRAINED / f"{kind}-{s}.json").read_text()) for s in seeds]
        for kind in KINDS
    }
    stored = {
        key: {kind: [run[key] for run in runs] for kind, runs in found.items()}
        for key in found["flow"][0]
    }
    stored["table"] = {
        kind: cells.over_runs(measures.rounded(cells.apart(row, kind, seed)) for seed in seeds)
        for kind in KINDS
    }
    stored["grey"] = [cells.apart(in_grey, seed) for seed in seeds]
    stored_json.write(STORED, stored_json.read(STORED) | stored)


def ship(seed: int) -> None:
    """Put one seed's weights of both families, on the digits, beside the notebook."""
    both = {kind: load_file(path_of(kind, seed, BUDGETS[-1])) for kind in KINDS}
    save_file({f"{kind}/{k}": v for kind, own in both.items() for k, v in own.items()}, WEIGHTS)


def main(what: str, *given: str) -> None:
    seeds = [int(seed) for seed in given]
    if what == "table":
        return table(seeds)
    for seed in seeds:
        {"train": train, "measure": measure, "ship": ship}[what](seed)


if __name__ == "__main__":
    main(*sys.argv[1:])
