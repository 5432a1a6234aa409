"""What one statement of a notebook does to the names that its cells share."""

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass, field

from genai_utils.checks.cells import trees

AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr"}  # scopes that aren't called later
# What can't be seen through; the last is what %, %% and ! turn into, which seldom make names.
OPAQUE = {"exec", "eval", "globals", "vars", "locals", "setattr", "delattr", "compile"}
MAGIC = "get_ipython"


@dataclass
class Names:
    """The names of one statement; `cell` is the place of its cell in the notebook."""

    cell: int
    made: set[str] = field(default_factory=set)  # assigned, defined, imported or deleted
    anew: set[str] = field(default_factory=set)  # of these, what earlier cells no longer matter to
    values: set[str] = field(default_factory=set)  # of these, what another cell could change
    touched: set[str] = field(default_factory=set)  # used while it runs
    inside: set[str] = field(default_factory=set)  # used when a function made here is called
    opaque: bool = False  # what it does can't be seen
    always: bool = False  # that, an import or a magic


def of_cell(source: str, cell: int) -> Iterator[Names]:
    """The names of each statement of a cell, a magic's text included.

    >>> first, second = of_cell("def f(x):\\n    return g(x)\\n\\ny = f(z)", 0)
    >>> first.made, first.inside, second.made, sorted(second.touched)
    ({'f'}, {'g'}, {'y'}, ['f', 'z'])
    """
    for tree in trees(source):
        for statement in tree.body:
            found = Names(cell, made=_changed_in_part(statement), anew=_made_anew(statement))
            try:
                _add(symtable.symtable(ast.unparse(statement), "cell", "exec"), found)
            except (SyntaxError, RecursionError):  # read, but not compiled: it will do nothing
                continue
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
                found.values.clear()
            imports = (isinstance(it, ast.Import | ast.ImportFrom) for it in ast.walk(statement))
            found.opaque = bool(OPAQUE & (found.touched | found.inside))
            found.always = found.opaque or MAGIC in found.touched or any(imports)
            yield found


def _add(scope: symtable.SymbolTable, found: Names, at_once: bool = True) -> None:
    """The module's names in a scope and in those within it."""
    outermost = scope.get_type() == "module"
    for symbol in scope.get_symbols():
        if outermost or symbol.is_global():
            _add_symbol(symbol, found, found.touched if at_once else found.inside, outermost)
    for child in scope.get_children():
        now = child.get_type() == "class" or child.get_name().strip("<>") in AT_ONCE
        _add(child, found, at_once and now)


def _add_symbol(symbol: symtable.Symbol, found: Names, used: set[str], outermost: bool) -> None:
    name = symbol.get_name()
    if symbol.is_referenced() or not outermost:  # whoever calls `def f(): global a; a = 1` uses a
        used.add(name)
    if symbol.is_imported() or symbol.is_namespace():
        found.made.add(name)
    elif symbol.is_assigned():
        found.made.add(name)
        found.values.add(name)


def _made_anew(statement: ast.stmt) -> set[str]:
    """The names that a statement makes in any case."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return {statement.name}
        case ast.Assign():
            places = [it for target in statement.targets for it in _parts(target)]
            return {it.id for it in places if isinstance(it, ast.Name)}
        case _:
            return set()


def _parts(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, ast.Tuple | ast.List) else [target]


def _changed_in_part(statement: ast.stmt) -> set[str]:
    """`x` of `x.a = 1`, `x[0] += 1` and `del x[0].a`."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            base: ast.expr = node
            while isinstance(base, ast.Attribute | ast.Subscript):
                base = base.value
            if isinstance(base, ast.Name):
                found.add(base.id)
    return found
