"""Run a notebook with several seeds: `python experiments/seeds.py 3-vae`.

Stores `notebooks/NAME.seeds.json`, from which the bands come that the notebook prints: for each
number in its dictionary `results`, and for the CPU seconds, a list over the seeds. Takes five times
what the notebook costs.
"""

import sys
import time

import cells
import stored_json

SEEDS = range(5)


def timed(name: str, seed: int) -> dict[str, float]:
    """What the notebook measures, and the CPU seconds that it took."""
    found = cells.results(name, seed)
    return found | {"seconds": time.process_time()}


def measure(name: str, seed: int) -> dict[str, float]:
    found = cells.apart(timed, name, seed)
    print(name, "seed", seed, found, flush=True)
    return found


def main(name: str) -> None:
    table = cells.over_runs(cells.rounded(measure(name, seed)) for seed in SEEDS)
    stored_json.write(cells.NOTEBOOKS / f"{name}.seeds.json", table, indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
