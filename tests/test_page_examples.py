"""The worked examples on the pages are run: what stands under a `>>>` is what Python prints.

The ```python blocks of a page are one session, from top to bottom.
"""

import doctest
import io
import re

import book_sources
import pytest
import torch

BLOCK = re.compile(r"^```python\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
PROMPT = re.compile(r"^[ \t]*>>> ", re.MULTILINE)


def examples(text, name):
    """One doctest a block; the line numbers are those of the page."""
    parser = doctest.DocTestParser()
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start(1))
        if PROMPT.search(block[1]):
            yield parser.get_doctest(block[1], {}, name, name, line)


def unseen_prompts(text, name):
    """How many `>>>` of the page stand where no example is found, in a ```pycon block say."""
    return len(PROMPT.findall(text)) - sum(len(test.examples) for test in examples(text, name))


def failures(text, name):
    """What doctest reports of the page's examples; empty when every number is right."""
    runner, session, report = doctest.DocTestRunner(verbose=False), {}, io.StringIO()
    for test in examples(text, name):
        test.globs = session
        runner.run(test, out=report.write, clear_globs=False)
    return report.getvalue()


@pytest.fixture(autouse=True)
def _default_dtype():
    """A page may compute in float64; the next test must not find that."""
    before = torch.get_default_dtype()
    yield
    torch.set_default_dtype(before)


PAGES = {name: text for name, text in book_sources.pages().items() if PROMPT.search(text)}


@pytest.mark.parametrize("name", PAGES)
def test_page(name):
    assert unseen_prompts(PAGES[name], name) == 0
    assert failures(PAGES[name], name) == ""


PAGE = """Text.

```python
>>> x = 2
```

Between the blocks `x` is remembered.

```python
>>> round(x / 3, 3)
0.667
```
"""


def test_right_numbers_pass():
    assert unseen_prompts(PAGE, "page") == 0
    assert failures(PAGE, "page") == ""


def test_a_wrong_number_is_seen():
    report = failures(PAGE.replace("0.667", "0.666"), "page")
    assert 'File "page", line 10' in report
    assert "Expected:\n    0.666" in report


def test_an_example_that_raises_is_seen():
    assert "ZeroDivisionError" in failures(PAGE.replace("x / 3", "x / 0"), "page")


def test_a_prompt_in_another_block_is_seen():
    assert unseen_prompts(PAGE.replace("```python", "```pycon", 1), "page") == 1
