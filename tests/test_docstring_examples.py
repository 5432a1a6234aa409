"""Whatever the package offers has an example in its docstring, and the example is true.

A package offers the names in its `__all__`, a single file all its functions and classes whose
names begin with a letter.
"""

import doctest
import importlib
import inspect
import pkgutil

import matplotlib as mpl
import pytest

import genai_utils

FINDER = doctest.DocTestFinder(recurse=False, exclude_empty=False)


def subjects():
    """The package's parts as a user imports them: `from genai_utils import ...`."""
    for part in pkgutil.iter_modules(genai_utils.__path__):
        yield importlib.import_module(f"genai_utils.{part.name}")


def offered(module):
    """The functions and classes that a part offers, by name."""
    names = getattr(module, "__all__", None)
    if names is None and not hasattr(module, "__path__"):
        own = (
            it for it in vars(module).items() if getattr(it[1], "__module__", "") == module.__name__
        )
        names = [name for name, _ in own if not name.startswith("_")]
    things = ((name, getattr(module, name)) for name in names or [])
    return {name: it for name, it in things if inspect.isfunction(it) or inspect.isclass(it)}


OFFERED = [
    pytest.param(thing, id=f"{module.__name__.removeprefix('genai_utils.')}.{name}")
    for module in subjects()
    for name, thing in offered(module).items()
]


def faults(thing):
    """What is wrong with the example of a function or a class; nothing if it is there and true."""
    (example,) = FINDER.find(thing, globs=vars(inspect.getmodule(thing)).copy())
    if not example.examples:
        return "no example in the docstring"
    said: list[str] = []
    with mpl.rc_context():
        doctest.DocTestRunner(verbose=False).run(example, out=said.append)
    return "".join(said)


@pytest.mark.parametrize("thing", OFFERED)
def test_the_example_is_there_and_true(thing):
    assert not faults(thing)


def test_a_missing_and_a_wrong_example_are_seen():
    def bare(x):
        """Twice x."""

    def wrong(x):
        """Twice x.

        >>> 2 * 1
        3
        """

    assert faults(bare) == "no example in the docstring"
    assert "Expected:\n    3\nGot:\n    2" in faults(wrong)
