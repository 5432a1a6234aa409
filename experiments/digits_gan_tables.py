"""The tables of what `digits_gan.py` stored, as they stand on the pages.

`python experiments/digits_gan_tables.py` prints them; a test compares them with the pages.
"""

import json

import numpy as np
from seeds import NOTEBOOKS

MEASURES = ("Fréchet distance", "precision", "recall", "classes above 2 %", "smallest share")


def stored(name: str) -> dict:
    path = NOTEBOOKS / f"5-digits-gan.{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def head(cells: list[str]) -> list[str]:
    return [row(cells), row(["---"] * len(cells))]


def over_seeds(values: list[float], digits: int) -> str:
    """The mean, and in brackets the lowest and the highest."""
    low, high = min(values), max(values)
    return f"{np.mean(values):.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def recipes(name: str) -> str:
    """One row a recipe: the mean over the seeds, with the lowest and the highest."""
    columns = ["Fréchet, last weights", "Fréchet, average", "precision", "recall", "classes"]
    lines = head(["recipe", *columns])
    for label, runs in stored(name).items():
        last = [marks[-1] for marks in runs.values()]
        cells = [over_seeds([run["weights"][MEASURES[0]] for run in last], 0)]
        for measure, digits in zip(MEASURES[:3], (0, 2, 2), strict=True):
            cells.append(over_seeds([run["average"][measure] for run in last], digits))
        classes = sorted(run["average"][MEASURES[3]] for run in last)
        alike = classes[0] == classes[-1]
        cells.append(f"{classes[0]}" if alike else f"{classes[0]} to {classes[-1]}")
        lines.append(row([label, *cells]))
    return "\n".join(lines)


def long(label: str) -> str:
    """One row a seed: the measures of a recipe's average at the end."""
    lines = head(["seed", "Fréchet distance", "precision", "recall", "classes", "smallest share"])
    for seed, marks in stored("long")[label].items():
        found = [marks[-1]["average"][measure] for measure in MEASURES]
        digits = (1, 2, 2, 0, 3)
        cells = [f"{value:.{places}f}" for value, places in zip(found, digits, strict=True)]
        lines.append(row([seed, *cells]))
    return "\n".join(lines)


def ratios() -> list[float]:
    """The article's distance over ours at the end, seed by seed."""
    first, second = (
        [marks[-1]["average"][MEASURES[0]] for marks in stored("long")[label].values()]
        for label in ("the article's recipe", "ours")
    )
    return [one / other for one, other in zip(first, second, strict=True)]


def main() -> None:
    for name in ("sizes", "changes"):
        print(f"{name}\n{recipes(name)}\n")
    for label in stored("long"):
        print(f"\n{label}\n{long(label)}")
    print("\nratios:", *(f"{ratio:.0f}" for ratio in ratios()))


if __name__ == "__main__":
    main()
