"""A transformer's weights in bytes: a row of a matrix as whole numbers from -127 to 127, scaled.

A quarter of single precision. Vectors stay in half precision: they are few.
"""

import json
from pathlib import Path

from safetensors import safe_open
from safetensors.torch import save

from genai_utils import models
from genai_utils.models.stored import quantised, sizes_of


def pack(model: models.Transformer, about: str = "") -> bytes:
    """A safetensors file: matrices in bytes with their factors, vectors in half precision.

    >>> len(pack(models.Transformer(2, width=4, heads=1, layers=1, context=8))) > 1000
    True
    """
    stored = {}
    for name, value in model.state_dict().items():
        if value.dim() == 2:
            stored[name], stored[f"{name}.factor"] = quantised(value.float().cpu())
        else:
            stored[name] = value.half().cpu().contiguous()
    return save(stored, {"sizes": json.dumps(sizes_of(model)), "about": about})


def load(path: Path | str) -> models.Transformer:
    """The model of a file that `pack` has written, in single precision, ready to predict.

    Raises `ValueError` for a file that doesn't say its sizes.
    """
    with safe_open(path, "pt") as file:
        metadata = file.metadata() or {}
        read = {name: file.get_tensor(name).float() for name in file.keys()}
    if "sizes" not in metadata:
        raise ValueError(
            f"{Path(path).name} should say its sizes in its metadata, but has {sorted(metadata)}."
        )
    model = models.Transformer(**json.loads(metadata["sizes"]))
    weights = {
        name: value * read[f"{name}.factor"][:, None] if f"{name}.factor" in read else value
        for name, value in read.items()
        if not name.endswith(".factor")
    }
    model.load_state_dict(weights)
    return model.eval()
