"""Do generated digits help a classifier? `make augmentation` measures it all.

Stores `notebooks/6-data-augmentation.measured.json`, which the notebook and the page show, and
`book/figures/data/augmentation.npz`, which its figures draw; it writes the page's tables, too.
Takes some sixty minutes of one core. Each run is kept in `_build/augmentation`, and what is kept
isn't run again, so several processes can share the work: `python experiments/augmentation.py 0 6`
does every sixth run from the first on. With `store` it stores what is kept so far, and with `page`
it writes the tables.

    choice        the generator's setting for each amount of digits, on validation digits
    digits        six arms, four amounts, ten seeds: which test digits are named rightly
    filtered      the same without the samples that a judge takes for another class
    adversarial   a conditional GAN in the place of the VAE, ten seeds (two are stored)
    leak          a generator that has seen the test digits, ten seeds
    generations   generators that learn from generators, five seeds
    table         rows of patients, two classifiers, five methods, ten splits
"""

import itertools
import pickle
import sys
from pathlib import Path

import augmentation_runs as runs
import augmentation_store
import augmentation_tables
import cells
import stored_json
import tables

from genai_utils import models

NAME = "6-data-augmentation"
STORED = cells.NOTEBOOKS / f"{NAME}.measured.json"
KEPT = cells.NOTEBOOKS.parent / "_build" / "augmentation"
SEEDS, CHOICE_SEEDS, CHAIN_SEEDS = range(10), range(2), range(5)
CLASSIFIERS = "line", "forest"

CHOICES = [("choice", *it) for it in itertools.product(runs.SETTINGS, runs.AMOUNTS, CHOICE_SEEDS)]
FINAL = [
    *(("digits", n, seed) for seed in SEEDS for n in runs.AMOUNTS),
    *(("filtered", n, seed) for seed in SEEDS for n in runs.AMOUNTS),
    *(("adversarial", n, seed) for seed in SEEDS for n in runs.AMOUNTS),
    *(("leak", seed) for seed in SEEDS),
    *(("generations", kind, seed) for seed in CHAIN_SEEDS for kind in runs.KINDS),
    *(("table", name, seed) for name in CLASSIFIERS for seed in SEEDS),
]


def names() -> dict:
    """What the notebook defines for its experiments."""
    return cells.run(cells.tagged(NAME, "augmentation"), {}, seed=0)


def place(task: tuple) -> Path:
    return KEPT / f"{'-'.join(map(str, task))}.pkl"


def kept(tasks: list[tuple]) -> dict:
    """What these runs gave; `ValueError` that names the first that is missing."""
    for task in tasks:
        if not place(task).exists():
            raise ValueError(f"the run {task} isn't there yet: {place(task)} is missing.")
    return {task: pickle.loads(place(task).read_bytes()) for task in tasks}


def done(tasks: list[tuple]) -> list[tuple]:
    """Of each series those that are kept, up to its first missing seed: pairs share their seeds."""
    series: dict[tuple, list] = {}
    for task in tasks:
        series.setdefault(task[:-1], []).append(task)
    there = [itertools.takewhile(lambda it: place(it).exists(), row) for row in series.values()]
    return list(itertools.chain(*there))


def measured(task: tuple, found: dict, judged: models.DigitClassifier) -> object:
    """One run; of the digits with the generator's setting that was chosen for their amount."""
    kind, *rest = task
    if kind == "choice":
        return runs.choice(found, *rest)
    if kind == "table":
        return found["precisions"](*rest)
    if kind == "generations":
        return runs.generations(found, *rest)
    if kind == "leak":
        return runs.leak(found, *rest)
    if kind == "adversarial":
        return runs.adversarial(found, judged, *rest)
    found["latent"], found["beta"] = augmentation_store.chosen(kept(CHOICES))[rest[0]]
    return (runs.digits if kind == "digits" else runs.filtered)(found, judged, *rest)


def work(tasks: list[tuple]) -> None:
    """Run what isn't kept."""
    tasks = [task for task in tasks if not place(task).exists()]
    if not tasks:
        return
    found = names()
    judged = runs.judge_of(found)
    KEPT.mkdir(parents=True, exist_ok=True)
    for task in tasks:
        place(task).write_bytes(pickle.dumps(measured(task, found, judged)))
        print(*task, flush=True)


def store() -> None:
    found = kept(CHOICES + done(FINAL))
    stored_json.write(STORED, augmentation_store.table(found))


def write_page() -> None:
    page = augmentation_tables.PAGE
    tables.write(page, "augmentation", augmentation_tables.of_page(stored_json.read(STORED)))


def main(arguments: list[str]) -> None:
    if arguments == ["store"]:
        store()
    elif arguments != ["page"]:
        first, of = map(int, arguments or (0, 1))
        work(CHOICES[first::of])
        work(FINAL[first::of])
        if arguments:
            return
        store()
        augmentation_store.write_pictures(names(), augmentation_store.chosen(kept(CHOICES)))
    write_page()


if __name__ == "__main__":
    main(sys.argv[1:])
