"""What setting up takes, and what threads do: `python benchmarks/environment.py [sizes]`.

Measured are the space of `.venv`, the CPU seconds and the memory of `tools/check_setup.py`, and the
seconds on the clock of five epochs of its game with one thread and with two, three times each in
turn; they say something of the machine that the book was made on, and of no other.

Stores `benchmarks/environment.json`, which the page `environment` shows. Takes a minute or two;
`sizes`, after another package is pinned, measures the space alone and needs no quiet machine.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import torch

from genai_utils import files, runtime

ROOT = Path(__file__).resolve().parents[1]
STORE = Path(__file__).with_suffix(".json")
SETUP = ROOT / "tools" / "check_setup.py"
ROUNDS, EPOCHS, THREADS = 3, 5, (1, 2)


def gigabytes(folder: Path) -> float:
    """What the files of a folder take, a file with several names counted once."""
    files = (path.lstat() for path in folder.rglob("*") if not path.is_dir())
    return round(sum({entry.st_ino: entry.st_size for entry in files}.values()) / 1e9, 1)


def cost_of_the_check() -> dict[str, float]:
    """CPU seconds and peak memory of the program, with all that it imports."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, SETUP], env=environment, check=True, capture_output=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kB here
    return {
        "CPU seconds": round(used.ru_utime + used.ru_stime, 1),
        "GB of memory": round(unit * used.ru_maxrss / 1e9, 1),
    }


def seconds_by_threads() -> dict[str, list[float]]:
    """Seconds on the clock of the same epochs, for each number of threads."""
    sys.path.insert(0, str(SETUP.parent))
    from check_setup import play

    seconds = {str(count): [] for count in THREADS}
    for _ in range(ROUNDS):
        for count in THREADS:
            runtime.start(seed=0)
            torch.set_num_threads(count)
            start = time.perf_counter()
            play(torch.device("cpu"), EPOCHS, None)
            seconds[str(count)].append(round(time.perf_counter() - start, 1))
    return seconds


def sizes() -> dict[str, str | float]:
    """The space of `.venv`, and of PyTorch in it."""
    return {
        "PyTorch": torch.__version__,
        "GB of .venv": gigabytes(ROOT / ".venv"),
        "GB of PyTorch": gigabytes(Path(torch.__file__).parent),
    }


def times() -> dict[str, object]:
    """What the machine needs for the check of the set-up, and with threads."""
    return {"check_setup": cost_of_the_check(), "seconds by threads": seconds_by_threads()}


def main(only_sizes: bool) -> None:
    known = json.loads(STORE.read_text(encoding="utf-8")) if only_sizes else {}
    found = {"cores": os.cpu_count()} | known | sizes()
    if not only_sizes:
        found |= times()
    files.write_atomically(STORE, json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:] == ["sizes"])
