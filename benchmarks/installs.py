"""What is downloaded and installed: `python benchmarks/installs.py`.

Two throwaway environments, each from the package index alone, without this machine's own settings
of pip: the builder's packages with their hashes, and PyTorch as pip chooses it for this system.

Stores gigabytes and CPU seconds in `benchmarks/installs.json`, which the page `environment` shows.
Takes some ten minutes of network.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import ROOT, gigabytes

from genai_utils import files

STORE = Path(__file__).with_suffix(".json")
PINNED = ROOT / "requirements.txt"


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def install(*arguments: str) -> dict[str, float]:
    """What `pip install` of these arguments takes, in an environment of its own."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([sys.executable, "-m", "venv", name], check=True)
        before = cpu_seconds()
        command = [f"{name}/bin/python", "-m", "pip", "install", "--quiet", "--no-cache-dir"]
        environment = plain | {"PIP_CONFIG_FILE": os.devnull}
        subprocess.run([*command, *arguments], check=True, env=environment)
        return {"GB": gigabytes(Path(name)), "CPU seconds": round(cpu_seconds() - before)}


def main() -> None:
    torch = next(line for line in PINNED.read_text().splitlines() if line.startswith("torch=="))
    found = {
        "system": sys.platform,
        "builder": install("--require-hashes", "-r", str(ROOT / "requirements/book.txt")),
        torch: install(torch),
    }
    files.write_atomically(STORE, json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
