"""Pictures of arrays: each function draws on the `ax` that it is given and returns it.

Nothing is computed here beyond the arrangement of what is drawn.
"""

import itertools
import math
from typing import Any

import matplotlib as mpl
import numpy as np
import torch
from IPython import get_ipython
from matplotlib import rcsetup
from matplotlib.axes import Axes
from matplotlib_inline.config import InlineBackend
from numpy.typing import ArrayLike

from genai_utils import precision

# The palette of Okabe and Ito, told apart with any common colour blindness.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C6D00")
# Ten digits, ten hues that stay apart for colour-blind readers (after Paul Tol's muted scheme); a
# numeral tells its class without any colour. The live figure's digits have the same.
DIGIT_HUES = (
    "#3b3ba8",
    "#33a0d0",
    "#2f9c8a",
    "#117733",
    "#8a8a22",
    "#c9a227",
    "#cc5566",
    "#882255",
    "#aa4499",
    "#e0702a",
)


def use_style() -> None:
    """The book's one style: a white sheet that stays readable on a dark page; returns nothing.

    A notebook's figures get two dots for each point of the screen, so that they are sharp on a
    dense one, and keep their size.

    >>> use_style()
    >>> mpl.rcParams["axes.grid"]
    True
    """
    if shell := get_ipython():
        InlineBackend.instance(parent=shell).figure_formats = {"retina"}
    mpl.rcParams.update(
        {
            "axes.grid": True,
            "axes.prop_cycle": rcsetup.cycler(color=PALETTE),
            "axes.spines.right": False,
            "axes.spines.top": False,
            "figure.constrained_layout.use": True,
            "figure.dpi": 110,
            "figure.figsize": (6.4, 3.4),
            "font.size": 10,
            "grid.alpha": 0.3,
            "legend.frameon": False,
            "lines.linewidth": 1.8,
            "mathtext.fontset": "cm",  # as the formulas of the pages
        }
    )


def picture_grid(ax: Axes, pictures: ArrayLike | torch.Tensor, columns: int = 10) -> Axes:
    """Square grey pictures (n, pixels) in [0, 1], row by row, on one axis without ticks.

    >>> ax = mpl.figure.Figure().subplots()
    >>> picture_grid(ax, np.zeros((3, 4)), columns=2).images[0].get_size()  # frames of 1
    (8, 8)
    """
    pictures = _array(pictures).astype(float)
    side = math.isqrt(pictures.shape[-1]) if pictures.ndim == 2 else 0
    if columns < 1 or side < 1 or not len(pictures) or pictures.shape[1] != side * side:
        raise ValueError(
            "square pictures of shape (n, pixels) in one or more columns are needed, but got shape "
            f"{pictures.shape} in {columns} columns."
        )
    if not np.isfinite(pictures).all():
        bad = int((~np.isfinite(pictures)).sum())
        raise ValueError(f"grey values must be finite, but got {bad} that are not.")
    rows = -(-len(pictures) // columns)
    blank = np.ones((rows * columns - len(pictures), side * side))
    cells = np.concatenate([pictures, blank]).reshape(rows, columns, side, side)
    padded = np.pad(cells, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=0.5)
    sheet = padded.swapaxes(1, 2).reshape(rows * (side + 2), columns * (side + 2))
    ax.imshow(sheet, cmap="gray", vmin=0, vmax=1)
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    return ax


def colour_grid(ax: Axes, pictures: ArrayLike | torch.Tensor, columns: int = 10) -> Axes:
    """Square coloured pictures (n, 3, side, side) in [0, 1], row by row, without ticks.

    >>> ax = mpl.figure.Figure().subplots()
    >>> colour_grid(ax, np.zeros((3, 3, 4, 4)), columns=2).images[0].get_size()  # frames of 1
    (12, 12)
    """
    pictures = _array(pictures).astype(float)
    if pictures.ndim != 4 or pictures.shape[1] != 3 or columns < 1 or not len(pictures):
        raise ValueError(
            "coloured pictures of shape (n, 3, side, side) in one or more columns are needed, but "
            f"got shape {pictures.shape} in {columns} columns."
        )
    rows, side = -(-len(pictures) // columns), pictures.shape[-1]
    blank = np.ones((rows * columns - len(pictures), 3, side, side))
    cells = np.concatenate([pictures, blank]).clip(0, 1)
    framed = np.pad(cells, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=0.85)
    sheet = framed.reshape(rows, columns, 3, side + 2, side + 2).transpose(0, 3, 1, 4, 2)
    ax.imshow(sheet.reshape(rows * (side + 2), columns * (side + 2), 3), interpolation="nearest")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.grid(False)
    return ax


def code_map(ax: Axes, codes: ArrayLike | torch.Tensor, labels: ArrayLike | torch.Tensor) -> Axes:
    """Codes (n, 2) as numerals of their class, so that colour isn't the only cue.

    >>> ax = mpl.figure.Figure().subplots()
    >>> len(code_map(ax, np.zeros((3, 2)), np.array([0, 7, 7])).collections)  # classes
    2
    """
    codes, labels = _array(codes), _array(labels)
    if codes.ndim != 2 or codes.shape[1] != 2 or labels.shape != codes.shape[:1]:
        raise ValueError(
            "codes of shape (n, 2) and as many labels are needed, but got "
            f"{codes.shape} and {labels.shape}: a map is flat."
        )
    if not (np.isfinite(codes).all() and np.issubdtype(labels.dtype, np.integer)):
        raise ValueError(
            f"finite codes and whole numbers as labels are needed, but got {codes.dtype} with "
            f"{int((~np.isfinite(codes)).sum())} that are not finite, and {labels.dtype}."
        )
    for label in np.unique(labels):
        chosen = codes[labels == label]
        color = DIGIT_HUES[label % len(DIGIT_HUES)]
        ax.scatter(
            chosen[:, 0], chosen[:, 1], marker=f"${label}$", s=22, linewidths=0.2, color=color
        )
    ax.set(xlabel="$z_1$", ylabel="$z_2$", aspect="equal")
    return ax


def curves(ax: Axes, x: Any, lines: dict[str, Any], xlabel: str, ylabel: str) -> Axes:
    """One line for each entry, name to values, told apart by colour and dashes; with a legend.

    Raises `ValueError` without a line, or if a line has not one value for each x.

    >>> ax = mpl.figure.Figure().subplots()
    >>> curves(ax, [1, 2], {"loss": [3.0, 2.0]}, "epoch", "nats").get_ylabel()
    'nats'
    """
    lengths = {name: len(values) for name, values in lines.items()}
    if not lines or set(lengths.values()) != {len(x)}:
        raise ValueError(
            f"lines of {len(x)} values, one for each x, are needed, but got {lengths}."
        )
    styles = ("-", "--", "-.", ":")
    for (name, values), style in zip(lines.items(), itertools.cycle(styles), strict=False):
        ax.plot(_array(x), _array(values), style, label=name)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.legend()
    return ax


def _array(values: Any) -> np.ndarray:
    """Values as an array, also those of a tensor on a GPU, in bfloat16, or with a gradient."""
    if isinstance(values, torch.Tensor):
        values = precision.single(values.detach()).cpu()
    return np.asarray(values)
