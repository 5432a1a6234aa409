"""Unpack what the pages offer for download: `tools/unpack_downloads.py FOLDER`, which is made anew.

Each notebook comes into a folder of its own, with the files that came with it and nothing else.
"""

import re
import shutil
import sys
import zipfile
from pathlib import Path

from budget import promised

PAGES = Path(__file__).resolve().parents[1] / "_build" / "html" / "notebooks"
OFFERED = re.compile(r'<a href="([^"]+)" download>')


def unpack(pages: Path, folder: Path) -> list[Path]:
    """The unpacked notebooks; `ValueError` for a page that offers not one file."""
    shutil.rmtree(folder, ignore_errors=True)
    for page in sorted(pages.glob("*.html")):
        offered = OFFERED.findall(page.read_text(encoding="utf-8"))
        if len(offered) != 1:
            raise ValueError(f"{page.name} offers {len(offered)} files for download, not one.")
        file = page.parent / offered[0]
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                archive.extractall(folder)
        else:
            own = folder / file.stem
            own.mkdir(parents=True)
            shutil.copy(file, own)
    return sorted(folder.glob("*/*.ipynb"))


def main(folder: Path) -> None:
    """Prints the unpacked notebooks, the dearest first, as two that run them should begin."""
    for path in sorted(unpack(PAGES, folder), key=lambda path: (-promised(path)[0], path)):
        print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
