"""The tables of the page on data augmentation, made from what `augmentation.py` stored."""

import statistics

import tables
from augmentation_store import COVERAGE, PAIRS
from trade_offs_tables import cell, number

from genai_utils import intervals, metrics

PAGE = tables.BOOK / "6-applications" / "augmentation.md"
ARMS = {
    "nothing": "nothing",
    "copies": "copies",
    "shifts": "affine shifts",
    "generated": "generated",
    "both": "generated and shifted",
    "segments": "segments between two real digits",
}
LEAKS = {
    "honest": "the 200 digits",
    "more data": "these and 1,000 that are in no test",
    "peeking": "these and the 1,000 test digits",
    "peeking, from the prior": "the same, samples from the prior",
}
METHODS = {
    "nothing": "nothing",
    "weights": "class weights",
    "copies": "copies",
    "SMOTE": "SMOTE",
    "copula": "Gaussian copula",
}


def percent(values: list[float]) -> str:
    return cell([100 * value for value in values], 1)


def span(low: float, high: float, decimals: int = 1, factor: float = 100) -> str:
    """An interval, in bold where it leaves out 0."""
    text = f"{number(factor * low, decimals)} to {number(factor * high, decimals)}"
    return f"**{text}**" if low * high > 0 else text


def interval(measured: dict, n: str, first: str, second: str) -> tuple[float, float]:
    """Over seeds and test digits, at the coverage that was stated before the run."""
    row = measured["digits"][n]
    runs = row["accuracy"][first], row["accuracy"][second]
    return intervals.over_both(*runs, tuple(row["examples"][f"{first} − {second}"]), COVERAGE)


def accuracies(measured: dict) -> str:
    amounts = list(measured["digits"])
    rows = [
        [name, *(percent(measured["digits"][n]["accuracy"][arm]) for n in amounts)]
        for arm, name in ARMS.items()
    ]
    kept = [percent(measured["digits"][n]["filtered"]) for n in amounts]
    rows.append(["generated, without what a judge takes for another class", *kept])
    for arm in ("nothing", "shifts", "generated"):
        runs = [percent(measured["digits"][n]["machine"][arm]) for n in amounts]
        rows.append([f"SVM, {ARMS[arm]}", *runs])
    taken = [percent(measured["digits"][n]["agreement"]) for n in amounts]
    rows.append(["samples that a judge takes for their class", *taken])
    return tables.lines(["real digits a class", *amounts], rows)


def differences(measured: dict) -> str:
    amounts = list(measured["digits"])
    rows = [
        [f"{ARMS[a]} − {ARMS[b]}", *(span(*interval(measured, n, a, b), 2) for n in amounts)]
        for a, b in PAIRS
    ]
    return tables.lines(["real digits a class", *amounts], rows)


def leaks(measured: dict) -> str:
    rows = []
    for key, name in LEAKS.items():
        test, unseen = measured["leak"][key]["test"], measured["leak"][key]["unseen"]
        gap = span(*metrics.paired_interval(test, unseen))
        rows.append([name, str(len(test)), percent(test), percent(unseen), gap])
    head = [
        "the generator has seen",
        "seeds",
        "test digits",
        "unseen digits",
        "test − unseen, 99 %",
    ]
    return tables.lines(head, rows)


def generations(measured: dict) -> str:
    rows = []
    for kind, found in measured["generations"].items():
        recall = zip(*found["recall"], strict=True)
        row = [cell(list(values), 2) for values in recall]
        rows.append([kind, str(len(found["recall"])), *row])
    return tables.lines(["recall in generation", "seeds", *map(str, range(1, 1 + len(row)))], rows)


def patients(measured: dict) -> str:
    rows = []
    for name, label in {"line": "logistic regression", "forest": "random forest"}.items():
        found = measured["table"][name]
        for method, words in METHODS.items():
            gap = ""
            if method != "nothing":
                gap = span(*metrics.paired_interval(found[method], found["nothing"]), 3, 1)
            rows.append([label, words, cell(found[method], 3), gap])
    head = ["classifier", "training rows", "average precision", "minus nothing, 99 %"]
    return tables.lines(head, rows)


def best(measured: dict) -> str:
    """The setting chosen for each amount, and what it got on validation digits."""
    rows = [
        [name, *(f"{100 * statistics.mean(values):.1f}" for values in found.values())]
        for name, found in measured["choice"].items()
    ]
    return tables.lines(["real digits a class", *measured["digits"]], rows)


def of_page(measured: dict) -> dict[str, str]:
    """The page's tables by the names in its comments."""
    makers = accuracies, differences, leaks, generations, patients, best
    return {make.__name__: make(measured) for make in makers}
