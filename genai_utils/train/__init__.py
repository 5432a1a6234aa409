"""Training loops, their record, and checkpoints; they know neither models nor losses."""

from genai_utils.train import distributed
from genai_utils.train.checkpoint import weights
from genai_utils.train.history import History
from genai_utils.train.loops import fit, fit_adversarial

__all__ = ["History", "distributed", "fit", "fit_adversarial", "weights"]
