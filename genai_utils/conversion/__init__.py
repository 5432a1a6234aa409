"""Voice conversion: what is said stays, who says it changes. Frames, methods, and their judges."""

from genai_utils.conversion.frames import KEPT, Frames, analyse, spoken

__all__ = ["KEPT", "Frames", "analyse", "spoken"]
