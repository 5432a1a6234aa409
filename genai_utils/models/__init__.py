"""Networks and models, one family a file; no loss and no training."""

from genai_utils.models.attention import (
    attention_weights,
    blockwise_attention,
    causal_mask,
    fused_attention,
    naive_attention,
    rotary,
    sinusoidal_positions,
)
from genai_utils.models.cache import KeyValueCache
from genai_utils.models.classifier import DigitClassifier
from genai_utils.models.decoding import at_temperature, nucleus, top_k
from genai_utils.models.emoji import (
    Asking,
    EmojiDiscriminator,
    EmojiGenerator,
    EmojiJudge,
    ask,
    unpacked,
)
from genai_utils.models.gan import (
    ConvDiscriminator,
    ConvGenerator,
    FullyConnectedDiscriminator,
    FullyConnectedGenerator,
)
from genai_utils.models.transformer import Transformer, generate
from genai_utils.models.vae import VAE, LinearGaussian

__all__ = [
    "VAE",
    "Asking",
    "ConvDiscriminator",
    "ConvGenerator",
    "DigitClassifier",
    "EmojiDiscriminator",
    "EmojiGenerator",
    "EmojiJudge",
    "FullyConnectedDiscriminator",
    "FullyConnectedGenerator",
    "KeyValueCache",
    "LinearGaussian",
    "Transformer",
    "ask",
    "at_temperature",
    "attention_weights",
    "blockwise_attention",
    "causal_mask",
    "fused_attention",
    "generate",
    "naive_attention",
    "nucleus",
    "rotary",
    "sinusoidal_positions",
    "top_k",
    "unpacked",
]
