"""What the networks of speech train on, in two files, so that a machine without eSpeak can train.

Prints the hours of speech; stores nothing that is committed: `_build/speech/letters.npz` and
`_build/speech/speech.npz`. Takes a minute.
"""

import random

import cells
import numpy as np
import torch

from genai_utils import audio, speech
from genai_utils.data.pronunciations import (
    PHONES,
    SPELLED,
    families,
    pronunciations,
    split_families,
)

FOLDER = cells.NOTEBOOKS.parent / "_build" / "speech"
LEAST, STEP = -9.25, 0.15  # of a byte of a log-mel frame
NAMES = ("training", "validation", "test")


def table(words: list[str]) -> dict[str, np.ndarray]:
    """Letters and phones as tokens, a row a pronunciation, and the number of its word."""
    said = pronunciations()
    pairs = [(number, word, way) for number, word in enumerate(words) for way in said[word]]
    letters, phones = np.zeros((len(pairs), 30), np.uint8), np.zeros((len(pairs), 31), np.uint8)
    for row, (_, word, way) in enumerate(pairs):
        letters[row, : len(word)] = [SPELLED.index(letter) + 1 for letter in word]
        phones[row, 1 : len(way) + 1] = [PHONES.index(phone) + 1 for phone in way]
    return {"letters": letters, "phones": phones, "word": np.array([pair[0] for pair in pairs])}


def letters() -> dict[str, np.ndarray]:
    """All words, and the numbers of those in each part.

    The parts are by families, and, under `torn`, of words drawn one by one.
    """
    words = sorted(pronunciations())
    place = {word: number for number, word in enumerate(words)}
    parts = dict(zip(NAMES, split_families(families(words)), strict=True))
    drawn = random.Random(0).sample(words, len(words))
    parts |= {"torn training": drawn[10000:], "torn test": drawn[:5000]}
    numbers = {name: np.array([place[word] for word in part]) for name, part in parts.items()}
    return table(words) | numbers


def byte_each(cepstrum: torch.Tensor) -> torch.Tensor:
    """Log-mel frames (t, 80) in steps of `STEP`, 1.3 decibels, from `LEAST` on."""
    mel = audio.from_mel_cepstrum(cepstrum.T, audio.BANDS).T
    return ((mel - LEAST) / STEP).round().clamp(0, 255).to(torch.uint8)


def sounds() -> dict[str, np.ndarray]:
    """The teacher's frames. In training it speaks at pitches that nobody tells the networks."""
    stored, draw = {}, random.Random(1)
    for name, texts in zip(NAMES, speech.parts(), strict=True):
        pitches = [draw.randint(35, 65) if name == "training" else 50 for _ in texts]
        made = speech.examples(texts, pitches)
        columns = {
            "symbols": [e.symbols.to(torch.uint8) for e in made],
            "samples": [e.samples for e in made],
            "begins": [e.begins.to(torch.uint8) for e in made],
            "mel": [byte_each(e.cepstrum) for e in made],
            "pitch": [e.pitch.half() for e in made],
        }
        stored |= {f"{name} {k}": torch.cat(v).numpy() for k, v in columns.items()}
        lengths = [(len(e.symbols), len(e.pitch)) for e in made]
        stored[f"{name} lengths"] = np.array(lengths, dtype=np.int32)
        print(f"{name}: {sum(t for _, t in lengths) * 256 / 22050 / 60:.1f} minutes")
    return stored


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(FOLDER / "letters.npz", **letters())
    np.savez_compressed(FOLDER / "speech.npz", **sounds())
