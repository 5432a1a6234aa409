"""Grade a folder of submitted notebooks: `python -P -m genai_utils.checks FOLDER`.

Every notebook runs in a process of its own, with limits of time, memory and file size, without a
network where the system allows it, and its screen goes nowhere. What comes out is one CSV: file,
exercise, verdict, hint, skipped. Whatever else was handed in has a row that says so. It protects
from accidents, not from malice; with -P no module in the current folder is taken for Python's own.

Only the cells that a check needs are run, and the column `skipped` lists the others; with --whole
all are. `genai_utils.checks.needed` says which cells a check needs.
"""

import argparse
import functools
import importlib
import io
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from genai_utils import offline
from genai_utils.checks import kernel, submission, table
from genai_utils.checks.process import run
from genai_utils.checks.table import Row


def grade(path: Path, labels: set[str], options: argparse.Namespace) -> list[Row]:
    """A row for each exercise of one submission; whatever it is, there is at least one row."""
    name = submission.name_of(path, options.folder)
    try:
        wanted = submission.expected(*submission.read(path, options.folder), labels)
    except ValueError as error:
        return [(name, "", "not a notebook", str(error), "")]
    if not wanted:
        return [(name, "", "no exercise found", "", "")]
    try:
        verdicts, ending = run(path, options)
        skipped = verdicts.get(kernel.SKIPPED, {}).get("cells", "")
        return [(name, label, *_words(verdicts.get(label), ending), skipped) for label in wanted]
    except Exception as error:  # whatever nobody thought of: the other submissions go on
        return [(name, "", "could not be graded", f"{type(error).__name__}: {error}", "")]


def _words(verdict: dict | None, ending: str) -> tuple[str, str]:
    """The verdict on one exercise, and the hint."""
    if verdict is None:
        return f"NOT YET: {ending or 'no check'}", ""
    return (f"NOT YET: {verdict['kind']}", verdict["hint"]) if verdict["kind"] else ("PASS", "")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -P -m genai_utils.checks", description=__doc__)
    made.add_argument("folder", type=Path, help="all notebooks below it are submissions")
    made.add_argument("--out", type=Path, default=Path("verdicts.csv"))
    made.add_argument("--cell-seconds", type=float, default=60, help="for one cell or check")
    made.add_argument("--seconds", type=float, default=600, help="for one submission")
    made.add_argument("--gigabytes", type=float, default=4, help="of memory for one submission")
    made.add_argument("--whole", action="store_true", help="run every cell, needed or not")
    made.add_argument("--jobs", type=int, default=1, help="submissions at the same time")
    made.add_argument("--exercises", default="genai_utils.exercises", help="the module of them")
    return made


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a name in Chinese on a screen that knows ASCII
        sys.stdout.reconfigure(errors="backslashreplace")
    labels = set(importlib.import_module(options.exercises).EXERCISES)
    paths = submission.files(options.folder)
    if not paths:
        sys.exit(f"{options.folder}/ holds no notebook")
    with table.opened(options.out) as add:
        with ThreadPoolExecutor(options.jobs) as pool:  # threads only wait: each job is a process
            for rows in pool.map(functools.partial(grade, labels=labels, options=options), paths):
                add(rows)  # what is graded stays graded
                passed = sum(row[2] == "PASS" for row in rows)
                print(f"{rows[0][0]}: {passed} of {len(rows)} pass", flush=True)
    network = (
        "without a network" if offline.can_isolate() else "with the network: no namespace here"
    )
    print(f"{len(paths)} submissions, {network}; {options.out.name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
