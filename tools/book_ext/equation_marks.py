"""Beside an equation that a test checked stands how, from the test run's record.

`tests/equations/record.json` is written by `make record`. Without it the book builds, unmarked.
"""

import json
from html import escape
from pathlib import Path

from sphinx.errors import ExtensionError

RECORD = Path("tests", "equations", "record.json")


def read_record(path):
    """The record as a dict, label to numbers; empty when no test run has been recorded."""
    if not path.exists():
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ExtensionError(f"{path} is not JSON ({error}); write it with `make record`") from None


def mark(entry):
    """What the reader sees, and in its title the same as a sentence."""
    cases, error, tolerance = entry["cases"], entry["largest_error"], entry["tolerance"]
    noun = "case" if cases == 1 else "cases"
    size = "0" if error == 0 else f"{error:.0e}".replace("e-0", "e-")
    sentence = (
        f"This equation was checked numerically by the test suite in {cases} {noun}. "
        f"The largest error was {size}; {tolerance:.0e} is allowed."
    ).replace("e-0", "e-")
    return (
        f'<span class="checked" title="{escape(sentence)}">checked · {cases} {noun}'
        f' · <span class="checked-error">largest error {size}</span></span>'
    )
