"""Which tests a worker takes at once: a module, or several that need the same costly thing."""

from xdist.scheduler import LoadScopeScheduling

# Drawing the emoji and finding their families takes six seconds, and a worker keeps them. They are
# for the tests of the emoji, for docstrings and for one page.
TOGETHER = (
    *("tests/test_data_emoji.py", "tests/test_docstring_examples.py", "tests/test_emoji.py"),
    "tests/test_page_examples.py",
)


def unit(nodeid: str) -> str:
    """What a test's name begins with, or for all of `TOGETHER` the first of them."""
    module = nodeid.partition("::")[0]
    return TOGETHER[0] if module in TOGETHER else module


class ByUnit(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)
