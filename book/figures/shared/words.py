"""The transformer whose weights are stored, and the names of its 27 symbols."""

from safetensors.torch import load_file

from genai_utils import data
from genai_utils.models import Transformer
from shared.stored import ROOT, measured

symbols = ["end", *data.LETTERS]


def transformer() -> Transformer:
    """The model of `3-self-attention.safetensors`, ready to read words."""
    sizes = measured("3-self-attention.words")["transformer"][0]["sizes"]
    model = Transformer(27, context=29, **sizes).eval()
    halves = load_file(ROOT / "notebooks" / "3-self-attention.safetensors")
    model.load_state_dict({name: half.float() for name, half in halves.items()})
    return model
