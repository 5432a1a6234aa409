"""`make bundle`: the whole book as one file, `_build/book.zip`, for a machine without a network.

Unpacked, `index.html` opens the pages from the disk; beside them lie the notebooks in their plain
form, the package, the pinned requirements, and `DATA.md`, which says where each data set is from.
"""

import ast
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "_build" / "html"
TARGET = ROOT / "_build" / "book.zip"
TOP = "generative-ai"
FILES = (
    *("README.md", "LICENSE", "LICENSE-TEXT", "CITATION.cff"),
    *("requirements.txt", "pyproject.toml"),
)
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


def start_page(root):
    """The page at the root of the site, whose pages lie one folder deeper here."""
    page = (root / "tools/root/index.html").read_text(encoding="utf-8")
    return page.replace("book/index.html", "pages/book/index.html").replace(
        "_static/", "pages/_static/"
    )


def data_notes(root):
    """What the package's own docstrings say of each data set, as Markdown."""
    modules = sorted(root.glob("genai_utils/data/*.py"))
    parts = ["# Data\n\nFrom the docstrings of `genai_utils.data`."]
    for module in modules:
        tree = ast.parse(module.read_text(encoding="utf-8"))
        parts.append(ast.get_docstring(tree) or "")
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                if text := ast.get_docstring(node):
                    parts.append(f"## {node.name}\n\n{text}")
    return "\n\n".join(part for part in parts if part) + "\n"


def members(root, pages):
    """(file, its name in the archive), in a fixed order."""
    for path in sorted(pages.rglob("*")):
        if path.is_file() and path.name not in (".buildinfo", "objects.inv"):
            yield path, f"pages/{path.relative_to(pages).as_posix()}"
    for path in sorted((pages / "_sources/notebooks").iterdir()):
        if path.suffix != ".zip":
            yield path, f"notebooks/{path.name}"
    for path in sorted((root / "genai_utils").rglob("*")):
        if path.is_file() and not LEFT_OUT & set(path.parts):
            yield path, path.relative_to(root).as_posix()
    for name in FILES:
        yield root / name, name


def bundle(root=ROOT, pages=PAGES, target=TARGET):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{TOP}/index.html", start_page(root))
        archive.writestr(f"{TOP}/DATA.md", data_notes(root))
        for path, name in members(root, pages):
            archive.write(path, f"{TOP}/{name}")
    return target


if __name__ == "__main__":
    made = bundle()
    print(f"The bundle is {made.relative_to(ROOT)} ({made.stat().st_size / 1e6:.1f} MB)")
