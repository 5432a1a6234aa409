"""Which cells of a notebook its checks need: the others need not run for a verdict.

A cell is needed if it holds a check; if an import or a magic stands in it; or if it stands before
a check and makes, or could change, a name that a needed cell uses, up to where that name is made
anew. To make a name is to assign, define or delete it. What a cell mentions it could change,
unless that is a function, a class, a module or a constant, and so what its functions mention.

`exec`, `eval` and their like can't be seen through: before a cell with one, every cell is needed.
What a cell leaves elsewhere than in a name, as in a file that it writes, isn't seen.
"""

from collections.abc import Iterator

from genai_utils.checks.cells import checked
from genai_utils.checks.names import Names, of_cell


def needed(sources: list[str], labels: set[str]) -> set[int]:
    """The places of the cells that the checks of known labels need, those cells included.

    >>> cells = ["import math", "net = train()", "a = math.pi", "print(net)", "check('ex-a', a)"]
    >>> sorted(needed(cells, {"ex-a"}))
    [0, 2, 4]
    """
    statements = [it for cell, source in enumerate(sources) for it in of_cell(source, cell)]
    found: set[int] = set()
    for cell, source in enumerate(sources):
        if any(checked(source, labels)):
            found |= _for_check(cell, [it for it in statements if it.cell <= cell])
    return found


def _for_check(check: int, statements: list[Names]) -> set[int]:
    """The cells that the check in the last of them needs."""
    given = _given(statements)
    kept: set[int] = set()
    more = {check} | {it.cell for it in statements if it.always}
    while more:
        kept |= more
        places = [place for place, it in enumerate(statements) if it.cell in kept]
        if any(statements[place].opaque for place in places):
            return set(range(check + 1))
        makers = {maker for place in places for maker in _makers(place, statements, given)}
        more = {statements[maker].cell for maker in makers} - kept
    return kept


def _given(statements: list[Names]) -> list[set[str]]:
    """For each statement, the names that it makes or could change."""
    values = set().union(*(it.values for it in statements))
    behind: dict[str, set[str]] = {}
    for it in statements:
        for name in it.made:
            behind.setdefault(name, set()).update(it.touched | it.inside)
    return [it.made | (_reached(it.touched, behind) & values) for it in statements]


def _reached(touched: set[str], behind: dict[str, set[str]]) -> set[str]:
    """The names that are touched, those that the functions behind them use, and those that they
    were made from: `a = answer` may be followed by `a[0] = 1`."""
    reached: set[str] = set()
    new = touched
    while new:
        reached |= new
        new = set().union(*(behind.get(name, set()) for name in new)) - reached
    return reached


def _makers(use: int, statements: list[Names], given: list[set[str]]) -> Iterator[int]:
    """The statements whose names one statement uses.

    A function that it defines is called somewhere between it and the check, so what the function
    uses may also be made there.
    """
    for name in statements[use].touched:
        yield from _made(name, use, range(use), statements, given)
    for name in statements[use].inside:
        yield from _made(name, use, range(len(statements)), statements, given)


def _made(
    name: str, use: int, places: range, statements: list[Names], given: list[set[str]]
) -> Iterator[int]:
    """Where a name is made or may be changed, back to where it was last made anew before a use."""
    for place in reversed(places):
        if name in given[place]:
            yield place
            if place < use and name in statements[place].anew:
                return
