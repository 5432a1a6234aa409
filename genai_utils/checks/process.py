"""A submission's process: started with limits and without a network, watched, and ended.

On Linux it is forked from a server that has loaded PyTorch once, which would take each submission
some seconds. Elsewhere it starts from nothing: what macOS loads doesn't survive a fork.
"""

import contextlib
import json
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from argparse import Namespace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from genai_utils import offline
from genai_utils.checks import kernel, submission

START_SECONDS = 300.0  # to load PyTorch and the exercises: not the student's time
STEP = 0.05  # seconds between two looks at a process
FORKS = sys.platform == "linux"
CONTEXT = (
    multiprocessing.get_context("forkserver") if FORKS else multiprocessing.get_context("spawn")
)
# A process is asked how it is by whoever starts another one, too, and its answer comes only once.
ASKING = threading.Lock()


def run(path: Path, options: Namespace) -> tuple[dict[str, dict], str]:
    """The verdicts on one submission by label, and how its process ended: "" if as it should."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for file in submission.beside(path):
            with contextlib.suppress(OSError):
                shutil.copy(file, folder)
        results = Path(folder, "verdicts.jsonl")
        results.unlink(missing_ok=True)  # one that lay beside the notebook
        process = _start(path, results, options)
        try:
            ending = _wait(process, results, options.seconds)
        finally:
            _end(process)
        verdicts = _verdicts(results)
        return verdicts, "" if kernel.DONE in verdicts else ending


def _start(path: Path, results: Path, options: Namespace) -> BaseProcess:
    if FORKS:
        CONTEXT.set_forkserver_preload([kernel.__name__, *kernel.SLOW, options.exercises])
    given = (options.exercises, options.cell_seconds, options.gigabytes, options.whole)
    alone = offline.can_isolate()
    arguments = (path.resolve(), results, _path(options.folder), alone, *given)
    started = CONTEXT.Process(target=_become, args=arguments)
    with ASKING:
        started.start()
    return started


def _become(path: Path, results: Path, modules: list[str], alone: bool, *given: Any) -> None:
    """What a fresh process does: it leaves screen, folder and network behind, and runs the cells.

    No module is looked for beside the notebook: a `signal.py` there isn't Python's own.
    """
    if hasattr(os, "setsid"):
        os.setsid()  # what it starts is ended with it
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.chdir(results.parent)
    sys.path[:] = modules
    own = {"MPLBACKEND": "Agg", "IPYTHONDIR": str(results.parent), "OMP_NUM_THREADS": "1"}
    os.environ.update(own, PAGER="cat", PYTHONPATH=os.pathsep.join(modules))
    if alone:
        offline.isolate()
        os.environ["GENAI_OFFLINE"] = "1"
    kernel.main(str(path), str(results), *given)


def _path(folder: Path) -> list[str]:
    """Where this process finds modules, less the submissions: it may have been started there.

    The child's folder is another one, and this may be a clone that isn't installed.
    """
    own = [str(Path(__file__).parents[2]), *map(os.path.abspath, sys.path)]
    return [it for it in own if not Path(it).resolve().is_relative_to(folder.resolve())]


def _wait(process: BaseProcess, results: Path, seconds: float) -> str:
    """How the process ended. Its time counts from when it is ready, however busy the machine."""
    last = time.monotonic() + START_SECONDS
    ready = False
    while (code := _exit_code(process)) is None:
        if not ready and results.exists():
            ready, last = True, time.monotonic() + seconds
        if time.monotonic() > last:
            return "ran out of time" if ready else "the kernel did not start"
        time.sleep(STEP)
    return f"the kernel ended early (exit code {code})"


def _exit_code(process: BaseProcess) -> int | None:
    with ASKING:
        return process.exitcode


def _end(process: BaseProcess) -> None:
    """End the process and all that it has started: they share its session."""
    assert process.pid is not None  # it has been started
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with ASKING:
        process.kill()
        process.join()
        process.close()


def _verdicts(results: Path) -> dict[str, dict]:
    """The lines that the kernel wrote; a last one cut short by its end is no verdict."""
    found = {}
    lines = results.read_bytes().splitlines() if results.is_file() else []
    for line in lines:
        with contextlib.suppress(ValueError, TypeError, KeyError):
            verdict = json.loads(line)
            found[verdict["label"]] = verdict
    return found
