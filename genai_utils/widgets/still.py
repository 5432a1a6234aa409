"""What every live figure shows where no JavaScript runs: a still first frame."""

import base64
import io


class StillFrame:
    """Adds the picture of `still()` to what a notebook stores of a widget. For `AnyWidget`s."""

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        png = io.BytesIO()
        self.still().savefig(png, format="png", dpi=90)
        return data | {"image/png": base64.b64encode(png.getvalue()).decode()}, metadata
