"""Draw the pictures of the pages: `tools/figures.py [NAME...]` writes `book/figures/NAME.png`.

Each picture has a program of its name beside it, whose `draw` returns a matplotlib figure. What it
draws is a stored measurement or a second of computing, so that a test can draw all of them again.
"""

import io
import runpy
import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from genai_utils import plots, runtime

FIGURES = Path(__file__).resolve().parents[1] / "book" / "figures"
DPI = 220  # two pixels of the picture for one of the page
COLOURS = 256  # a third of the bytes, and no difference to the eye


def programs() -> dict[str, Path]:
    """Every program that draws a figure, by the figure's name."""
    return {path.stem: path for path in sorted(FIGURES.glob("*.py"))}


def sheet(name: str) -> Image.Image:
    """A figure in all its colours, drawn now; the same pixels each time on one machine."""
    mpl.rcdefaults()
    mpl.use("agg")
    runtime.start(seed=0)
    plots.use_style()
    if str(FIGURES) not in sys.path:
        sys.path.insert(0, str(FIGURES))
    figure = runpy.run_path(str(programs()[name]))["draw"]()
    figure.set_dpi(DPI)
    # One drawing, its pixels taken as they are: `savefig` draws twice and goes through a PNG.
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    plt.close(figure)
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def picture(name: str) -> bytes:
    """The PNG of a figure, drawn now; the same bytes each time on one machine."""
    small = io.BytesIO()
    few = sheet(name).quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(small, "png", optimize=True, dpi=(DPI, DPI))
    return small.getvalue()


def main(names: list[str]) -> None:
    unknown = sorted(set(names) - set(programs()))
    if unknown:
        raise SystemExit(f"no program book/figures/NAME.py for {', '.join(unknown)}.")
    for name in names or programs():
        (FIGURES / f"{name}.png").write_bytes(picture(name))
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
