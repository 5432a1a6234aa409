"""The tables of the page on trade-offs, made from what was measured, between two comments each."""

import re
import statistics
from pathlib import Path

from genai_utils import metrics

PAGE = Path(__file__).resolve().parents[1] / "book" / "3-algorithms" / "trade-offs.md"
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
    "distance to the nearest": ("distance to the nearest training digit", 2),
    "nats": ("nats for a held-out digit", 1),
    "nats on training digits": ("nats for a training digit", 1),
}
COMPARED = ("precision", "recall", "smallest share", "Fréchet distance", "nats")
NONE = {"nats": "none", "nats on training digits": "none"}


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


def lines(head: list[str], rows: list[list[str]]) -> str:
    table = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in table)


def measures(measured: dict) -> str:
    """A row a quantity, a column a model, and real digits beside them."""
    columns = {**measured["full"], "real digits": measured["real"]}
    rows = []
    for key, (label, decimals) in ROWS.items():
        shown = [
            cell(runs[key], decimals) if key in runs else NONE.get(key, "") if name == "GAN" else ""
            for name, runs in columns.items()
        ]
        rows.append([label, *shown])
    return lines(["", *columns], rows)


def differences(measured: dict) -> str:
    """For each pair the 99 % interval of the mean difference, in bold where 0 lies outside."""
    models = list(measured["full"])
    pairs = [(a, b) for i, a in enumerate(models) for b in models[i + 1 :]]
    rows = []
    for key in COMPARED:
        label, decimals = ROWS[key]
        shown = []
        for pair in pairs:
            first, second = (measured["full"][name].get(key) for name in pair)
            if not (first and second):
                shown.append("")
                continue
            low, high = metrics.paired_interval(first, second)
            text = f"{number(low, decimals)} to {number(high, decimals)}"
            shown.append(text if low <= 0 <= high else f"**{text}**")
        rows.append([label, *shown])
    return lines(["", *(f"{a} − {b}" for a, b in pairs)], rows)


TABLES = {"measures": measures, "differences": differences}


def with_tables(text: str, measured: dict) -> str:
    """The page's text with each table put between its two comments."""
    for name, make in TABLES.items():
        begin, end = f"% begin {name}, made by benchmarks/trade_offs.py\n", f"\n% end {name}"
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        if len(pattern.findall(text)) != 1:
            raise ValueError(f"the page must hold {begin!r} and {end!r} once.")
        table = f"{begin}\n{make(measured)}\n{end}"
        text = pattern.sub(lambda _, table=table: table, text)
    return text


def write_page(measured: dict) -> None:
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), measured), encoding="utf-8")
