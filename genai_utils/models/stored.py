"""A transformer in a file: its weights, and beside them all that is needed to use them."""

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save
from torch import Tensor

from genai_utils.models.transformer import Transformer


def sizes_of(model: Transformer) -> dict[str, int | str]:
    """The arguments of `Transformer` for a model of these shapes, without dropout and triples.

    >>> sizes_of(Transformer(2, width=4, heads=1, layers=1, context=8))["positions"]
    'learned'
    """
    return {
        "vocabulary": model.vocabulary,
        "width": model.embedding.embedding_dim,
        "heads": model.heads,
        "layers": len(model.blocks),
        "context": model.context,
        "positions": "rotary" if model.positions is None else "learned",
    }


def quantised(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """A matrix in whole numbers from -127 to 127, and what each row's are multiplied by.

    >>> quantised(torch.tensor([[1.0, -0.5]]))
    (tensor([[127, -64]], dtype=torch.int8), tensor([0.0079]))
    """
    scale = matrix.flatten(1).abs().amax(1).clamp(min=1e-12) / 127
    rows = matrix / scale.reshape(-1, *[1] * (matrix.dim() - 1))
    return rows.round().to(torch.int8), scale


def packed_transformer(model: Transformer, symbols: list[str], about: str = "") -> bytes:
    """A safetensors file of the weights, in half precision.

    The metadata hold `sizes`, the arguments of `Transformer` as JSON, and `symbols`, the text that
    each token stands for as JSON, one for each of the vocabulary; `about` says what it was trained
    on. Raises `ValueError` for another number of symbols, or a model with a table of triples.

    >>> small = Transformer(2, width=4, heads=1, layers=1, context=8)
    >>> len(packed_transformer(small, ["a", "b"])) > 1000
    True
    """
    if len(symbols) != model.vocabulary or model.triples is not None:
        raise ValueError(
            f"{model.vocabulary} symbols, one a token, and a model without triples are needed, but "
            f"got {len(symbols)} symbols and triples={model.triples}."
        )
    weights = {name: value.half().contiguous() for name, value in model.state_dict().items()}
    metadata = {
        "sizes": json.dumps(sizes_of(model)),
        "symbols": json.dumps(symbols),
        "about": about,
    }
    return save(weights, metadata)


def load_transformer(path: Path | str) -> tuple[Transformer, list[str]]:
    """The stored model, in single precision and ready to predict, and its symbols.

    Raises `ValueError` for a file without `sizes` and `symbols`, or whose weights don't fit them.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "small.safetensors")
    ...     small = Transformer(2, width=4, heads=1, layers=1, context=8)
    ...     _ = path.write_bytes(packed_transformer(small, ["a", "b"]))
    ...     model, symbols = load_transformer(path)
    >>> model.context, symbols
    (8, ['a', 'b'])
    """
    with safe_open(path, "pt") as file:
        metadata = file.metadata() or {}
        weights = {name: file.get_tensor(name).float() for name in file.keys()}
    if not {"sizes", "symbols"} <= set(metadata):
        raise ValueError(
            f"{Path(path).name} should say sizes and symbols in its metadata, but has "
            f"{sorted(metadata)}: weights alone don't say what a token stands for."
        )
    model = Transformer(**json.loads(metadata["sizes"]))
    try:
        model.load_state_dict(weights)
    except RuntimeError as error:
        raise ValueError(f"{Path(path).name} has other weights than its sizes: {error}") from error
    return model.eval(), json.loads(metadata["symbols"])
