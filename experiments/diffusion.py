"""Diffusion and flow matching, trained by the cells of `8-diffusion-and-flow-matching`.

`python experiments/diffusion.py digits KIND SEED STEPS` trains on the digits, by the loss of KIND,
`flow` or `diffusion`, and writes weights to `_build/diffusion` at each of `MARKS`. With a further
number it begins with the weights of after so many steps. `together SINCE STEPS SEED ...` does it
for both losses and all seeds side by side on a GPU (`diffusion_lanes.py`). `look PART KIND STEP
SEED ...` draws and measures: `samples`, `budget`, `steps`, `guidance`, and for diffusion `bits`.
`measure STEP SEED ...` takes what was found into the stored files, with the columns of the table,
and `ship KIND STEP SEED` puts weights beside the notebook. Afterwards `experiments/trade_offs.py
trained page` and `experiments/diffusion_tables.py` renew the tables.

Stores `notebooks/8-diffusion-and-flow-matching.measured.json` and
`notebooks/8-diffusion-and-flow-matching.safetensors`, weights in half precision, and
`book/figures/data/diffusion.npz`, samples.
Takes a minute and a half of a core for a thousand steps, or minutes of a GPU in all.
"""

import sys
import time
from pathlib import Path

import cells
import diffusion_lanes as lanes
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
MARKS = (500, 1000, 2000, 5000, 10_000, 20_000)
TIMED = 50  # steps that the cost of all is read off
TRAINED = cells.NOTEBOOKS.parent / "_build" / "diffusion"
STORED = cells.NOTEBOOKS / f"{NAME}.measured.json"
WEIGHTS = cells.NOTEBOOKS / f"{NAME}.safetensors"
PICTURES = cells.NOTEBOOKS.parent / "book" / "figures" / "data" / "diffusion.npz"


def recipe(seed: int, settings: dict | None = None) -> dict:
    """What the notebook's cells tagged `recipe` bind."""
    return cells.run(cells.tagged(NAME, "recipe"), {}, seed=seed, settings=settings)


def device_name() -> str:
    on_gpu = measures.DEVICE.type == "cuda"
    return torch.cuda.get_device_name() if on_gpu else "one core of a CPU"


def path_of(kind: str, seed: int, what: object) -> Path:
    return TRAINED / f"{kind}-{seed}-{what}.safetensors"


def keep(network: nn.Module, path: Path, seconds: float, since: int = 0) -> None:
    """Write weights in half precision, and where, since when and in how long they were trained."""
    path.parent.mkdir(parents=True, exist_ok=True)
    halved = {name: it.half().contiguous().cpu() for name, it in network.state_dict().items()}
    said = {"device": device_name(), "seconds": f"{seconds:.1f}", "since": str(since)}
    save_file(halved, path, said)


def said_of(path: Path) -> dict:
    """Where weights were trained, since which step, and in how many seconds there."""
    with safe_open(path, "pt") as file:
        said = file.metadata()
    return said | {"seconds": float(said["seconds"]), "since": int(said["since"])}


def loaded(network: nn.Module, path: Path) -> nn.Module:
    network.load_state_dict({name: it.float() for name, it in load_file(path).items()})
    return network.eval().to(measures.DEVICE)


def begun(kind: str, seed: int, since: int) -> dict:
    """The recipe; with `since` its networks begin with the weights of after so many steps."""
    names = recipe(seed)
    if since:
        fresh = names["new_network"]
        names["new_network"] = lambda: loaded(fresh(), path_of(kind, seed, since))
        torch.manual_seed(seed + since)
    return names


def train(kind: str, seed: int, steps: int, since: int = 0) -> None:
    """Train on the digits, and keep the running mean of the weights at each of the marks."""
    names, start = begun(kind, seed, since), time.process_time()

    def keep_some(step: int, average: nn.Module) -> None:
        if step in MARKS or step == steps:
            keep(average, path_of(kind, seed, since + step), time.process_time() - start, since)

    names["digit_training"](kind, steps, after=keep_some)


def together(since: int, steps: int, *seeds: int) -> None:
    """Both losses and all seeds side by side; a training's seconds are its share of them all."""
    pairs, start = [(kind, seed) for seed in seeds for kind in measures.MAIN], time.monotonic()
    group = [lanes.Lane(begun(*pair, since), pair[0], steps, measures.DEVICE) for pair in pairs]

    def keep_all(mark: int) -> None:
        share = (time.monotonic() - start) / len(group)
        for (kind, seed), lane in zip(pairs, group, strict=True):
            keep(lane.average, path_of(kind, seed, since + mark), share, since)

    lanes.train(group, MARKS, keep_all)


def judge_of(seed: int) -> tuple[measures.Judge, dict]:
    """The judge of the table of trade-offs, and the names of its notebook."""
    names = recipes.judge(seed)
    return measures.Judge(names["classifier"], names["reference"]), names


def network_of(kind: str, seed: int, names: dict, step: int) -> nn.Module:
    return loaded(names["new_network"](), path_of(kind, seed, step))


def drawn(kind: str, seed: int, names: dict, step: int, how: str) -> Tensor:
    """A thousand digits in grey; kept, because pictures and two judges look at them."""
    path = path_of(kind, seed, f"{step}-{how}")
    if not path.exists():
        samples = measures.main_samples(names, kind, network_of(kind, seed, names, step), how)
        save_file({"samples": (255 * samples).round().byte().cpu()}, path)
    return load_file(path)["samples"].float() / 255


