"""Measure the three models on the same digits: `make trade-offs`.

Stores `notebooks/3-trade-offs.measured.json`, which the notebook and the page `trade-offs` show.
Takes some 40 minutes of one core; with names of sections only those are measured again:
`python experiments/trade_offs.py full:GAN short:GAN page`. The last section, `page`, writes the
page's tables from what is stored.

    known       what real digits and copies of training digits get, by the judges of five seeds
    full        five seeds, the whole budget; full:GAN is one model of the three, and so below
    short       three seeds, a fraction of the budget: what the tests can run again
    trained     diffusion and flow matching, which `diffusion.py` has trained longer and measured
    examples    intervals over test digits, from what the section full keeps in _build/trade-offs
    amount      one seed, with fewer different digits and as many steps
    attention   seconds and peak memory of one layer, naive and fused
    cache       writing 1,024 tokens with a key-value cache and without
"""

import sys
from pathlib import Path

import cells
import recipes
import stored_json
import tables
import torch
import trade_offs_attention
import trade_offs_intervals
import trade_offs_tables

SEEDS = range(5)
SHORT, SHORT_SEEDS = 0.04, range(3)
AMOUNTS, AMOUNT_SEEDS = (100, 1000, 4000), range(1)
STORED = cells.NOTEBOOKS / "3-trade-offs.measured.json"
DIFFUSION = cells.NOTEBOOKS / "8-diffusion-and-flow-matching.measured.json"
KEPT = cells.NOTEBOOKS.parent / "_build" / "trade-offs"
SECTIONS = ("known", "full", "trained", "examples", "short", "amount", "attention", "cache")


def digits(run: dict[str, float]) -> dict[str, float]:
    """To five significant digits."""
    return {name: float(f"{value:.5g}") for name, value in run.items()}


def over_seeds(
    names: list[str], *rest: float, seeds=SEEDS, folder: Path | None = None
) -> dict[str, dict[str, list[float]]]:
    """What each of the models measures; they take turns, so that a slow hour meets them all.

    In the folder each run leaves a file `NAME-SEED.npz` of what it gives test digit by test digit.
    """
    runs: dict[str, list] = {name: [] for name in names}
    for seed in seeds:
        for name in names:
            kept = (folder / f"{name}-{seed}.npz",) if folder else ()
            runs[name].append(cells.apart(recipes.measure, name, seed, *rest, *kept))
            print(name, *rest, "seed", seed, runs[name][-1], flush=True)
    return {name: cells.over_runs(map(digits, found)) for name, found in runs.items()}


def amounts(names: list[str], table: dict) -> dict[str, dict[str, dict[str, list[float]]]]:
    """By model and number of digits. With all of them the runs are there already."""
    found: dict[str, dict] = {name: {} for name in names}
    for different in AMOUNTS[:-1]:
        runs = over_seeds(names, 1, different, seeds=AMOUNT_SEEDS)
        for name in names:
            found[name][str(different)] = runs[name]
    for name in names:
        full = table["full"][name].items()
        found[name][str(AMOUNTS[-1])] = {key: row[: len(AMOUNT_SEEDS)] for key, row in full}
    return found


def trained() -> dict[str, dict[str, list[float]]]:
    """The columns of chapter 8's families, which have a training of their own."""
    return stored_json.read(DIFFUSION)["table"]


def machine() -> str:
    """The processor whose seconds these are, and the version of PyTorch."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    name = next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    return f"{name}, PyTorch {torch.__version__}"


def measure(section: str, table: dict) -> None:
    """Measure one section anew and put it into the table."""
    kind, _, name = section.partition(":")
    names = [name] if name else list(recipes.RECIPES)
    if kind == "known":
        table.update(over_seeds(["real", "copier"]))
    elif kind == "full":
        table.setdefault("recipes", {}).update({name: recipes.fingerprint(name) for name in names})
        table.setdefault("full", {}).update(over_seeds(names, 1, 4000, folder=KEPT))
        table.setdefault("machine", {})["full"] = machine()
    elif kind == "trained":
        table["trained"] = trained()
    elif kind == "examples":
        table["examples"] = trade_offs_intervals.of_all(KEPT, list(recipes.RECIPES), SEEDS)
    elif kind == "short":
        table.setdefault("short", {}).update(over_seeds(names, SHORT, seeds=SHORT_SEEDS))
    elif kind == "amount":
        table.setdefault("amount", {}).update(amounts(names, table))
    elif kind == "attention":
        table["attention"] = trade_offs_attention.layer()
        table.setdefault("machine", {})["attention"] = machine()
    elif kind == "cache":
        table["cache"] = trade_offs_attention.cache()
        table.setdefault("machine", {})["cache"] = machine()
    else:
        raise ValueError(f"no section {section!r}; there are: {', '.join(SECTIONS)}, page.")


def main(chosen: list[str]) -> None:
    for section in chosen or [*SECTIONS, "page"]:
        table = stored_json.read(STORED)
        if section == "page":
            tables.write(trade_offs_tables.PAGE, "trade_offs", trade_offs_tables.of_page(table))
        else:
            measure(section, table)
            stored_json.write(STORED, table)


if __name__ == "__main__":
    main(sys.argv[1:])
