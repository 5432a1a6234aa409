"""What is said, by whom, and which frame is which phone: the data of voice conversion."""

import re
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from genai_utils import audio, data
from genai_utils.conversion.frames import Frames, analyse
from genai_utils.data import voices

SPEAKERS = ("en-us+Gene", "en-us+m3", "en-us+f1", "en-us+Annie")
PARTS = {"training": 0, "validation": 1, "test": 2}
WORDS = 6  # in a text


@dataclass(frozen=True)
class Spoken:
    """One text in one voice: the utterance, who says it, frames, and the phone of each frame.

    >>> one = recorded("yes", 2)
    >>> len(one.phones) == one.frames.cepstrum.shape[1]
    True
    """

    utterance: voices.Utterance
    speaker: int
    frames: Frames
    phones: tuple[str, ...]


def texts(part: str, count: int, seed: int = 0) -> list[str]:
    """Lists of six words of 3 to 8 letters, drawn from a part of the dictionary's words.

    No word is in two parts. Raises `ValueError` for another part than `PARTS`.

    >>> [len(text.split()) for text in texts("validation", 2)]
    [6, 6]
    """
    if part not in PARTS:
        raise ValueError(f"one of the parts {', '.join(PARTS)} is needed, but got {part!r}.")
    known = [word for word in data.words() if re.fullmatch("[a-z]{3,8}", word)]
    words = data.split_words(known)[PARTS[part]]
    order = torch.randperm(len(words), generator=torch.Generator().manual_seed(seed))
    if count * WORDS > len(words):
        raise ValueError(f"{count} texts of {WORDS} words are more than {len(words)} words give.")
    chosen = [words[i] for i in order[: count * WORDS].tolist()]
    return [" ".join(chosen[i : i + WORDS]) for i in range(0, len(chosen), WORDS)]


def phone_of_frames(utterance: voices.Utterance, count: int) -> tuple[str, ...]:
    """The phone that sounds in the middle of each of `count` frames; pauses are "_"."""
    names = []
    spans = iter(utterance.phones)
    span = next(spans)
    for frame in range(count):
        middle = frame * audio.HOP
        while middle >= span.stop and span is not utterance.phones[-1]:
            span = next(spans)
        silent = middle < span.start or span.name.startswith("_")
        names.append("_" if silent else voices.plain(span.name))
    return tuple(names)


def recorded(text: str, speaker: int) -> Spoken:
    """A text in the voice of one of the speakers, as frames. Raises as `voices.say` does.

    >>> recorded("yes", 2).speaker
    2
    """
    utterance = voices.say(text, SPEAKERS[speaker])
    frames = analyse(utterance.sound)
    return Spoken(utterance, speaker, frames, phone_of_frames(utterance, len(frames.pitch)))


def same_time(source: Spoken, target: Spoken) -> Tensor:
    """For each frame of `source` the frame of `target` that is as far into the same phone. (t,).

    Raises `ValueError` unless both say the same phones.

    >>> same_time(recorded("yes", 2), recorded("yes", 2))[:4]
    tensor([0, 1, 2, 3])
    """
    one, other = source.utterance.phones, target.utterance.phones
    if [voices.plain(phone.name) for phone in one] != [voices.plain(phone.name) for phone in other]:
        raise ValueError(
            f"one text in two voices is needed, but got {source.utterance.text!r} and "
            f"{target.utterance.text!r}: their phones differ."
        )
    here, there = (
        [0, *(phone.start for phone in phones), phones[-1].stop] for phones in (one, other)
    )
    middles = np.arange(len(source.phones)) * audio.HOP
    places = np.asarray(np.interp(middles, here, there)) / audio.HOP
    return torch.from_numpy(places.round().astype(int)).clamp(max=len(target.phones) - 1)
