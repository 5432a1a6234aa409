"""Beside an equation that a test checked stands how, from the test run's record.

`tests/equations/record.json` is written by `make record`. Without it the book builds, unmarked.
"""

import json
from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

RECORD = Path("tests", "equations", "record.json")
SHOWN = 3  # names of functions in the sentence


def read_record(path: Path) -> dict[str, dict]:
    """The record as a dict, label to numbers; empty when no test run has been recorded."""
    if not path.exists():
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ExtensionError(f"{path} is not JSON ({error}); write it with `make record`") from None


# What a check looked at, from (formula read from the page, code of ours called): the mark's words,
# and the beginning and the end of its sentence.
LOOKED_AT = {
    (True, True): ("formula and code checked", "The printed formula and our code {code} were", ""),
    (True, False): ("formula checked", "The printed formula was", ""),
    (False, True): ("code checked", "Our code {code} was", "no test reads the printed formula"),
    (False, False): (
        "an instance computed",
        "What the formula says was computed by a test and",
        "no test reads the printed formula, and none of our code computes it",
    ),
}


def sentence(entry: dict[str, Any]) -> str:
    """What was compared with what, and how far apart it was."""
    code = entry.get("code", [])
    _, subject, caveat = LOOKED_AT[bool(entry.get("printed")), bool(code)]
    named = ", ".join(code[:SHOWN]) + (f" and {len(code) - SHOWN} more" if code[SHOWN:] else "")
    error, allowed = (short(entry[name]) for name in ("largest_error", "tolerance"))
    return (
        f"{subject.format(code=f'({named})')} compared with an independent route in {cases(entry)}"
        f"{'; ' * bool(caveat)}{caveat}. The largest error was {error}; {allowed} is allowed."
    )


def words(entry: dict[str, Any]) -> str:
    """What the reader sees beside the equation, as HTML."""
    looked_at, _, _ = LOOKED_AT[bool(entry.get("printed")), bool(entry.get("code"))]
    error, allowed = (short(entry[name]) for name in ("largest_error", "tolerance"))
    found = f'<span class="checked-error">largest error {error} of {allowed} allowed</span>'
    return f"{looked_at} · {cases(entry)} · {found}"


def cases(entry: dict[str, Any]) -> str:
    return f"{entry['cases']} case" + "s" * (entry["cases"] != 1)


def short(number: float) -> str:
    return f"{number:.2g}".replace("e-0", "e-")
