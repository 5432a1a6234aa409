"""What the rooms keep to: who imports whom, how cells are found, who makes what is stored.

Each rule takes text and returns its complaints.
"""

import ast
import fnmatch
import re

# Room -> the other rooms whose modules it may import. ARCHITECTURE.md says the same in words.
MAY_IMPORT = {
    "genai_utils": set(),
    "tools/book_ext": set(),
    "tools": {"genai_utils", "tools/book_ext"},
    "experiments": {"genai_utils"},
    "benchmarks": {"genai_utils", "tools"},
    "notebooks": {"genai_utils"},
}
READS_CELLS = "experiments/cells.py"
NOTEBOOK_READERS = {"nbformat", "nbclient"}
STORED_BY = re.compile(r"`((?:experiments|benchmarks|tests/browser)/\w+\.py)")


def imported(text):
    """The first part of every absolute import: its module or package."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


def foreign_imports(room, text, rooms_of):
    """What a file of this room imports of rooms that its line of the table doesn't name.

    `rooms_of` maps a module's name to the rooms that hold one of that name.
    """
    allowed = MAY_IMPORT[room] | {room}
    found = {name: rooms_of.get(name, set()) for name in imported(text)}
    return [
        f"imports {name} of {', '.join(sorted(rooms))}"
        for name, rooms in sorted(found.items())
        if rooms and not rooms & allowed
    ]


def reads_no_notebook(text):
    """Nothing but `cells.py` opens a notebook, so no script can look for a cell by itself."""
    tree = ast.parse(text)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    prose = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)}
    values = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    paths = [v for v in values if isinstance(v, str) and ".ipynb" in v and v not in prose]
    readers = sorted(set(imported(text)) & NOTEBOOK_READERS)
    return [f"reads notebooks: {name}" for name in [*readers, *paths]]


def looks_at_no_source(text):
    """A cell's source is run, parsed or summed, and never searched or replaced."""
    nodes, fine = list(ast.walk(ast.parse(text))), set()
    for node in nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"exec", "ast.parse"}:
            fine |= set(node.args)
        elif isinstance(node, ast.GeneratorExp):  # what a sum of all sources is made of
            fine.add(node.elt)
    sources = [n for n in nodes if isinstance(n, ast.Attribute) and n.attr == "source"]
    return [f"looks at a cell's text in line {n.lineno}" for n in sources if n not in fine]


def says_what_comes_of_it(text):
    """A script's docstring says what it stores or prints, and how long it takes."""
    words = ast.get_docstring(ast.parse(text)) or ""
    wanted = {
        "Stores or Prints": r"^(Stores|Prints) ",
        "Takes": r"\bTakes\b[^.]*(second|minute|times)",
    }
    return [
        f"says nothing of: {key}" for key, it in wanted.items() if not re.search(it, words, re.M)
    ]


def rows(guide):
    """The table of CONTRIBUTING.md: (patterns of stored files, scripts that make them)."""
    table = guide.split("| stored | made by |\n")[1].split("\n\n")[0]
    for row in table.splitlines()[1:]:
        stored, makers = row.strip("| ").split(" | ")[:2]
        patterns = [name.replace("NAME", "*") for name in re.findall(r"`([^`]+)`", stored)]
        yield patterns, STORED_BY.findall(makers)


def rows_of(path, table):
    return [scripts for names, scripts in table if any(fnmatch.fnmatch(path, n) for n in names)]
