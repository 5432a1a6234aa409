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
from genai_utils.models.conditional import (
    ConditionalGenerator,
    ConditionalVAE,
    PlanesDiscriminator,
    ProjectionDiscriminator,
    one_hot,
)
from genai_utils.models.decoding import at_temperature, less_repeated, nucleus, top_k
from genai_utils.models.emoji import (
    Asking,
    EmojiDiscriminator,
    EmojiGenerator,
    EmojiJudge,
    ask,
    unpacked,
)
from genai_utils.models.flow import back_in_time, repaint_path, transport, transport_heun
from genai_utils.models.gan import (
    ConvDiscriminator,
    ConvGenerator,
    FullyConnectedDiscriminator,
    FullyConnectedGenerator,
)
from genai_utils.models.stored import load_transformer, packed_transformer
from genai_utils.models.transformer import Transformer, generate
from genai_utils.models.unet import UNet
from genai_utils.models.vae import VAE, LinearGaussian

__all__ = [
    "VAE",
    "Asking",
    "ConditionalGenerator",
    "ConditionalVAE",
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
    "PlanesDiscriminator",
    "ProjectionDiscriminator",
    "Transformer",
    "UNet",
    "ask",
    "at_temperature",
    "attention_weights",
    "back_in_time",
    "blockwise_attention",
    "causal_mask",
    "fused_attention",
    "generate",
    "less_repeated",
    "load_transformer",
    "naive_attention",
    "nucleus",
    "one_hot",
    "packed_transformer",
    "repaint_path",
    "rotary",
    "sinusoidal_positions",
    "top_k",
    "transport",
    "transport_heun",
    "unpacked",
]
