"""Give a student the notebooks: `tools/give_notebooks.py` fills `lab/` from the built book.

The student works there, so nothing of theirs is lost: a file that was changed since it was given
stays, and a newer one is laid beside it, as NAME.new.ipynb. What was given is known by its sum.
JupyterLab trusts what we give, so that a live figure lives before anything is run.
"""

import hashlib
import json
import os
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary

ROOT = Path(__file__).resolve().parents[1]
PLAIN = ROOT / "_build" / "html" / "_sources" / "notebooks"
LAB = ROOT / "lab"
GIVEN = ".given.json"  # name -> sum of the file as it was given last


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def lay(content: bytes, path: Path, given: dict[str, str]) -> Path:
    """Write a file, unless the student's stands there: then beside it. Where it stands now."""
    theirs = path.read_bytes() if path.exists() else content
    now, known = sum_of(content), given.get(path.name)
    if theirs != content and known == now:
        return path  # changed by the student, and there is nothing newer
    given[path.name] = now
    if theirs != content and sum_of(theirs) != known:
        return lay(content, path.with_name(f"{path.stem}.new{path.suffix}"), given)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)
    return path


def give(source: Path, folder: Path) -> list[str]:
    """Fill the folder from `source`; one line for each file of the student's that is behind.

    Raises `FileNotFoundError` if there is no notebook, that is before `make book`.
    """
    files = sorted(path for path in source.glob("*") if path.suffix != ".zip")
    if not any(path.suffix == ".ipynb" for path in files):
        raise FileNotFoundError(f"{source} holds no notebook: `make book` puts them there.")
    folder.mkdir(exist_ok=True)
    record = folder / GIVEN
    given = json.loads(record.read_text("utf-8")) if record.exists() else {}
    news = []
    for path in files:
        laid = lay(path.read_bytes(), folder / path.name, given)
        if laid.name != path.name:
            news.append(f"{path.name} is kept as you changed it; the newer one is {laid.name}")
    record.write_text(json.dumps(given, indent=1) + "\n", encoding="utf-8")
    return news


def trust(folder: Path) -> None:
    """Sign, for this user's Jupyter, the notebooks that are as they were given."""
    for name, known in json.loads((folder / GIVEN).read_text("utf-8")).items():
        path = folder / name
        if path.suffix == ".ipynb" and path.exists() and sum_of(path.read_bytes()) == known:
            NotebookNotary().sign(nbformat.read(path, as_version=4))


if __name__ == "__main__":
    for line in give(PLAIN, LAB):
        print(line)
    trust(LAB)
