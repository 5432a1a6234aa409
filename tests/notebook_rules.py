"""What a committed notebook must keep to. Each rule takes a notebook and returns its complaints."""

import ast
import base64
import re
import statistics
import struct

from run_notebooks import COST, MAX_GIGABYTES, first_markdown, seconds_allowed

LONGEST_CELL = 25
LONGEST_MEDIAN = 6
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"

PROGRESS_BAR = re.compile(r"\d+%\|.*\||\d+(\.\d+)?(it/s|s/it)\b")
MEMORY_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
ABSOLUTE_PATH = re.compile(r"(?<![\w.~-])/(?:work|home|Users|root)/\w|\b[A-Z]:\\+(?:Users|home)\b")

# Calls that show something, wherever they stand outside a function's body.
SHOWING = {"print", "display", "show", "subplots", "figure", "glue"}


def code_cells(notebook):
    """The non-empty code cells, counted from 1 as their execution counts are."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "code")
    return list(enumerate((cell for cell in cells if cell.source.strip()), start=1))


def outputs(notebook):
    for number, cell in code_cells(notebook):
        for output in cell.outputs:
            yield number, output


def text_of(output) -> str:
    """All text of an output: streams and every text form of a displayed thing."""
    forms = [value for kind, value in output.get("data", {}).items() if kind.startswith("text/")]
    return "\n".join([output.get("text", ""), *forms])


def executed_in_order(notebook):
    counts = [cell.execution_count for _, cell in code_cells(notebook)]
    wanted = list(range(1, len(counts) + 1))
    return [] if counts == wanted else [f"execution counts are {counts}, not {wanted}"]


def has_outputs(notebook):
    return [] if any(outputs(notebook)) else ["no cell has an output: it was stripped or not run"]


def is_python(notebook):
    """Magics and shell lines are refused with this, too: they don't run elsewhere."""
    complaints = []
    for number, cell in code_cells(notebook):
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            complaints.append(f"code cell {number} is not plain Python: {error}")
    return complaints


def parsed(source: str) -> ast.Module:
    """The cell's tree; an empty one where `is_python` complains already."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])


def called_name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def shows_something(source: str) -> bool:
    """Whether a cell displays: it prints or makes a figure, or it ends in a value.

    A last line that is a call counts only when it makes an object (`LatentExplorer(...)`): what
    another function returns can't be seen from here, and may well be None.
    """
    statements = parsed(source).body
    running = [part for part in statements if not isinstance(part, ast.FunctionDef | ast.ClassDef)]
    calls = [node for part in running for node in ast.walk(part) if isinstance(node, ast.Call)]
    if any(called_name(call) in SHOWING for call in calls):
        return True
    last = statements[-1] if statements else None
    if not isinstance(last, ast.Expr):
        return False
    return not isinstance(last.value, ast.Call) or called_name(last.value)[:1].isupper()


def shown_is_stored(notebook):
    return [
        f"code cell {number} displays something, but no output is stored"
        for number, cell in code_cells(notebook)
        if not cell.outputs and shows_something(cell.source)
    ]


def no_semicolon_at_the_end(notebook):
    """It hides a cell's value from Jupyter but not from nbval, which would find one too many."""
    return [
        f"code cell {number} ends in a semicolon; write `_ = ...`"
        for number, cell in code_cells(notebook)
        if cell.source.rstrip().endswith(";")
    ]


def no_errors(notebook):
    return [f"code cell {n} raised {o.ename}" for n, o in outputs(notebook) if "ename" in o]


def no_warnings(notebook):
    return [
        f"code cell {number} wrote to stderr: {output.text[:80]!r}"
        for number, output in outputs(notebook)
        if output.get("name") == "stderr"
    ]


def no_svg(notebook):
    found = [(number, list(output.get("data", {}))) for number, output in outputs(notebook)]
    return [f"code cell {number} stores an SVG" for number, kinds in found if "svg" in str(kinds)]


def found_in_outputs(notebook, pattern, what):
    found = [(number, pattern.search(text_of(output))) for number, output in outputs(notebook)]
    return [f"code cell {number} holds {what}: {hit[0]!r}" for number, hit in found if hit]


def no_progress_bar(notebook):
    return found_in_outputs(notebook, PROGRESS_BAR, "a progress bar")


def no_memory_address(notebook):
    return found_in_outputs(notebook, MEMORY_ADDRESS, "a memory address")


def no_path_in_outputs(notebook):
    return found_in_outputs(notebook, ABSOLUTE_PATH, "a path of one machine")


