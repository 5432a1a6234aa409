"""How an answer that is a value, not a function, is looked at."""

from collections.abc import Callable, Sequence
from typing import Any

from genai_utils.checks import NotYet


def whole(name: str) -> Callable[..., dict[str, Any]]:
    """A probe that sees one value, a tuple as a list."""

    def probe(answer):
        value = answer()
        return {name: list(value) if isinstance(value, tuple) else value}

    return probe


def parts(*names: str) -> Callable[..., dict[str, Any]]:
    """A probe that sees the named entries of a dictionary."""

    def probe(answer):
        return entries(answer(), names)

    return probe


def entries(value: Any, names: Sequence[str]) -> dict[str, Any]:
    """The named entries of a dictionary; `NotYet` if it is none or lacks one."""
    if not isinstance(value, dict) or not set(names) <= set(value):
        raise NotYet("wrong type", f"a dictionary with the keys {', '.join(names)} is needed")
    return {name: value[name] for name in names}
