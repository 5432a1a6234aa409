"""Where in the book a verdict sends its reader: in words that hold without the book's files.

`places.json` is made from the pages by `tools/places.py`; a test holds it to them.
"""

import functools
import json
from pathlib import Path


@functools.cache
def table() -> dict:
    """The book's address ("" if none is configured), and by label: section, page, and link."""
    return json.loads(Path(__file__).with_name("places.json").read_text(encoding="utf-8"))


def sentence(label: str) -> str:
    """The sentence that names the place; "" for a label that the table lacks."""
    book, known = table()["book"], table()["places"]
    if label not in known:
        return ""
    section, page, link = known[label]
    words = f'"{page}"' if section == page else f'"{section}" in "{page}"'
    return f"See {words}: {book}{link}" if book else f"See {words}."
