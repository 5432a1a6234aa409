"""Diagrams on an axis without ticks: boxes, circles, arrows, and the bar that stops a gradient."""

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

INK, MUTED, PAPER = "#1a1a1a", "#666666", "#f4f6f8"


def sheet(ax: Axes, width: float, height: float) -> Axes:
    """An empty drawing area of this size, one unit of x as long as one of y."""
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    ax.axis("off")
    return ax


def box(ax: Axes, at, text: str, *, size=(1.6, 0.7), fill=PAPER, edge=MUTED, rounded=True):
    """A box with its centre at `at`; returns the patch, which `arrow` takes as an end."""
    (x, y), (width, height) = at, size
    style = f"round,pad=0,rounding_size={0.12 if rounded else 0.01}"
    corner = (x - width / 2, y - height / 2)
    patch = FancyBboxPatch(corner, width, height, boxstyle=style, fc=fill, ec=edge, lw=1.2)
    ax.add_patch(patch)
    ax.text(x, y, text, ha="center", va="center", color=INK)
    return patch


def circle(ax: Axes, at, text: str, *, radius=0.4, fill="white", edge=INK):
    """A variable of a graphical model (`fill` it when it is observed); returns the patch."""
    (x, y), size = at, 2 * radius
    style = "circle,pad=0"
    patch = FancyBboxPatch((x - radius, y - radius), size, size, boxstyle=style, fc=fill, ec=edge)
    ax.add_patch(patch)
    ax.text(x, y, text, ha="center", va="center", color=INK)
    return patch


def arrow(ax: Axes, start, end, text="", *, color=INK, dashed=False, bend=0.0, shift=(0, 0.16)):
    """An arrow between two patches or points, its words beside its middle; returns the patch."""
    a, b = _centre(start), _centre(end)
    drawn = FancyArrowPatch(
        a,
        b,
        patchA=None if isinstance(start, tuple) else start,
        patchB=None if isinstance(end, tuple) else end,
        arrowstyle="-|>",
        mutation_scale=11,
        shrinkA=2,
        shrinkB=2,
        color=color,
        linestyle="--" if dashed else "-",
        connectionstyle=f"arc3,rad={bend}",
        lw=1.3,
    )
    ax.add_patch(drawn)
    if text:
        middle = ((a[0] + b[0]) / 2 + shift[0], (a[1] + b[1]) / 2 + shift[1])
        ax.text(*middle, text, ha="center", va="center", color=color, fontsize=9)
    return drawn


def stop(ax: Axes, at, *, color="#D55E00", length=0.36, upright=True):
    """Two short bars across an arrow at `at`: no gradient passes here."""
    x, y = at
    for gap in (-0.05, 0.05):
        along, across = [gap, gap], [-length / 2, length / 2]
        dx, dy = (along, across) if upright else (across, along)
        ax.plot([x + d for d in dx], [y + d for d in dy], color=color, lw=2.2)


def _centre(end):
    if isinstance(end, tuple):
        return end
    bounds = end.get_bbox()
    return ((bounds.x0 + bounds.x1) / 2, (bounds.y0 + bounds.y1) / 2)
