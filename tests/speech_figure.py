"""Chains for the tests of the speech figure, and its script in node.

The oracle is the PyTorch chain that the figure was made of, with the seeds of the scene.
"""

import functools
from dataclasses import replace

import figure_module
import numpy as np
import torch
from book_sources import ROOT

from genai_utils import speech
from genai_utils.models.pronouncer import Pronouncer
from genai_utils.widgets import SpeechExplorer

TEXT = "A voice, quickly?"
WORDS = {"a": ("AH0",), "two": ("T", "UW1")}
STORED = ROOT / "notebooks" / "6-speech-synthesis.safetensors"
# All that lies between the text and the sound, of each scene, by one chain that remembers.
SAY = """({weights, scenes}) => {
    const voice = createVoice(readVoice(bytes(weights)));
    return scenes.map((scene) => {
        const {symbols, begins, words, samples, spoken, sound} = voice.say(scene);
        const {frames, voiced} = spoken;
        const numbers = {samples, voiced, frames: frames.map((row) => [...row]), sound: [...sound]};
        return {symbols, begins, words, ...numbers};
    });
}"""
SPELL = """({weights, words}) => {
    const {pronouncer} = readVoice(bytes(weights));
    return words.map((word) => spell(pronouncer, word));
}"""


@functools.cache
def small_chain(seed=2, width=16):
    """The stored speaker and vocoder, and a reader of random weights, steep enough to differ."""
    torch.manual_seed(seed)
    reader = Pronouncer(28, 70, width)
    with torch.no_grad():
        for value in reader.parameters():
            value.normal_(0, 2)
        reader.scores.bias[0] = 3  # so that words end
    return replace(speech.loaded(STORED), pronouncer=reader.eval(), words=WORDS)


def explorer(chain=None, text=TEXT, **options):
    return SpeechExplorer(chain or small_chain(), text, **options)


in_node = functools.partial(figure_module.in_node, SpeechExplorer)


def far(one, other):
    """The root of the mean squared difference, as a share of the other's root mean square."""
    one, other = np.asarray(one), np.asarray(other)
    return float(np.sqrt(((one - other) ** 2).mean() / (other**2).mean()))
