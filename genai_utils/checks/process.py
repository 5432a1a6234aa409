"""A submission's process: started with limits and without a network, watched, and ended."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from pathlib import Path

from genai_utils import offline
from genai_utils.checks import kernel, submission

START_SECONDS = 300.0  # to load PyTorch and the exercises: not the student's time
STEP = 0.05  # seconds between two looks at a process


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


def _start(path: Path, results: Path, options: Namespace) -> subprocess.Popen:
    arguments = [path.resolve(), results, options.exercises]
    arguments += [options.cell_seconds, options.gigabytes, options.whole]
    # -P: a `signal.py` beside the notebook must not be taken for Python's own.
    command = [sys.executable, "-P", "-m", kernel.__name__, *map(str, arguments)]
    environment = {"MPLBACKEND": "Agg", "IPYTHONDIR": str(results.parent), "OMP_NUM_THREADS": "1"}
    environment |= {"PAGER": "cat", "PYTHONPATH": os.pathsep.join(_path(options.folder))}
    return subprocess.Popen(
        [*offline.prefix(), *command],
        cwd=results.parent,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _path(folder: Path) -> list[str]:
    """Where this process finds modules, less the submissions: it may have been started there.

    The child's folder is another one, and this may be a clone that isn't installed.
    """
    own = [str(Path(__file__).parents[2]), *map(os.path.abspath, sys.path)]
    return [it for it in own if not Path(it).resolve().is_relative_to(folder.resolve())]


def _wait(process: subprocess.Popen, results: Path, seconds: float) -> str:
    """How the process ended. Its time counts from when it is ready, however busy the machine."""
    last = time.monotonic() + START_SECONDS
    ready = False
    while process.poll() is None:
        if not ready and results.exists():
            ready, last = True, time.monotonic() + seconds
        if time.monotonic() > last:
            return "ran out of time" if ready else "the kernel did not start"
        time.sleep(STEP)
    return f"the kernel ended early (exit code {process.returncode})"


def _end(process: subprocess.Popen) -> None:
    """End the process and all that it has started: they share its session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _verdicts(results: Path) -> dict[str, dict]:
    """The lines that the kernel wrote; a last one cut short by its end is no verdict."""
    found = {}
    lines = results.read_bytes().splitlines() if results.is_file() else []
    for line in lines:
        with contextlib.suppress(ValueError, TypeError, KeyError):
            verdict = json.loads(line)
            found[verdict["label"]] = verdict
    return found
