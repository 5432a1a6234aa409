"""English text as eSpeak NG says it, in many voices, with the time of each phone.

eSpeak NG is itself a synthesiser: it moves formants by rule and adds short recorded hisses for the
voiceless consonants. So the text, the alignment and the voice of each sample are known, which a
recording doesn't tell. The program and its data are under the GNU General Public License, version 3
or later; its section 2 says that what such a program puts out is under it only if that is itself
a covered work. Python's wheel brings no licence text, so whoever passes the wheel on adds it. We
pass on clips, and below each the voice's name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import espeakng_loader
import torch
from torch import Tensor

from genai_utils.data import espeak
from genai_utils.data.shipped import read_checked

RATE = espeak.RATE  # samples a second
PHONES_SHA256 = "a0b643b155cb6b12628d9e7865b57d9fca0d35844614f2594a5e009c80c80bb4"
ACCENTS = ("en-us", "en", "en-gb-x-rp", "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-gbcwmd")
LIMITS = {"rate": (80, 450), "pitch": (0, 99)}


@dataclass(frozen=True)
class Span:
    """A phone or a word, and the samples [start, stop) in which it sounds."""

    name: str
    start: int
    stop: int


@dataclass(frozen=True)
class Utterance:
    """A text as one voice says it: float32 (n,) in [-1, 1) at 22,050 Hz, its phones and its words.

    Phones bear eSpeak's mnemonics, with ' for a primary and , for a secondary stress before them
    (`plain` takes them off); what begins with _ is a pause. After a short silence phones follow
    each other without a gap to the sound's end. One that its neighbour swallows has no samples.
    Two words that eSpeak joins, as "for the", are one span with the name of the first.

    >>> [phone.name for phone in say("Two.").phones]
    ['t', "'u:", '_:', '_']
    """

    text: str
    voice: str
    sound: Tensor
    phones: tuple[Span, ...]
    words: tuple[Span, ...]


def plain(phone: str) -> str:
    """A phone's mnemonic without its stress.

    >>> plain("'eI")
    'eI'
    """
    return phone.lstrip("',%=")


@cache
def variants() -> tuple[str, ...]:
    """The variants that eSpeak NG ships, sorted: each changes pitch, formants and breath.

    Raises `ValueError` if the phones' data aren't those that the book was run on.

    >>> [name for name in variants() if name.startswith("f")]
    ['f1', 'f2', 'f3', 'f4', 'f5', 'fast']
    """
    data = Path(espeakng_loader.get_data_path())
    read_checked(data / "phondata", PHONES_SHA256)
    return tuple(sorted(path.name for path in (data / "voices" / "!v").iterdir()))


def voices(accent: str = "en-us") -> tuple[str, ...]:
    """The names under which `say` knows a voice: the accent alone, then with each variant.

    Raises `ValueError` for an accent that isn't one of `ACCENTS`.

    >>> len(voices()), voices()[:2]
    (105, ('en-us', 'en-us+Alex'))
    """
    if accent not in ACCENTS:
        raise ValueError(f"one of the accents {', '.join(ACCENTS)} is needed, but got {accent!r}.")
    return (accent, *(f"{accent}+{variant}" for variant in variants()))


def _require(text: str, voice: str, numbers: dict[str, int]) -> None:
    if not re.search(r"\w", text) or "\0" in text:
        raise ValueError(f"a text with a letter or digit, and no NUL, is needed, but got {text!r}.")
    accent, _, _variant = voice.partition("+")
    if accent not in ACCENTS or voice not in voices(accent):
        raise ValueError(
            f"a voice as 'en-us' or 'en-us+f2' is needed, but got {voice!r}: accents are "
            f"{', '.join(ACCENTS)}, and `variants()` lists what may follow the +."
        )
    for name, value in numbers.items():
        least, most = LIMITS[name]
        if not least <= value <= most:
            raise ValueError(f"a {name} from {least} to {most} is needed, but got {value}.")


def _spans(events: Sequence[espeak.Event], total: int) -> tuple[Span, ...]:
    """Phones from their beginnings: each ends where the next begins, the last at the end."""
    phones = [event for event in events if event.kind == espeak.PHONE]
    begins = [phone.sample for phone in phones] + [total]
    stops = begins[1:]
    return tuple(
        Span(phone.mnemonic, phone.sample, stop) for phone, stop in zip(phones, stops, strict=True)
    )


def _words(events: Sequence[espeak.Event], text: str, phones: Sequence[Span]) -> tuple[Span, ...]:
    """Words from their beginnings: each ends with its last phone that isn't a pause."""
    words = [event for event in events if event.kind == espeak.WORD]
    begins = [word.sample for word in words] + [phones[-1].stop]
    found = []
    for word, stop in zip(words, begins[1:], strict=True):
        own = [p for p in phones if word.sample <= p.start < stop and not p.name.startswith("_")]
        if own:
            name = text[word.position : word.position + word.length]
            found.append(Span(name, own[0].start, own[-1].stop))
    return tuple(found)


def say(text: str, voice: str = "en-us", rate: int = 175, pitch: int = 50) -> Utterance:
    """A text in one of `voices`, with `rate` words a minute and a pitch from 0 to 99.

    The same arguments give the same samples, whatever was said before; it takes some 10 ms. Raises
    `ValueError` for another voice, a text without letter or digit, or a number out of `LIMITS`.

    >>> utterance = say("Hello, world.", "en-us+f2")
    >>> [word.name for word in utterance.words], utterance.sound.dtype
    (['Hello', 'world'], torch.float32)
    """
    _require(text, voice, {"rate": rate, "pitch": pitch})
    samples, events = espeak.heard(text, voice, {"rate": rate, "pitch": pitch})
    phones = _spans(events, len(samples))
    sound = torch.from_numpy(samples).float() / 32768
    return Utterance(text, voice, sound, phones, _words(events, text, phones))
