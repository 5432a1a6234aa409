"""What the sources must keep to. Each rule takes text (or a tree) and returns its complaints."""

import ast
import re
from collections import Counter

from book_sources import EQUATION_NAME, FENCE, math_labels, without_code
from notebook_rules import ABSOLUTE_PATH

LONGEST_FILE = 250
LONGEST_FUNCTION = 40

ARTICLE_LABELS = (
    "article-1",
    *("article-2-1", "article-2-2"),
    *("article-3-1", "article-3-2", "article-3-3", "article-3-4"),
    *("article-4-1", "article-4-2", "article-4-3"),
    *("article-5-1", "article-5-2", "article-5-3", "article-5-4"),
    *("article-6-1", "article-6-2", "article-6-3", "article-6-4"),
    *("article-7-1", "article-7-2", "article-7-3"),
    *("article-8-1", "article-8-2", "article-8-3", "article-8-4"),
    *("article-9-1", "article-9-2", "article-9-3", "article-9-4"),
)

TARGET = re.compile(r"^\((article-[^)]+)\)=", re.MULTILINE)
EQUATION_ROLE = re.compile(r"\{eq\}`(?:[^`<]*<)?([^`>]+)>?`")
ALT_OPTION = re.compile(r"^[ \t]*:?alt:[ \t]*\S")
EMPTY_ALT = re.compile(r"!\[\s*\]\([^)]*\)|<img(?![^>]*\balt=[\"']?[^\"'\s>])[^>]*>")
DIVIDER = re.compile(r"\|( ?:?-+:? ?\|)+")
CELL_END = re.compile(r"(?<!\\)\|")
ELSEWHERE = re.compile(
    r"<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=[\"']?(?:https?:)?//[^\s\"'>]*"
    r"|<link\b[^>]*\bhref=[\"']?(?:https?:)?//[^\s\"'>]*"
    r"|(?:@import\s+|url\()\s*(?:url\()?[\"']?(?:https?:)?//[^\s\"')]*"
    r"|!\[[^\]]*\]\(\s*(?:https?:)?//[^\s)]*"
    r"|\{(?:image|figure)\}[ \t]+(?:https?:)?//\S*",
    re.IGNORECASE,
)


def article_labels_once(pages):
    """Every section of the article has its label, on one page, once."""
    found = Counter(label for text in pages.values() for label in TARGET.findall(text))
    wrong = {label: found[label] for label in ARTICLE_LABELS if found[label] != 1}
    unknown = sorted(set(found) - set(ARTICLE_LABELS))
    return [f"{label} is there {count} times" for label, count in wrong.items()] + [
        f"{label} is no section of the article" for label in unknown
    ]


def equation_labels_once(pages):
    """Every label of a displayed equation is an `eq-...`, defined once."""
    found = Counter(label for text in pages.values() for label in math_labels(text))
    return [f"{label} is defined {count} times" for label, count in found.items() if count > 1] + [
        f"the equation label {label!r} is not of the form eq-name"
        for label in found
        if not EQUATION_NAME.fullmatch(label)
    ]


def equation_references_resolve(pages):
    labels = {label for text in pages.values() for label in math_labels(text)}
    return [
        f"{page}: {{eq}}`{name}` points nowhere"
        for page, text in pages.items()
        for name in EQUATION_ROLE.findall(without_code(text))
        if name not in labels
    ]


def no_tex_label(pages):
    r"""`\label` inside an environment is invisible to `{eq}` and to the checks."""
    return [f"{page} holds a \\label" for page, text in pages.items() if "\\label{" in text]


def nothing_from_elsewhere(text):
    return [f"loads from elsewhere: {hit[0]}" for hit in ELSEWHERE.finditer(text)]


def images_have_alt_text(text):
    """Markdown and HTML images, and the directives `{image}` and `{figure}` with `:alt:`."""
    lines = without_code(text).splitlines()
    complaints = [f"no alt text: {hit[0]}" for hit in EMPTY_ALT.finditer("\n".join(lines))]
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if not fence or not re.match(r"\{(image|figure)\}", fence[2]):
            continue
        options = []
        for option in lines[number + 1 :]:
            if option.strip().startswith(fence[1]):
                break
            options.append(option)
        if not any(ALT_OPTION.match(option) for option in options):
            complaints.append(f"no alt text: {line.strip()}")
    return complaints


def tables_have_heads(text):
    """Without a head of as many cells a table's lines are shown as one paragraph."""
    lines = ["", *without_code(text).splitlines()]
    return [
        f"a table without its head: {after}"
        for head, line, after in zip(lines, lines[1:], [*lines[2:], ""], strict=False)
        if DIVIDER.fullmatch(line.strip())
        and not (head.strip().startswith("|") and len(CELL_END.findall(head)) == line.count("|"))
    ]


def no_absolute_path(text):
    return [f"a path of one machine: {hit[0]}" for hit in ABSOLUTE_PATH.finditer(text)]


def length_of(function):
    """The lines of a function less its docstring: what it says for itself isn't held against it."""
    length = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is None:
        return length
    first = function.body[0]
    return length - (first.end_lineno - first.lineno + 1)


def is_short(text):
    lines = len(text.splitlines())
    complaints = [f"{lines} lines; at most {LONGEST_FILE}"] if lines > LONGEST_FILE else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = length_of(node)
            if length > LONGEST_FUNCTION:
                complaints.append(f"{node.name} has {length} lines; at most {LONGEST_FUNCTION}")
    return complaints


def losses_name_their_equation(text, labels):
    """Every public function says in its docstring which equation of the book it is."""
    complaints = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            names = EQUATION_NAME.findall(ast.get_docstring(node) or "")
            if not set(names) & set(labels):
                complaints.append(f"{node.name} names no equation of the book (found: {names})")
    return complaints


def named_equations_exist(text, labels):
    """Every `eq-...` in any docstring is the label of an equation."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, holders)]
    names = [
        name for node in nodes for name in EQUATION_NAME.findall(ast.get_docstring(node) or "")
    ]
    return [f"{name} is the label of no equation" for name in names if name not in labels]
