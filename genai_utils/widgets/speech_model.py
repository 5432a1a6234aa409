"""The chain as the speech figure takes it: checked, packed, and what it says for a scene."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from torch import nn

from genai_utils import audio
from genai_utils.speech import SYMBOLS, Chain, Spoken, packed
from genai_utils.widgets.speech_scene import LOUD, MARK_KEY, STEPS

NAMES = ("pronouncer", "speaker", "vocoder")


def networks_of(chain: Chain) -> dict[str, nn.Module]:
    """The three networks by their names.

    Raises `ValueError` for a chain without a pronouncer, or with weights that aren't finite.
    """
    networks = {name: getattr(chain, name) for name in NAMES}
    if networks["pronouncer"] is None:
        raise ValueError("The figure needs a chain with a pronouncer: a reader types any word.")
    for name, network in networks.items():
        if not all(value.isfinite().all() for value in network.state_dict().values()):
            raise ValueError(f"The {name} needs finite weights, but one of them is not a number.")
    return networks


def pack_chain(chain: Chain, exact: bool = False) -> bytes:
    """One file with the networks, the symbols and the words of the chain's own list."""
    words = {word: " ".join(said) for word, said in sorted(chain.words.items())}
    told = {"symbols": " ".join(SYMBOLS), "words": json.dumps(words, separators=(",", ":"))}
    return packed(networks_of(chain), told, exact)


def spoken(chain: Chain, scene: Mapping[str, Any]) -> Spoken:
    """What the figure says for a scene: its sound has the mark, and 0.8 as the largest sample."""
    asked = replace(chain, words={}) if scene["network"] else chain
    symbols, begins = asked.symbols(scene["text"])
    drawn = None if scene["mean"] else scene["temperature"]
    samples, frames, voiced = chain.frames(symbols, begins, drawn, scene["seed"], scene["rate"])
    if scene["filters"]:
        sound = chain.sound(frames, voiced, scene["higher"], scene["seed"])
    else:
        sound = audio.sung(chain.log_mel(frames), STEPS, scene["seed"])
    sound = audio.marked(LOUD * sound / sound.abs().max(), MARK_KEY)
    return Spoken(symbols, samples, frames, chain.pitch(frames, voiced), sound)
