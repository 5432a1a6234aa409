"""Live figures: each a Python class here and its JavaScript beside it.

A figure works in JupyterLab and, from the state stored in the notebook, in the published page
without a kernel. What a figure shows without JavaScript is its own still picture.
"""

from genai_utils.widgets.game import GanGame
from genai_utils.widgets.generator import GeneratorExplorer
from genai_utils.widgets.latent import LatentExplorer
from genai_utils.widgets.membership import OneDigit
from genai_utils.widgets.plane import DiffusionPlane
from genai_utils.widgets.speech import SpeechExplorer
from genai_utils.widgets.text import TextExplorer

__all__ = [
    "DiffusionPlane",
    "GanGame",
    "GeneratorExplorer",
    "LatentExplorer",
    "OneDigit",
    "SpeechExplorer",
    "TextExplorer",
]
