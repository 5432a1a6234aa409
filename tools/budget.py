"""What the notebooks may cost: `tools/budget.py` writes the table of seconds in CONTRIBUTING.md.

A notebook's own line "**Cost:** at most 45 s" is its promise, which `tools/run_notebooks.py`
measures; `make test` runs all of them, two at a time.
"""

import re
from pathlib import Path

import nbformat
import run_notebooks

from genai_utils import files

PAGE = run_notebooks.NOTEBOOKS.parent / "CONTRIBUTING.md"
BEGIN, END = "<!-- made by tools/budget.py -->\n", "\n<!-- end of the budget -->"
FIRST = re.compile(r"[1-5]-")  # the notebooks for which 12 minutes of `make test` were set
MINUTES, EACH = 12, 60  # of `make test`; seconds that it may grow by with each later notebook


def promised(path: Path) -> tuple[int, float]:
    """The CPU seconds that a notebook promises, and those that it may take."""
    notebook = nbformat.read(path, as_version=4)
    seconds = int(run_notebooks.cost_line(notebook)["seconds"])
    return seconds, run_notebooks.seconds_allowed(notebook)


def table(folder: Path = run_notebooks.NOTEBOOKS) -> str:
    """A row for each notebook, one for all, and what `make test` may take with them."""
    found = {path.stem: promised(path) for path in sorted(folder.glob("*.ipynb"))}
    later = [name for name in found if not FIRST.match(name)]
    rows = [f"| `{name}` | {seconds} | {most} |" for name, (seconds, most) in found.items()]
    sums = [sum(column) for column in zip(*found.values(), strict=True)]
    whole = MINUTES + len(later) * EACH / 60
    return "\n".join(
        [
            "| notebook | CPU seconds promised | allowed |",
            "| --- | --- | --- |",
            *rows,
            f"| all {len(found)} | {sums[0]} | {sums[1]} |",
            "",
            f"With {len(later)} of them after chapter 5, `make test` may take {whole:.0f} minutes.",
        ]
    )


def filled(text: str, content: str) -> str:
    """The text with `content` between its comments; `ValueError` unless both stand there once."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end or BEGIN in tail:
        raise ValueError(f"the page must hold {BEGIN!r} and {END!r} once, in this order.")
    return f"{head}{BEGIN}\n{content}\n{END}{tail}"


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    files.write_atomically(PAGE, filled(text, table()))


if __name__ == "__main__":
    main()
