"""Pack a chapter's notebooks for students: `tools/handout.py 4` writes handouts/chapter-4.zip.

In it are the notebooks without their solutions and without outputs, which would tell what is to be
predicted, and the files that the notebooks read. The page of solutions isn't in it; the package
that students install is, with its tested solutions: a handout trusts its readers. A notebook's
metadata say which exercises it holds, so that the grader misses one that a student deleted.
"""

import json
import sys
import zipfile
from pathlib import Path

from genai_utils.checks import submission
from genai_utils.exercises import EXERCISES

ROOT = Path(__file__).resolve().parents[1]
FIXED = (2024, 1, 1, 0, 0, 0)  # a date inside would make every zip another file
TELLTALE = "genai_utils/solutions"
LINK = "book/solutions`"  # a line that says where the solutions are points to a page left out


def stripped(text: str) -> str:
    """A notebook without the cells tagged "solution" and without outputs; `ValueError` if a
    solution stands in another cell."""
    notebook = json.loads(text)
    notebook["cells"] = [
        cell for cell in notebook["cells"] if "solution" not in cell["metadata"].get("tags", [])
    ]
    for cell in notebook["cells"]:
        lines = "".join(cell["source"]).splitlines(keepends=True)
        cell["source"] = [line for line in lines if LINK not in line]
        if TELLTALE in "".join(cell["source"]):
            raise ValueError(f"a cell shows {TELLTALE}, but isn't tagged 'solution'.")
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    promised = submission.expected(cells, [], set(EXERCISES))
    notebook["metadata"].pop("widgets", None)
    notebook["metadata"][submission.OWN] = {"exercises": promised}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def pack(chapter: str, source: Path, folder: Path) -> Path:
    """Write the zip of a chapter and return its path; `ValueError` if there is no notebook."""
    notebooks = sorted(source.glob(f"{chapter}-*.ipynb"))
    if not notebooks:
        raise ValueError(f"chapter {chapter!r} has no notebook in {source.name}/.")
    folder.mkdir(exist_ok=True)
    target = folder / f"chapter-{chapter}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(source.glob(f"{chapter}-*")):
            content = path.read_bytes()
            if path.suffix == ".ipynb":
                content = stripped(content.decode("utf-8"))
            archive.writestr(zipfile.ZipInfo(f"{target.stem}/{path.name}", FIXED), content)
    return target


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted({p.name[0] for p in (ROOT / "notebooks").glob("*.ipynb")}):
        print(pack(name, ROOT / "notebooks", ROOT / "handouts").relative_to(ROOT))
