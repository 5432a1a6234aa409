"""Which tools of chapter 7 run today: `python experiments/tools_tried.py [NAME ...]`.

Runs each program of `experiments/hello` as a process of its own.
Stores `experiments/hello/tried.json`: the tool's version, the date and what it printed. A tool
that isn't installed is left as it was. The book installs three of them; the others were put into an
environment of their own, beside this book's packages. Takes a minute.
"""

import datetime
import hashlib
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import stored_json

HELLO = Path(__file__).resolve().parent / "hello"
STORED = HELLO / "tried.json"


def installed(name: str) -> str | None:
    """The version of the package whose program is `hello/NAME.py`; None if there is none.

    Without a build's name behind it: 2.13.0 is 2.13.0+cpu on another machine.
    """
    try:
        version = metadata.version({"pytorch": "torch", "pyro": "pyro-ppl"}.get(name, name))
        return version.partition("+")[0]
    except metadata.PackageNotFoundError:
        return None


def run(name: str) -> str:
    """What the program prints."""
    # With -P its folder isn't searched: a program has the name of the library that it tries.
    asked = [sys.executable, "-P", str(HELLO / f"{name}.py")]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def fingerprint(name: str) -> str:
    """A sum of the program: with another one the stored line is out of date."""
    return hashlib.sha256((HELLO / f"{name}.py").read_bytes()).hexdigest()[:12]


def main(names: list[str]) -> None:
    for name in names or sorted(path.stem for path in HELLO.glob("*.py")):
        version = installed(name)
        if version is None:
            print(f"{name}: not installed")
            continue
        line = {"version": version, "printed": run(name), "program": fingerprint(name)}
        date = datetime.datetime.now(datetime.UTC).date().isoformat()
        stored_json.add(STORED, {name: {**line, "date": date}})


if __name__ == "__main__":
    main(sys.argv[1:])
