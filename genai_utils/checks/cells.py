"""A cell's Python as IPython reads it, and the checks that it holds."""

import ast
from collections.abc import Iterator

from IPython.core.inputtransformer2 import TransformerManager

MAGIC = "run_line_magic", "run_cell_magic"  # what IPython makes of % and %%


def trees(source: str) -> Iterator[ast.Module]:
    """The cell's syntax tree, and that of each magic's text: `%time f()`, the body of `%%time`.

    Nothing for what isn't Python: a cell that can't be read, a line that calls no function.
    """
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # ValueError: NUL, surrogates
        return
    yield tree
    for call in calls(tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr in MAGIC:
            inside = (it.value for it in call.args[1:] if isinstance(it, ast.Constant))
            for text in inside:
                if isinstance(text, str) and text:
                    yield from trees(text)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def checked(source: str, labels: set[str]) -> Iterator[tuple[str, str]]:
    """Label and answer, as an expression, of each `check` of a known label in a cell.

    >>> list(checked("%time check('ex-vae-kl', my_kl)", {"ex-vae-kl"}))
    [('ex-vae-kl', 'my_kl')]
    """
    for call in (call for tree in trees(source) for call in calls(tree)):
        given = dict(zip(("label", "answer", "more"), call.args, strict=False))
        given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        label = given.get("label")
        if set(given) == {"label", "answer"} and isinstance(label, ast.Constant):
            if label.value in labels:
                yield str(label.value), ast.unparse(given["answer"])
