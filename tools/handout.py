"""Pack a chapter's notebooks for students: `tools/handout.py 4` writes handouts/chapter-4.zip.

In it are the notebooks as the built book offers them, without their solutions, and without outputs
and captions, which would tell what is to be predicted; and the files that the notebooks read. The
page of solutions isn't in it; the package that students install is, with its tested solutions: a
handout trusts its readers. A notebook's metadata say which exercises it holds, so that the grader
misses one that a student deleted.
"""

import functools
import inspect
import json
import re
import sys
import zipfile
from pathlib import Path

from give_notebooks import PLAIN, ROOT

from genai_utils.checks import submission
from genai_utils.exercises import EXERCISES

FIXED = (2024, 1, 1, 0, 0, 0)  # a date inside would make every zip another file
TELLING = {"solution", "caption"}  # tags of cells
LINK = re.compile(r"[\[*/][Ss]olutions[\]*`]")  # a line that says where they are: a page left out


def stripped(text: str) -> str:
    """A notebook without the cells tagged "solution" and without outputs; `ValueError` if a
    solution stands in another cell."""
    notebook = json.loads(text)
    notebook["cells"] = [
        cell for cell in notebook["cells"] if not TELLING & set(cell["metadata"].get("tags", []))
    ]
    for cell in notebook["cells"]:
        lines = "".join(cell["source"]).splitlines(keepends=True)
        cell["source"] = [line for line in lines if not LINK.search(line)]
        if shown := solutions_in("".join(cell["source"])):
            raise ValueError(f"a cell shows {', '.join(shown)}, but isn't tagged 'solution'.")
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    promised = submission.expected(cells, [], set(EXERCISES))
    notebook["metadata"].pop("widgets", None)
    notebook["metadata"][submission.OWN] = {"exercises": promised}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


@functools.cache
def solutions() -> dict[str, str]:
    """The code of each exercise's solution, by label."""
    return {label: inspect.getsource(one.solution).strip() for label, one in EXERCISES.items()}


def solutions_in(text: str) -> list[str]:
    """The labels of the exercises whose solution stands in a text."""
    return [label for label, code in solutions().items() if code in text]


def pack(chapter: str, source: Path, folder: Path) -> Path:
    """Write the zip of a chapter and return its path; `ValueError` if there is no notebook.

    `source` holds plain notebooks and what they read, as the build leaves them.
    """
    notebooks = sorted(source.glob(f"{chapter}-*.ipynb"))
    if not notebooks:
        raise ValueError(f"chapter {chapter!r} has no notebook in {source.name}/.")
    folder.mkdir(exist_ok=True)
    target = folder / f"chapter-{chapter}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(it for it in source.glob(f"{chapter}-*") if it.suffix != ".zip"):
            content = path.read_bytes()
            if path.suffix == ".ipynb":
                content = stripped(content.decode("utf-8"))
            archive.writestr(zipfile.ZipInfo(f"{target.stem}/{path.name}", FIXED), content)
    return target


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted({path.name[0] for path in PLAIN.glob("*.ipynb")}):
        print(pack(name, PLAIN, ROOT / "handouts").relative_to(ROOT))
