"""Which functions of `genai_utils` run while a check does."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import genai_utils

PACKAGE = genai_utils.__name__
FOLDER = str(Path(genai_utils.__file__).parent)
# What functions share to look at their inputs: no equation's code.
HELPERS = ("precision.", "models.inputs.")
# Where a function keeps what it made: it has to run again, or only the first check would see it.
KEEPING = ("audio", "conversion", "speech", "data.voices", "data.espeak")


def forget() -> None:
    """Empties what the functions of these modules keep; data sets, slow to read, are kept."""
    for name, module in list(sys.modules.items()):
        if name.startswith(tuple(f"{PACKAGE}.{part}" for part in KEEPING)):
            for thing in list(vars(module).values()):
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()


@contextmanager
def functions() -> Iterator[set[str]]:
    """Fills the set with `module.function` for each public one that is entered meanwhile.

    The interpreter reports every call; what it reported to before is asked again afterwards.
    """
    found: set[str] = set()
    seen: set = set()

    def entered(frame, event, argument):
        code = frame.f_code
        if event == "call" and code not in seen:
            seen.add(code)
            if code.co_filename.startswith(FOLDER) and public(code.co_qualname):
                module = frame.f_globals["__name__"].removeprefix(f"{PACKAGE}.")
                name = f"{module}.{code.co_qualname}"
                found.update([] if name.startswith(HELPERS) else [name])

    forget()
    before = sys.getprofile()
    sys.setprofile(entered)
    try:
        yield found
    finally:
        sys.setprofile(before)


def public(name: str) -> bool:
    """No helper, no constructor, no function inside a function, no body of a module."""
    return not any(part.startswith(("_", "<")) for part in name.split("."))
