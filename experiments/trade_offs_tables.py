"""The tables of the page on trade-offs, made from what `trade_offs.py` stored; it writes them."""

import statistics

import tables

from genai_utils import intervals, metrics

PAGE = tables.BOOK / "3-algorithms" / "trade-offs.md"
# The rows: what is stored, what the page calls it, and how many decimals say something.
ROWS = {
    "seconds": ("training, seconds of one core", 0),
    "thousand parameters": ("parameters, thousands", 0),
    "megabytes": ("memory that training adds, MB", 0),
    "samples a second": ("samples a second", 0),
    "precision": ("precision", 2),
    "recall": ("recall", 2),
    "classes above 2 %": ("classes of 10 with 2 % or more", 0),
    "smallest share": ("smallest class, share", 3),
    "Fréchet distance": ("Fréchet distance", 1),
    "distance to the nearest": ("median distance to the nearest training digit", 2),
    "share of copies": ("share of samples that look copied", 3),
    "nats": ("nats for a held-out digit", 1),
    "nats on training digits": ("nats for a training digit", 1),
}
COMPARED = ("precision", "recall", "smallest share", "Fréchet distance", "nats")
LIKELIHOODS = ("nats", "nats on training digits")
# Where a model has no number: no likelihood, or one of grey pictures, which isn't comparable.
NO_LIKELIHOOD = {"full": "none", "trained": "of grey ones"}


def number(value: float, decimals: int) -> str:
    # A real minus sign, and no sign at a zero.
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.replace("-", "")


def cell(values: list[float], decimals: int) -> str:
    """Mean ± standard deviation; the mean alone where the runs can't differ."""
    mean = number(statistics.mean(values), decimals)
    if len(set(values)) == 1:
        return mean
    # Spaces that don't break: a value and its spread stay on one line.
    return f"{mean}\u00a0±\u00a0{number(statistics.stdev(values), decimals)}"


def absent(measured: dict, name: str, key: str) -> str:
    """What stands in the place of a number that a column doesn't have."""
    said = [words for kind, words in NO_LIKELIHOOD.items() if name in measured[kind]]
    return "".join(said) if key in LIKELIHOODS else ""


def measures(measured: dict) -> str:
    """A row a quantity, a column a model, and beside them unseen real digits and a copier."""
    columns = {
        **measured["full"],
        **measured["trained"],
        "unseen real digits": measured["real"],
        "a copier": measured["copier"],
    }
    rows = []
    for key, (label, decimals) in ROWS.items():
        shown = [
            cell(runs[key], decimals) if key in runs else absent(measured, name, key)
            for name, runs in columns.items()
        ]
        rows.append([label, *shown])
    return tables.lines(["", *columns], rows)


def interval(measured: dict, pair: tuple[str, str], key: str) -> tuple[float, float] | None:
    """Over seeds and test digits where the latter is known, over seeds where not; if any."""
    first, second = (measured["full"][name].get(key) for name in pair)
    if not (first and second):
        return None
    over_digits = measured["examples"][" − ".join(pair)].get(key)
    if over_digits is None:
        return metrics.paired_interval(first, second)
    return intervals.over_both(first, second, tuple(over_digits))


def differences(measured: dict) -> str:
    """For each pair the 99 % interval of the mean difference, and what it includes.

    In bold where 0 lies outside of an interval that includes both seeds and test digits.
    """
    models = list(measured["full"])
    pairs = [(a, b) for i, a in enumerate(models) for b in models[i + 1 :]]
    rows = []
    for key in COMPARED:
        label, decimals = ROWS[key]
        both = any(key in found for found in measured["examples"].values())
        shown = ["seeds and test digits" if both else "seeds"]
        for pair in pairs:
            found = interval(measured, pair, key)
            text = f"{number(found[0], decimals)} to {number(found[1], decimals)}" if found else ""
            shown.append(f"**{text}**" if found and both and found[0] * found[1] > 0 else text)
        rows.append([label, *shown])
    return tables.lines(["", "includes", *(f"{a} − {b}" for a, b in pairs)], rows)


def of_page(measured: dict) -> dict[str, str]:
    """The page's tables by the names in its comments."""
    return {"measures": measures(measured), "differences": differences(measured)}
