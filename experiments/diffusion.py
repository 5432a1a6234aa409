"""Diffusion and flow matching, trained by the cells of `8-diffusion-and-flow-matching`.

For KIND, diffusion or flow, and each SEED: `python experiments/diffusion.py digits KIND SEED ...`,
`plane KIND SEED ...`; then `measure KIND SEED ...`, `store SEED ...` and `ship SEED`.

`digits` and `plane` train and write weights to `_build/diffusion`; `measure` draws with them and
measures; `store` gathers the seeds and adds what the table of trade-offs asks for; `ship` puts one
seed's weights beside the notebook. Afterwards `experiments/trade_offs.py trained page` and
`experiments/diffusion_tables.py` renew the tables.

Stores `notebooks/8-diffusion-and-flow-matching.measured.json` and
`notebooks/8-diffusion-and-flow-matching.safetensors`, weights in half precision, and
`book/figures/data/diffusion.npz`, samples.
Takes six CPU minutes for a training on the digits, one in the plane, and three to measure.
"""

import sys
import time
from pathlib import Path

import cells
import diffusion_measure as measures
import numpy as np
import recipes
import stored_json
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from genai_utils import data, judge

NAME = "8-diffusion-and-flow-matching"
STEPS, MARKS = 5000, (500, 1000, 2000, 3500, 5000)
PLANE = {"steps": 6000, "batch": 2048, "width": 96, "rate": 5e-3}
KINDS = ("diffusion", "flow")
TRAINED = cells.NOTEBOOKS.parent / "_build" / "diffusion"
STORED = cells.NOTEBOOKS / f"{NAME}.measured.json"
WEIGHTS = cells.NOTEBOOKS / f"{NAME}.safetensors"
PICTURES = cells.NOTEBOOKS.parent / "book" / "figures" / "data" / "diffusion.npz"


def recipe(seed: int) -> dict:
    """What the notebook's cells tagged `recipe` bind."""
    return cells.run(cells.tagged(NAME, "recipe"), {}, seed=seed)


def path_of(kind: str, seed: int, what: object) -> Path:
    return TRAINED / f"{kind}-{seed}-{what}.safetensors"


def keep(network: nn.Module, path: Path, seconds: float) -> None:
    """Write weights in half precision, with the CPU seconds that they took so far."""
    path.parent.mkdir(parents=True, exist_ok=True)
    halved = {name: it.half().contiguous() for name, it in network.state_dict().items()}
    save_file(halved, path, {"seconds": f"{seconds:.1f}"})


def seconds_of(path: Path) -> float:
    with safe_open(path, "pt") as file:
        return float(file.metadata()["seconds"])


def loaded(network: nn.Module, path: Path) -> nn.Module:
    network.load_state_dict({name: it.float() for name, it in load_file(path).items()})
    return network.eval()


def train_digits(kind: str, seed: int, steps: int = STEPS) -> None:
    """Train on the digits, and keep the running mean of the weights at each of the marks."""
    names, start = recipe(seed), time.process_time()

    def keep_some(step: int, average: nn.Module) -> None:
        if step in MARKS:
            keep(average, path_of(kind, seed, step), time.process_time() - start)

    names["digit_training"](kind, steps, after=keep_some)


def train_plane(kind: str, seed: int) -> None:
    names, start = recipe(seed), time.process_time()
    field, _ = names["trained"](
        names["Field"](PLANE["width"]),
        lambda field: names["plane_loss"](kind, field, PLANE["batch"]),
        PLANE["steps"],
        PLANE["rate"],
    )
    keep(field, path_of(kind, seed, "plane"), time.process_time() - start)


def judge_of(seed: int) -> tuple[measures.Judge, dict]:
    """The judge of the table of trade-offs, and the names of its notebook."""
    names = recipes.judge(seed)
    return measures.Judge(names["classifier"], names["reference"]), names


def digits_of(kind: str, seed: int, names: dict, step: int = STEPS) -> nn.Module:
    return loaded(names["new_network"](), path_of(kind, seed, step))


def drawn(kind: str, seed: int, names: dict) -> Tensor:
    """A thousand digits in grey; kept, because pictures and two judges look at them."""
    path = path_of(kind, seed, "samples")
    if not path.exists():
        samples = measures.main_samples(names, kind, digits_of(kind, seed, names))
        save_file({"samples": (255 * samples).round().byte()}, path)
    return load_file(path)["samples"].float() / 255


