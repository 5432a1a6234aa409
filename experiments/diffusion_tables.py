"""The table of families of the page on trends, from what `trade_offs.py` and `diffusion.py` stored.

Stores nothing but this table, in the page. Takes a second.
"""

import stored_json
import tables
import trade_offs
from trade_offs_tables import ROWS, cell

PAGE = tables.BOOK / "8-outlook" / "trends.md"
KEYS = (
    *("seconds", "thousand parameters", "samples a second", "precision", "recall"),
    *("classes above 2 %", "Fréchet distance", "share of copies"),
)


def families(measured: dict) -> str:
    """A row a family, a column a quantity."""
    columns = {
        **measured["full"],
        **measured["trained"],
        "unseen real digits": measured["real"],
    }
    rows = [
        [name, *(cell(runs[key], ROWS[key][1]) if key in runs else "" for key in KEYS)]
        for name, runs in columns.items()
    ]
    return tables.lines(["", *(ROWS[key][0] for key in KEYS)], rows)


def main() -> None:
    measured = stored_json.read(trade_offs.STORED)
    tables.write(PAGE, "diffusion_tables", {"families": families(measured)})


if __name__ == "__main__":
    main()