def no_path_in_sources(notebook):
    found = [ABSOLUTE_PATH.search(cell.source) for cell in notebook.cells]
    return [f"a cell names a path of one machine: {hit[0]!r}" for hit in found if hit]


def memory_has_a_unit(notebook):
    """`ru_maxrss` is in bytes on macOS and in kilobytes elsewhere."""
    cells = [c.source for _, c in code_cells(notebook) if "ru_maxrss" in c.source]
    return [f"a unit that holds on one system only: {s}" for s in cells if "darwin" not in s]


def widgets_are_stored(notebook):
    stored = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    shown = [
        (number, output.get("data", {}).get(WIDGET_VIEW)) for number, output in outputs(notebook)
    ]
    return [
        f"code cell {number} shows the live figure {view.model_id}, whose state is not stored"
        for number, view in shown
        if view and view.model_id not in stored
    ]


def states_its_cost(notebook):
    first = first_markdown(notebook)
    line = COST.search(first.source) if first else None
    if line is None:
        return ["the first Markdown cell has no line '**Cost:** at most ...'"]
    seconds = seconds_allowed(notebook)
    if int(line["seconds"]) > seconds or float(line["gigabytes"]) > MAX_GIGABYTES:
        return [f"costs more than {seconds} s or {MAX_GIGABYTES} GB: {line[0]}"]
    return []


def cells_are_short(notebook):
    lengths = {number: len(cell.source.splitlines()) for number, cell in code_cells(notebook)}
    complaints = [
        f"code cell {number} has {length} lines; at most {LONGEST_CELL}"
        for number, length in lengths.items()
        if length > LONGEST_CELL
    ]
    if lengths and statistics.median(lengths.values()) > LONGEST_MEDIAN:
        complaints.append(f"half of the code cells have more than {LONGEST_MEDIAN} lines")
    return complaints


def images_are_described(notebook):
    """One image a cell, because alt text, caption and name are metadata of the cell."""
    complaints = []
    for number, cell in code_cells(notebook):
        images = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        if not images:
            continue
        mystnb = cell.metadata.get("mystnb", {})
        given = {
            "alt": mystnb.get("image", {}).get("alt"),
            "caption": mystnb.get("figure", {}).get("caption"),
            "name": mystnb.get("figure", {}).get("name"),
        }
        missing = [key for key, text in given.items() if not (text or "").strip()]
        if missing:
            complaints.append(f"the figure of code cell {number} lacks: {', '.join(missing)}")
        if len(images) > 1:
            complaints.append(f"code cell {number} stores {len(images)} images under one alt text")
    return complaints


def figures_are_sharp(notebook):
    """Two dots for a point of the screen: what `plots.use_style` asks of a notebook."""
    complaints = []
    for number, output in outputs(notebook):
        picture = output.get("data", {}).get("image/png")
        if picture is None or WIDGET_VIEW in output.data:
            continue
        pixels = struct.unpack(">I", base64.b64decode(picture[:32])[16:20])[0]  # of the PNG's head
        shown = output.metadata.get("image/png", {}).get("width", pixels)
        if not 2 * shown <= pixels + 1:
            complaints.append(f"code cell {number} shows {pixels} dots at a width of {shown}")
    return complaints


def commands_have_one_backslash(notebook):
    """After two, KaTeX breaks the line and prints the command's name."""
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return [f"two backslashes: {found}" for found in re.findall(r"\\\\[A-Za-z]{2,}", prose)]


def starts_seeded(notebook):
    cells = code_cells(notebook)
    tree = parsed(cells[0][1].source if cells else "")
    calls = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    seeded = "runtime.start(seed=0)" in calls
    return [] if seeded else ["the first code cell does not call runtime.start(seed=0)"]


def uses_python3(notebook):
    name = notebook.metadata.get("kernelspec", {}).get("name")
    return [] if name == "python3" else [f"the kernel is {name!r}, not 'python3'"]


RULES = (
    executed_in_order,
    has_outputs,
    is_python,
    shown_is_stored,
    no_semicolon_at_the_end,
    no_errors,
    no_warnings,
    no_svg,
    no_progress_bar,
    no_memory_address,
    no_path_in_outputs,
    no_path_in_sources,
    memory_has_a_unit,
    widgets_are_stored,
    states_its_cost,
    cells_are_short,
    images_are_described,
    figures_are_sharp,
    commands_have_one_backslash,
    starts_seeded,
    uses_python3,
)