def of_digits(kind: str, seed: int, names: dict) -> dict:
    """All that is measured of one training on the digits, beside its table."""
    (its_judge, _), network = judge_of(seed), digits_of(kind, seed, names)
    budget = {}
    for step in MARKS:
        samples = measures.few_samples(names, kind, digits_of(kind, seed, names, step))
        cost = {"steps": step, "seconds": seconds_of(path_of(kind, seed, step))}
        budget[str(step)] = cost | its_judge.measures(samples)
    found = {"budget": budget, "steps": measures.by_steps(names, kind, network, its_judge)}
    for key, part in (("bits", "test_digits"), ("bits on training digits", "train_digits")):
        bits = measures.BITS_OF[kind](names, network, names[part].images)
        found[key] = measures.of_bits(bits)
    if kind == "flow":
        found["guidance"] = measures.by_weight(names, network, its_judge)
    return found


def measure(kind: str, seed: int) -> None:
    names = recipe(seed)
    field = loaded(names["Field"](PLANE["width"]), path_of(kind, seed, "plane"))
    found = {"plane": measures.of_plane(names, kind, field)} | of_digits(kind, seed, names)
    stored_json.write(TRAINED / f"{kind}-{seed}.json", found)


def costs(kind: str, seed: int, names: dict) -> dict[str, float]:
    """CPU seconds of the training, memory that three steps add, and samples a second."""
    _, _, megabytes = recipes.timed(lambda: names["digit_training"](kind, 3))
    network, (how, passes) = names["new_network"]().eval(), measures.MAIN[kind]
    start = time.process_time()
    names["draw"](how, network, measures.noise_for(50), passes)
    return {
        "seconds": seconds_of(path_of(kind, seed, STEPS)),
        "thousand parameters": sum(p.numel() for p in network.parameters()) / 1e3,
        "megabytes": megabytes,
        "samples a second": 50 / (time.process_time() - start),
    }


def column(kind: str, seed: int) -> dict[str, float]:
    """What the table of trade-offs asks of one seed."""
    names = recipe(seed)
    found = costs(kind, seed, names)
    _, its_names = judge_of(seed)
    return measures.rounded(found | its_names["measures"](data.binarize(drawn(kind, seed, names))))


@torch.no_grad()
def in_grey(seed: int) -> dict[str, dict[str, float]]:
    """Three measures by a judge of grey digits, as in `3-gan`: of both kinds and of unseen ones."""
    names = recipe(seed)
    reference, fresh = data.split(names["test_digits"], held_out=500)
    classifier = judge.train(names["train_digits"]).eval()
    features, keys = classifier.features(reference.images), ("Fréchet distance", "precision")
    shown = {kind: drawn(kind, seed, names) for kind in KINDS} | {"unseen": fresh.images}
    found = {name: judge.measures(classifier, features, it) for name, it in shown.items()}
    return {
        name: measures.rounded({key: it[key] for key in (*keys, "recall")})
        for name, it in found.items()
    }


def store(seeds: list[int]) -> None:
    """Gather what was measured, by quantity and kind a list over the seeds."""
    table: dict = {"seeds": seeds, "training steps": STEPS}
    for kind in KINDS:
        for seed in seeds:
            for key, found in stored_json.read(TRAINED / f"{kind}-{seed}.json").items():
                table.setdefault(key, {}).setdefault(kind, []).append(found)
    table["table"] = {
        kind: cells.over_runs(cells.apart(column, kind, seed) for seed in seeds) for kind in KINDS
    }
    table["grey"] = [cells.apart(in_grey, seed) for seed in seeds]
    names = recipe(0)
    table["bits of others"] = measures.bits_of_others(
        names, names["train_digits"].images, names["test_digits"].images
    )
    stored_json.write(STORED, table)


def ship(seed: int) -> None:
    """Put one seed's weights of both families, on the digits, beside the notebook."""
    both = {kind: load_file(path_of(kind, seed, STEPS)) for kind in KINDS}
    save_file({f"{kind}/{k}": v for kind, own in both.items() for k, v in own.items()}, WEIGHTS)
    names = recipe(seed)
    shown = {kind: (255 * drawn(kind, seed, names)[:40]).round().byte().numpy() for kind in KINDS}
    np.savez_compressed(PICTURES, **shown)


def main(what: str, *given: str) -> None:
    if what in ("store", "ship"):
        return store([int(it) for it in given]) if what == "store" else ship(int(given[0]))
    for seed in map(int, given[1:]):
        {"digits": train_digits, "plane": train_plane, "measure": measure}[what](given[0], seed)


if __name__ == "__main__":
    main(*sys.argv[1:])
