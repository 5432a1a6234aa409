"""Grade a folder of submitted notebooks: `python -m genai_utils.checks FOLDER`.

Every notebook runs in a process of its own, with limits of time, memory and file size, without a
network where the system allows it, and its screen goes nowhere. What comes out is one CSV: file,
exercise, verdict, hint. It protects from accidents, not from malice.
"""

import argparse
import contextlib
import csv
import functools
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from genai_utils.checks import kernel

LABEL = re.compile(r":label:\s*([\w-]+)|[\"']([\w-]+)[:\"']")
Row = tuple[str, str, str, str]


@functools.cache
def without_network() -> list[str]:
    """What to put before a command so that it has no network; empty where that is forbidden."""
    if shutil.which("unshare"):
        for flags in ("-n", "-rn"):  # as root; as anybody, in a user namespace
            tried = subprocess.run(["unshare", flags, "true"], capture_output=True, check=False)
            if tried.returncode == 0:
                return ["unshare", flags]
    return []


def end(process: subprocess.Popen) -> None:
    """End the process and all that it has started: they share its session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def run(path: Path, options: argparse.Namespace) -> tuple[dict[str, dict], str]:
    """The verdicts on one submission by label, and how its process ended: "" if as it should."""
    with tempfile.TemporaryDirectory() as folder:
        for file in path.parent.iterdir():  # a notebook may read what lies beside it
            if file.is_file() and file.suffix != ".ipynb":
                shutil.copy(file, folder)
        results = Path(folder, "verdicts.jsonl")
        arguments = [path.resolve(), results, options.exercises]
        arguments += [options.cell_seconds, options.gigabytes]
        command = [sys.executable, "-m", kernel.__name__, *map(str, arguments)]
        environment = {"MPLBACKEND": "Agg", "IPYTHONDIR": folder, "OMP_NUM_THREADS": "1"}
        # The folder is another one there, and this may be a clone that isn't installed.
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, map(os.path.abspath, sys.path)))
        process = subprocess.Popen(
            [*without_network(), *command],
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            code = process.wait(options.seconds)
            ending = f"the kernel ended early (exit code {code})"
        except subprocess.TimeoutExpired:
            ending = "ran out of time"
        finally:
            end(process)
        lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
        verdicts = {verdict["label"]: verdict for verdict in map(json.loads, lines)}
        return verdicts, "" if kernel.DONE in verdicts else ending


def expected(path: Path, labels: set[str]) -> list[str]:
    """The exercises that a notebook speaks of, in its order; `ValueError` if it is no notebook."""
    try:
        sources = [source for _, source in kernel.cells(json.loads(path.read_text("utf-8")))]
    except (UnicodeError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name} has no cells") from error
    found = (one or other for one, other in LABEL.findall("\n".join(sources)))
    return [label for label in dict.fromkeys(found) if label in labels]


def grade(path: Path, labels: set[str], options: argparse.Namespace) -> list[Row]:
    """A row for each exercise of one submission; whatever it does, there is at least one row."""
    name = path.relative_to(options.folder).as_posix()
    try:
        wanted = expected(path, labels)
    except (ValueError, OSError):
        return [(name, "", "not a notebook", "")]
    if not wanted:
        return [(name, "", "no exercise found", "")]
    verdicts, ending = run(path, options)
    rows = []
    for label in wanted:
        verdict = verdicts.get(label)
        if verdict is None:
            rows.append((name, label, f"NOT YET: {ending or 'no check'}", ""))
        elif verdict["kind"]:
            rows.append((name, label, f"NOT YET: {verdict['kind']}", verdict["hint"]))
        else:
            rows.append((name, label, "PASS", ""))
    return rows


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m genai_utils.checks", description=__doc__)
    made.add_argument("folder", type=Path, help="all notebooks below it are submissions")
    made.add_argument("--out", type=Path, default=Path("verdicts.csv"))
    made.add_argument("--cell-seconds", type=float, default=60, help="for one cell or check")
    made.add_argument("--seconds", type=float, default=600, help="for one submission")
    made.add_argument("--gigabytes", type=float, default=4, help="of memory for one submission")
    made.add_argument("--jobs", type=int, default=1, help="submissions at the same time")
    made.add_argument("--exercises", default="genai_utils.exercises", help="the module of them")
    return made


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    labels = set(importlib.import_module(options.exercises).EXERCISES)
    paths = sorted(options.folder.rglob("*.ipynb"))
    paths = [path for path in paths if ".ipynb_checkpoints" not in path.parts]
    if not paths:
        sys.exit(f"{options.folder.name}/ holds no notebook")
    with open(options.out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "exercise", "verdict", "hint"))
        with ThreadPoolExecutor(options.jobs) as pool:  # threads only wait: each job is a process
            for rows in pool.map(functools.partial(grade, labels=labels, options=options), paths):
                writer.writerows(rows)
                file.flush()  # what is graded stays graded
                passed = sum(row[2] == "PASS" for row in rows)
                print(f"{rows[0][0]}: {passed} of {len(rows)} pass", flush=True)
    network = "without a network" if without_network() else "with the network: no namespace here"
    print(f"{len(paths)} notebooks, {network}; {options.out.name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
