"""Functions with one small change each: what a test of the function has to notice."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator

OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.Eq: ast.NotEq,
}
METHODS = {
    "mean": "sum",
    "sum": "mean",
    "sin": "cos",
    "cos": "sin",
    "argmax": "argmin",
    "exp": "expm1",
    "softplus": "relu",
    "softmax": "log_softmax",
    "randn_like": "rand_like",
    "float32": "float16",
}


def changes(node: ast.AST) -> Iterator[ast.AST | None]:
    """What a node could become; None for a statement that is left out."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS:
        yield ast.Compare(node.left, [OPERATORS[type(node.ops[0])]()], node.comparators)
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield ast.Constant(node.value + 1 if abs(node.value) < 10 else 2 * node.value)
    if isinstance(node, ast.Attribute) and node.attr in METHODS:
        yield ast.Attribute(node.value, METHODS[node.attr], node.ctx)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
        yield node.func.value  # the method isn't called
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield None


class Replace(ast.NodeTransformer):
    """Put `new` in place of the node at a place in the order of the walk."""

    def __init__(self, node: ast.AST, new: ast.AST | None):
        self.node, self.new = node, new

    def visit(self, node: ast.AST) -> ast.AST | None:
        return self.new if node is self.node else self.generic_visit(node)


def mutants(function: Callable) -> Iterator[tuple[str, Callable]]:
    """What was changed, and the changed function."""
    source = textwrap.dedent(inspect.getsource(function))
    count = len(list(ast.walk(ast.parse(source))))
    for place in range(count):
        for turn in range(3):
            tree = ast.parse(source)
            node = list(ast.walk(tree))[place]
            options = list(changes(node))
            if turn >= len(options):
                break
            words = f"{ast.unparse(node)} -> {ast.unparse(options[turn]) if options[turn] else ''}"
            changed = ast.fix_missing_locations(Replace(node, options[turn]).visit(tree))
            namespace = dict(vars(inspect.getmodule(function)))
            try:
                exec(compile(changed, "<mutant>", "exec"), namespace)
            except (SyntaxError, ValueError):  # nothing is left of a block
                continue
            yield words, namespace[function.__name__]
