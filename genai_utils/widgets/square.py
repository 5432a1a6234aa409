"""What the laboratories in the plane share in Python: a reader's points, and a still frame."""

from collections.abc import Collection
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from genai_utils.widgets.game_settings import HUES, MOST_POINTS
from genai_utils.widgets.still import StillFrame


class SquareFigure(StillFrame):
    """A figure of the square from -extent to extent on both axes, on which a reader may draw.

    Raises `ValueError` for too many `points`, or points outside.
    """

    extent: float
    points = traitlets.List(traitlets.List(traitlets.Float())).tag(sync=True)

    @traitlets.validate("points")
    def _lie_on_the_plane(self, proposal: Any) -> list:
        points = proposal["value"]
        if len(points) > MOST_POINTS or not all(
            len(point) == 2 and all(abs(value) <= self.extent for value in point)
            for point in points
        ):
            raise ValueError(
                f"points need at most {MOST_POINTS} pairs of numbers between -{self.extent} and "
                f"{self.extent}, but got {len(points)}, such as {points[:1]}: they have to lie on "
                "the plane."
            )
        return points

    def frame(self, data: np.ndarray, **made: np.ndarray) -> Figure:
        """Dots for the data, (n, 2), and crosses for what is beside them, by its name."""
        figure = Figure(figsize=(3.8, 3.8), layout="constrained")
        plane = figure.subplots()
        plane.scatter(data[:, 0], data[:, 1], s=9, color=HUES["data"], label="data")
        style: dict[str, Any] = {"marker": "x", "s": 14, "linewidths": 1, "color": HUES["made"]}
        for name, places in made.items():
            plane.scatter(places[:, 0], places[:, 1], label=name, **style)
        limits = (-self.extent, self.extent)
        plane.set(xlim=limits, ylim=limits, aspect="equal", xticks=(-1, 0, 1), yticks=(-1, 0, 1))
        figure.legend(loc="outside upper center", ncols=2, frameon=False)
        return figure


def require_offered(proposal: Any, offered: Collection) -> Any:
    """The value that a setting is to have; `ValueError` unless the page offers it."""
    name, value = proposal["trait"].name, proposal["value"]
    if value not in offered:
        raise ValueError(
            f"{name} needs one of {', '.join(map(str, offered))}, but got {value}: the page "
            "offers no other."
        )
    return value