def of_budget(kind: str, seed: int, step: int, names: dict, judge: measures.Judge) -> dict:
    """The measures along a training, wherever its weights were kept."""
    found = {}
    for mark in sorted({*(since + it for since in (0, *MARKS) for it in MARKS), step}):
        if mark <= step and path_of(kind, seed, mark).exists():
            samples = measures.few_samples(names, kind, network_of(kind, seed, names, mark))
            found[str(mark)] = {"steps": mark} | judge.measures(samples)
    return found


def look(part: str, kind: str, step: int, *seeds: int) -> None:
    """Measure one part of what is stored, samples, budget or one of `PARTS`, and keep it."""
    for seed in seeds:
        names = recipe(seed)
        if part == "samples":
            for how in measures.MAIN[kind]:
                drawn(kind, seed, names, step, how)
        else:
            judge = judge_of(seed)[0]
            if part == "budget":
                found = of_budget(kind, seed, step, names, judge)
            else:
                network = network_of(kind, seed, names, step)
                found = measures.PARTS[kind][part](names, kind, network, judge)
            stored_json.write(path_of(kind, seed, f"{step}-{part}").with_suffix(".json"), found)


def costs(kind: str, step: int, how: str) -> dict[str, float]:
    """CPU seconds of so many steps, by some that are timed, their memory, and samples a second."""
    names = recipe(0)
    _, seconds, megabytes = recipes.timed(lambda: names["digit_training"](kind, TIMED))
    network, start = names["new_network"]().eval(), time.process_time()
    names["draw"](how, network, measures.noise_for(50), measures.MAIN_PASSES, kind=kind)
    return {
        "seconds": seconds / TIMED * step,
        "thousand parameters": sum(p.numel() for p in network.parameters()) / 1e3,
        "megabytes": megabytes,
        "samples a second": 50 / (time.process_time() - start),
    }


def columns(step: int, seed: int) -> dict[str, dict[str, float]]:
    """What the table of trade-offs asks of one seed, for each loss and its sampler."""
    found, (_, of_judge) = {}, judge_of(seed)
    for (kind, how), name in measures.NAMES.items():
        samples = data.binarize(drawn(kind, seed, recipe(seed), step, how))
        found[name] = measures.rounded(of_judge["measures"](samples))
    return found


def in_grey(step: int, seed: int) -> dict[str, dict[str, float]]:
    """Three measures by a judge of grey digits, as in `3-gan`: of samples and of unseen digits."""
    names = recipe(seed)
    reference, fresh = data.split(names["test_digits"], held_out=500)
    classifier = judge.train(names["train_digits"]).eval()
    with torch.no_grad():
        features = classifier.features(reference.images)
    shown = {"unseen": fresh.images}
    for (kind, how), name in measures.NAMES.items():
        shown[name] = drawn(kind, seed, names, step, how)
    keys, found = ("Fréchet distance", "precision", "recall"), {}
    for name, images in shown.items():
        of_all = judge.measures(classifier, features, images)
        found[name] = measures.rounded({key: of_all[key] for key in keys})
    return found


def looked(part: str, kind: str, step: int, seeds: tuple[int, ...]) -> list[dict]:
    """What `look` has kept, of the seeds that it has looked at."""
    paths = [path_of(kind, seed, f"{step}-{part}").with_suffix(".json") for seed in seeds]
    return [stored_json.read(path) for path in paths if path.exists()]


def measure(step: int, *seeds: int) -> None:
    """Put what was found of both losses after so many steps in the place of what is stored."""
    table: dict = {"trained": {}, "table": {}}
    shown = [columns(step, seed) for seed in seeds]
    for (kind, how), name in measures.NAMES.items():
        said = said_of(path_of(kind, seeds[0], step))
        table["trained"][kind] = {"seeds": list(seeds), "steps": step} | said
        cost = measures.rounded(cells.apart(costs, kind, step, how))
        table["table"][name] = cells.over_runs(cost | run[name] for run in shown)
        for part in ("budget", *measures.PARTS[kind]):
            table.setdefault(part, {})[kind] = looked(part, kind, step, seeds)
    table["grey"] = [in_grey(step, seed) for seed in seeds]
    names = recipe(0)
    network = network_of("flow", seeds[0], names, step)
    table["bits by steps"] = measures.bits_by_steps(names, network)
    parts = (names[part].images for part in ("train_digits", "test_digits"))
    table["bits of others"] = measures.bits_of_others(names, *parts)
    stored_json.write(STORED, table)


def ship(kind: str, step: int, seed: int) -> None:
    """Put one training's weights beside the notebook, and samples of all beside the figures."""
    save_file(load_file(path_of(kind, seed, step)), WEIGHTS)
    shown = {}
    for (other, how), name in measures.NAMES.items():
        if path_of(other, seed, step).exists():
            grey = drawn(other, seed, recipe(seed), step, how)[:40]
            shown[name] = (255 * grey).round().byte().numpy()
    np.savez_compressed(PICTURES, **shown)


def main(what: str, *given: str) -> None:
    words = [int(it) if it.isdigit() else it for it in given]
    commands = {"digits": train, "together": together, "look": look, "measure": measure}
    (commands | {"ship": ship})[what](*words)


if __name__ == "__main__":
    main(*sys.argv[1:])
