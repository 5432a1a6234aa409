"""One submission in one fresh process: `python -m genai_utils.checks.kernel NOTEBOOK RESULTS ...`.

The cells run one after another in IPython's shell; a cell that fails or takes too long costs only
what depends on it. After a cell that calls `check("ex-...", answer)` the answer is examined by the
engine that was imported before the student's first line, so that a notebook which makes a `check`
of its own changes nothing. Each verdict is written at once: what comes later can't take it back.
"""

import ast
import contextlib
import importlib
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

DONE = "all cells"  # in place of a label: the last line that a kernel writes
FILE_BYTES = 100_000_000  # the largest file that a submission may write


class OutOfTime(BaseException):
    """Not an `Exception`, so that a student's `except Exception` doesn't catch it."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop the body after so many seconds, and again each second if it goes on."""

    def stop(*_: Any) -> None:
        raise OutOfTime(f"stopped after {seconds:g} s")

    # Windows has no alarm; there the parent's limit for the whole submission is the only one.
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def restrict(gigabytes: float) -> None:
    """Limit the memory of this process and the size of its files, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        memory = int(gigabytes * 1e9)
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))


def cells(notebook: dict) -> Iterator[tuple[str, str]]:
    """Kind and source of each cell; a notebook's file may hold the source as a list of lines."""
    for cell in notebook["cells"]:
        source = cell["source"]
        yield cell["cell_type"], source if isinstance(source, str) else "".join(source)


def checked(source: str, labels: set[str]) -> Iterator[tuple[str, str]]:
    """Label and answer, as an expression, of each call whose first argument is a label."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        first = call.args[0] if len(call.args) == 2 else None
        if isinstance(first, ast.Constant) and first.value in labels:
            yield first.value, ast.unparse(call.args[1])


def new_shell() -> InteractiveShell:
    config = Config()
    config.HistoryManager.enabled = False
    return InteractiveShell.instance(config=config)


def append(results: str, verdict: dict[str, str]) -> None:
    with open(results, "a", encoding="utf-8") as file:
        file.write(json.dumps(verdict) + "\n")


def load(exercises: str) -> ModuleType:
    """The module of exercises, with all that an examination needs already imported.

    PyTorch imports `torch._dynamo` when it is first needed, which takes seconds. A limit that
    struck meanwhile would leave it half imported, and every later answer would fail for it.
    """
    importlib.import_module("torch._dynamo")
    return importlib.import_module(exercises)


def main(path: str, results: str, exercises: str, seconds: float, gigabytes: float) -> None:
    restrict(gigabytes)
    module = load(exercises)
    examine, labels = module.examine, set(module.EXERCISES)
    shell = new_shell()
    notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    for kind, source in cells(notebook):
        if kind != "code":
            continue
        with contextlib.suppress(OutOfTime), limited(seconds):
            shell.run_cell(source)
        for label, expression in checked(source, labels):
            verdict = {"label": label, "kind": "no answer", "hint": f"{expression} is not there"}
            with contextlib.suppress(OutOfTime, Exception), limited(seconds):
                found = examine(label, eval(expression, shell.user_ns))
                hint = ": ".join(filter(None, [found.words, found.hint]))
                verdict |= {"kind": found.kind, "hint": hint}
            append(results, verdict)
    append(results, {"label": DONE})


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), float(sys.argv[5]))
