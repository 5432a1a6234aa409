"""Write `genai_utils/checks/places.json`: the titles of the places that the exercises point to.

A student has the package, but not the book's sources, so a verdict names a section by its title.
Run it after a new `see` or a changed heading: `tools/places.py`.
"""

import json
import re
from pathlib import Path

from book_ext import addresses

from genai_utils import files
from genai_utils.exercises import EXERCISES

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "genai_utils" / "checks" / "places.json"
HEADING = re.compile(r"#+\s+(.+?)\s*")
FENCE = re.compile(r"\s*(```+|:::+|~~~+)")


def section_of(text: str, label: str) -> tuple[str, str, str]:
    """The section with this label, the page's title, and the label's anchor; `ValueError` if none.

    A label of a section stands in the line above its heading; an equation's section is the one
    whose heading came last.
    """
    title = section = ""
    above = in_fence = found = False
    for line in text.splitlines():
        if FENCE.match(line):
            in_fence = not in_fence
        elif not in_fence and (heading := HEADING.fullmatch(line)):
            section, title = heading[1], title or heading[1]
            found = found or above
        if line.strip() == f"({label})=":
            above = True
        elif f"({label})" in line or f":label: {label}" in line:
            return section, title, f"equation-{label}"
        if found:
            return section, title, label
    raise ValueError(f"the label {label} stands neither at an equation nor above a heading.")


def places() -> dict:
    """The table, from the sources as they are now."""
    known = {}
    for label, page in sorted({exercise.see for exercise in EXERCISES.values()}):
        text = (ROOT / "book" / f"{page}.md").read_text(encoding="utf-8")
        section, title, anchor = section_of(text, label)
        known[label] = [section, title, f"book/{page}.html#{anchor}"]
    return {"book": addresses.site(ROOT) or "", "places": known}


if __name__ == "__main__":
    files.write_atomically(TABLE, json.dumps(places(), indent=1, ensure_ascii=False) + "\n")
