"""What a training costs: operations, memory, exchange between processes, energy, and a law."""

from genai_utils.costs.energy import joules
from genai_utils.costs.exchange import ring_mean, ring_seconds, speed_up
from genai_utils.costs.flops import attention, convolution, counted, linear
from genai_utils.costs.memory import checkpoint_blocks, kept_bytes
from genai_utils.costs.scaling import Law, fitted, resampled

__all__ = [
    "Law",
    "attention",
    "checkpoint_blocks",
    "convolution",
    "counted",
    "fitted",
    "joules",
    "kept_bytes",
    "linear",
    "resampled",
    "ring_mean",
    "ring_seconds",
    "speed_up",
]
