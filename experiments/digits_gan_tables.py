"""Write the tables of what `digits_gan.py` stored: `python experiments/digits_gan_tables.py`.

Stores nothing but these tables, in the pages `implementation` and `results`. Takes a second.
"""

import numpy as np
import stored_json
import tables

MEASURES = ("Fréchet distance", "precision", "recall", "classes above 2 %", "smallest share")
FOLDER = tables.BOOK / "5-practice"


def stored(name: str) -> dict:
    return stored_json.read(stored_json.NOTEBOOKS / f"5-digits-gan.{name}.json")


def over_seeds(values: list[float], digits: int) -> str:
    """The mean, and in brackets the lowest and the highest."""
    low, high = min(values), max(values)
    return f"{np.mean(values):.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def recipes(name: str) -> str:
    """One row a recipe: the mean over the seeds, with the lowest and the highest."""
    rows = []
    for label, runs in stored(name).items():
        last = [marks[-1] for marks in runs.values()]
        cells = [over_seeds([run["weights"][MEASURES[0]] for run in last], 0)]
        for measure, digits in zip(MEASURES[:3], (0, 2, 2), strict=True):
            cells.append(over_seeds([run["average"][measure] for run in last], digits))
        classes = sorted(run["average"][MEASURES[3]] for run in last)
        alike = classes[0] == classes[-1]
        cells.append(f"{classes[0]}" if alike else f"{classes[0]} to {classes[-1]}")
        rows.append([label, *cells])
    columns = ["Fréchet, last weights", "Fréchet, average", "precision", "recall", "classes"]
    return tables.lines(["recipe", *columns], rows)


def long(label: str) -> str:
    """One row a seed: the measures of a recipe's average at the end."""
    rows = []
    for seed, marks in stored("long")[label].items():
        found = [marks[-1]["average"][measure] for measure in MEASURES]
        pairs = zip(found, (1, 2, 2, 0, 3), strict=True)
        rows.append([seed, *(f"{value:.{places}f}" for value, places in pairs)])
    columns = ["Fréchet distance", "precision", "recall", "classes", "smallest share"]
    return tables.lines(["seed", *columns], rows)


def ratios() -> list[float]:
    """The article's distance over ours at the end, seed by seed."""
    first, second = (
        [marks[-1]["average"][MEASURES[0]] for marks in stored("long")[label].values()]
        for label in ("the article's recipe", "ours")
    )
    return [one / other for one, other in zip(first, second, strict=True)]


def of_pages() -> dict[str, dict[str, str]]:
    """By page its tables, by the names in its comments."""
    return {
        "implementation.md": {"changes": recipes("changes")},
        "results.md": {label: long(label) for label in stored("long")},
    }


def main() -> None:
    for page, its in of_pages().items():
        tables.write(FOLDER / page, "digits_gan_tables", its)


if __name__ == "__main__":
    main()
