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

    before = sys.getprofile()
    sys.setprofile(entered)
    try:
        yield found
    finally:
        sys.setprofile(before)


def public(name: str) -> bool:
    """No helper, no constructor, no function inside a function, no body of a module."""
    return not any(part.startswith(("_", "<")) for part in name.split("."))
