"""The chain that speaks: letters, phones, durations, frames, sound."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import torch
from torch import Tensor

from genai_utils import audio
from genai_utils.audio.vocoder import Vocoder
from genai_utils.data.pronunciations import PHONES, pronunciations
from genai_utils.data.spoken import PAUSES, SYMBOLS
from genai_utils.models.pronouncer import Pronouncer
from genai_utils.models.speaker import Speaker, spread_out
from genai_utils.speech.exceptions import spelled
from genai_utils.speech.stored import unpacked

ENVELOPE = 32  # coefficients: those above are the harmonics


@cache
def dictionary() -> dict[str, tuple[tuple[str, ...], ...]]:
    return pronunciations()


@dataclass(frozen=True)
class Spoken:
    """A sentence on its way: symbols, each one's samples, frames (t, 81), pitch and sound.

    >>> Spoken((",",), torch.ones(1), torch.ones(1, 81), torch.ones(1), torch.ones(9)).symbols
    (',',)
    """

    symbols: tuple[str, ...]
    samples: Tensor
    frames: Tensor
    pitch: Tensor
    sound: Tensor


@dataclass(frozen=True)
class Chain:
    """Networks in a row; without a pronouncer, words are looked up in the dictionary.

    `words` says how some are said, whatever the network makes of them: those it is known to miss.

    >>> Chain(Pronouncer(28, 70), Speaker(72), Vocoder()).spelled("Hi, you?")[1]
    [',', 'hi', ',', 'you', '?']
    """

    pronouncer: Pronouncer | None
    speaker: Speaker
    vocoder: Vocoder
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def spelled(self, text: str) -> tuple[str, list[str]]:
        """The text in small letters, and its words and pauses, with a pause at both ends.

        Raises `ValueError` for a text without a word or with other signs than letters, ' , . ? !
        """
        plain = text.strip().lower().replace("!", ".").replace("’", "'")
        if not re.search("[a-z]", plain) or re.search(r"[^a-z' ,.?]", plain):
            raise ValueError(
                f"a text of letters, spaces and ' , . ? ! is needed, but got {text!r}."
            )
        found = re.findall(r"[a-z']*[a-z][a-z']*|[,.?]", plain)
        return plain, [",", *found, *([] if found[-1] in PAUSES else ["."])]

    def phones(self, word: str) -> tuple[str, ...]:
        """How the list or the network says a word of a to z and ', or the dictionary's first way.

        Raises `ValueError` for a word that isn't in the dictionary, if there is no network.
        """
        if word in self.words:
            return self.words[word]
        if self.pronouncer is None:
            ways = dictionary().get(word)
            if ways is None:
                raise ValueError(
                    f"{word!r} isn't in the dictionary, and there is no network for it."
                )
            return ways[0]
        return spelled(self.pronouncer, [word])[word]

    def symbols(self, text: str) -> tuple[tuple[str, ...], Tensor]:
        """The symbols of a text and, for each, whether a word begins with it."""
        row: list[str] = []
        begins: list[bool] = []
        for piece in self.spelled(text)[1]:
            said = (piece,) if piece in PAUSES else self.phones(piece)
            row += said
            begins += [piece not in PAUSES and not at for at in range(len(said))]
        return tuple(row), torch.tensor(begins).float()

    @torch.no_grad()
    def frames(
        self,
        symbols: tuple[str, ...],
        begins: Tensor,
        temperature: float | None = 0.3,
        seed: int = 0,
        rate: float = 1.0,
        samples: Tensor | None = None,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Samples a symbol, frames (t, 81), and whether each is voiced.

        A temperature of `None` gives the means. Durations are divided by `rate`, or given.
        """
        row = torch.tensor([[SYMBOLS.index(symbol) for symbol in symbols]])
        encoded = self.speaker.encoded(row, begins[None])
        if samples is None:
            samples = audio.HOP / rate * self.speaker.durations(encoded)[0].exp()
        symbol, part = spread_out(samples, audio.HOP)
        lasting = (samples.clamp(min=64) / audio.HOP).log()[None]
        context = self.speaker.context(encoded, symbol[None], part[None], lasting)
        frames, voice = self.speaker.means(context)
        if temperature is not None:
            noise = torch.randn(frames.shape, generator=torch.Generator().manual_seed(seed))
            frames = self.speaker.speak(context, temperature, noise)
        return samples, frames[0], voice[0] > 0

    @torch.no_grad()
    def sound(self, frames: Tensor, voiced: Tensor, higher: float = 1.0, seed: int = 0) -> Tensor:
        """The sound of frames (t, 81) by the source-filter synthesiser. -> (256 (t - 1),)."""
        noise = torch.randn(
            1, audio.HOP * (len(frames) - 1), generator=torch.Generator().manual_seed(seed)
        )
        return self.vocoder(frames[None], self.pitch(frames, voiced)[None] * higher, noise)[0]

    def pitch(self, frames: Tensor, voiced: Tensor) -> Tensor:
        """The pitch in Hz that the frames' last number tells, 0 where they aren't voiced."""
        centre, scale = self.speaker.centre[-1], self.speaker.scale[-1]
        return (frames[:, -1] * scale + centre).exp() * voiced

    def log_mel(self, frames: Tensor) -> Tensor:
        """The log-mel frames (80, t) of frames (t, 81)."""
        cepstrum = frames[:, :-1] * self.speaker.scale[:-1] + self.speaker.centre[:-1]
        return audio.from_mel_cepstrum(cepstrum.T, 80)

    def clearer(self, said: Spoken) -> Tensor:
        """What was said, filtered until it has the envelope of its frames. -> the sound."""
        frames = said.frames[:, :ENVELOPE]
        cepstrum = frames * self.speaker.scale[:ENVELOPE] + self.speaker.centre[:ENVELOPE]
        return audio.with_envelope(said.sound, cepstrum.T)

    def say(
        self,
        text: str,
        temperature: float | None = 0.3,
        seed: int = 0,
        rate: float = 1.0,
        higher: float = 1.0,
    ) -> Spoken:
        """A text's sound and all that lies between."""
        symbols, begins = self.symbols(text)
        samples, frames, voiced = self.frames(symbols, begins, temperature, seed, rate)
        sound = self.sound(frames, voiced, higher, seed)
        return Spoken(symbols, samples, frames, self.pitch(frames, voiced) * higher, sound)


def loaded(path: Path) -> Chain:
    """The chain whose weights a file of `write` holds.

    >>> loaded(Path("no such file"))
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: 'no such file'
    """
    return chain_of(path.read_bytes())


def chain_of(file: bytes) -> Chain:
    """The chain whose weights a file's bytes hold, with its list of words if it has one.

    >>> from genai_utils.speech import packed
    >>> file = packed({"speaker": Speaker(72), "vocoder": Vocoder()}, {"words": '{"to": "T UW1"}'})
    >>> chain_of(file).words
    {'to': ('T', 'UW1')}
    """
    states, told = unpacked(file)
    letters = states.get("pronouncer")
    width = 0 if letters is None else letters["query.weight"].shape[0]
    reader = Pronouncer(28, len(PHONES) + 1, width) if width else None
    words = {w: tuple(said.split()) for w, said in json.loads(told.get("words", "{}")).items()}
    chain = Chain(reader, Speaker(len(SYMBOLS)), Vocoder(), words)
    for name, state in states.items():
        getattr(chain, name).load_state_dict(state)
        getattr(chain, name).eval()
    return chain
