"""Sentences and what eSpeak NG's voice makes of them, in three parts."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import chatterbot_corpus
import numpy as np
import torch
import yaml
from torch import Tensor

from genai_utils import audio
from genai_utils.data import spoken, voices
from genai_utils.data.pronunciations import pronunciations
from genai_utils.speech import flite

PROGRAMMING = {"coding", "tech_support"}  # full of code
VOICE, RATE = "en-us", 160


@dataclass(frozen=True)
class Example:
    """A sentence: k symbols with their samples and word beginnings, and t frames of 80 bands.

    `cepstrum` is (t, 80), `pitch` (t,) in Hz with 0 where a frame has none.

    >>> examples(["Two?"])[0].cepstrum.shape
    torch.Size([31, 80])
    """

    text: str
    symbols: Tensor
    samples: Tensor
    begins: Tensor
    cepstrum: Tensor
    pitch: Tensor


def examples(texts: Sequence[str], pitches: Sequence[int] | None = None) -> list[Example]:
    """What the teacher makes of each text, at a pitch from 0 to 99, 50 if none is given.

    >>> examples(["Two?"])[0].symbols
    tensor([ 0, 20, 70,  2])
    """
    made = []
    for text, pitch in zip(texts, pitches or [50] * len(texts), strict=True):
        said = voices.say(text, VOICE, RATE, pitch)
        row = spoken.aligned(said)
        made.append(
            Example(
                text,
                torch.tensor([spoken.SYMBOLS.index(symbol) for symbol in row.symbols]),
                torch.tensor(row.samples, dtype=torch.float32),
                torch.tensor(row.begins, dtype=torch.float32),
                audio.mel_cepstrum(audio.log_mel(said.sound)).T,
                audio.pitch(said.sound)[0],
            )
        )
    return made


def teacher(text: str, pitch: int = 50, voice: str = VOICE) -> Tensor:
    """The teacher's sound of a text, cut to whole hops.

    The teacher is one of `voices.voices()`, or one of `flite.VOICES` after "flite ", where Flite is
    installed; Flite has no pitch to set. Raises what they raise, and `ValueError` for another pitch
    than 50 of Flite.

    >>> len(teacher("Two?")) % audio.HOP
    0
    """
    program, _, name = voice.rpartition(" ")
    if program != "flite":
        said = voices.say(text, voice, RATE, pitch).sound
    elif pitch != 50:
        raise ValueError(f"Flite's voices have the pitch 50 alone, but {pitch} was asked for.")
    else:
        said = flite.say(text, name)
    return said[: len(said) // audio.HOP * audio.HOP]


def bridged(pitch: Tensor) -> Tensor:
    """The logarithm of the pitch, on straight lines where there is none. (t,) in Hz -> (t,).

    >>> bridged(torch.tensor([0.0, 1.0, 0.0, math.e]))
    tensor([0.0000, 0.0000, 0.5000, 1.0000])
    """
    where = np.flatnonzero(pitch.numpy() > 0)
    if not len(where):
        return torch.full_like(pitch, math.log(100.0))
    logs = np.log(pitch.numpy()[where])
    return torch.from_numpy(np.interp(np.arange(len(pitch)), where, logs)).to(pitch)


def parts(seed: int = 0) -> tuple[list[str], list[str], list[str]]:
    """Texts to train on, to choose by and to test on: 800, 50 and 100, no sentence twice.

    They are sentences of dialogues from chatterbot-corpus; 250 of the training texts are four words
    of the dictionary each, drawn at random, since dialogues know few words.

    >>> [len(part) for part in parts()]
    [800, 50, 100]
    """
    folder = Path(chatterbot_corpus.__file__).parent / "data" / "english"
    read = [
        yaml.safe_load(path.read_text("utf-8"))
        for path in sorted(folder.glob("*.yml"))
        if path.stem not in PROGRAMMING
    ]
    lines = [line for file in read for talk in file["conversations"] for line in talk]
    said = pronunciations()
    found = spoken.sentences([line for line in lines if isinstance(line, str)], list(said))
    draw = random.Random(seed)
    draw.shuffle(found)
    words = [word for word in sorted(said) if 3 <= len(word) <= 10 and "'" not in word]
    made = [" ".join(draw.sample(words, 4)) + "." for _ in range(250)]
    return found[150:700] + made, found[100:150], found[:100]
