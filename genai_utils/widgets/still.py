"""What every live figure shows where no JavaScript runs: a still first frame."""

import base64
import io
from typing import Any

import anywidget
from matplotlib.figure import Figure


class StillFrame(anywidget.AnyWidget):
    """A widget that adds the picture of its `still()` to what a notebook stores of it."""

    def still(self) -> Figure:
        """The first frame, which each figure draws itself."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict] | None:
        stored = super()._repr_mimebundle_(**kwargs)
        if stored is None:
            return None
        data, metadata = stored
        png = io.BytesIO()
        self.still().savefig(png, format="png", dpi=90)
        return data | {"image/png": base64.b64encode(png.getvalue()).decode()}, metadata
