"""How an answer that is a value, not a function, is looked at."""

import difflib
from collections.abc import Callable, Collection, Sequence
from typing import Any

from genai_utils.checks import NotYet


def whole(name: str) -> Callable[..., dict[str, Any]]:
    """A probe that sees one value."""

    def probe(answer):
        return {name: answer()}

    return probe


def parts(*names: str) -> Callable[..., dict[str, Any]]:
    """A probe that sees the named entries of a dictionary."""

    def probe(answer):
        return entries(answer(), names)

    return probe


def words(names: Sequence[str], known: Collection[str]) -> Callable[..., dict[str, Any]]:
    """A probe that sees the named entries of a dictionary, each of which is one of a few words."""

    def probe(answer):
        seen = entries(answer(), names)
        return {name: one_of(known, word, name) for name, word in seen.items()}

    return probe


def entries(value: Any, names: Sequence[str]) -> dict[str, Any]:
    """The named entries of a dictionary; `NotYet` if it is none or lacks one."""
    if not isinstance(value, dict) or not set(names) <= set(value):
        raise NotYet("wrong type", f"a dictionary with the keys {', '.join(names)} is needed")
    return {name: value[name] for name in names}


def one_of(known: Collection[str], word: Any, place: str) -> str:
    """The word, if it is a known one; else `NotYet`, which names the nearest or lists them all."""
    if not isinstance(word, str):
        raise NotYet("wrong type", f"{place}: a word in quotes is needed")
    if word in known:
        return word
    by_letters = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), by_letters, n=1)
    names = ", ".join(f'"{name}"' for name in known)
    cure = f'did you mean "{by_letters[near[0]]}"?' if near else f"the names are {names}"
    raise NotYet("unknown word", f'{place}: "{word[:60]}" is none of the names; {cure}')
