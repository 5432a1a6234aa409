"""The network from letters to phones: trained, and its errors on words of unseen families.

`python experiments/pronounce.py letters SEED ...` after `speech_data.py`, then `speech.py`.
`torn SEED` trains on words that were held out one by one, so that their relatives are known.

Stores nothing that is committed: weights and errors go to `_build/speech`, for `speech.py`.
Takes a minute and a half of one core for each seed.
"""

import sys

import numpy as np
import torch
from speech_data import FOLDER
from speech_steps import DEVICE, Steps, keep

from genai_utils import losses
from genai_utils.audio import edits
from genai_utils.models.pronouncer import Pronouncer

STEPS, BATCH, WIDTH, DROPOUT = 1_200, 128, 128, 0.1


def part(name: str) -> list[np.ndarray]:
    stored = np.load(FOLDER / "letters.npz")
    rows = np.isin(stored["word"], stored[name])
    return [stored[column][rows] for column in ("letters", "phones", "word")]


def grouped(letters: np.ndarray, *others: np.ndarray) -> dict[int, list[torch.Tensor]]:
    """Rows by the length of their word; letters end with one 0."""
    lengths, groups = (letters != 0).sum(1), {}
    for length in np.unique(lengths):
        rows = [letters[lengths == length, : length + 1], *(o[lengths == length] for o in others)]
        groups[int(length)] = [torch.from_numpy(row.astype(np.int64)).to(DEVICE) for row in rows]
    return groups


def targets(phones: torch.Tensor) -> torch.Tensor:
    """What follows each phone but the last column's: 0 behind the word's end, and -1 after that."""
    after = phones[:, 1:]
    return after.masked_fill(torch.cumsum(after == 0, 1) > 1, -1)


def train(groups: dict, name: str, seed: int, steps: int = STEPS) -> tuple[Pronouncer, float]:
    """Batches hold words of one length, so that nothing is filled up before it is read."""
    torch.manual_seed(seed)
    model = Pronouncer(28, 70, WIDTH, dropout=DROPOUT).to(DEVICE)
    lengths = list(groups)
    shares = torch.tensor([float(len(groups[length][0])) for length in lengths])
    order = torch.multinomial(shares, steps, replacement=True).tolist()
    run = Steps(f"{name} {seed}", model, steps)
    for number in run:
        length = lengths[order[number]]
        letters, phones, _ = groups[length]
        chosen = torch.randint(len(letters), (BATCH,), device=DEVICE)
        said = phones[chosen, : max(length + 6, 12)]  # few are longer, and are cut
        scores, _ = model(letters[chosen], said[:, :-1])
        wanted = targets(said)
        run.take(losses.spelling_loss(scores, wanted).sum() / (wanted >= 0).sum())
    return model.eval(), run.seconds()


def bare(phones: list[int]) -> list[int]:
    """Phones without their stress: 24 consonants, then a vowel in three."""
    return [phone if phone <= 24 else 25 + (phone - 25) // 3 for phone in phones]


def errors(said: dict[int, list[int]], ways: dict[int, list[list[int]]]) -> dict[str, float]:
    """Shares of wrong words and phones against the nearest of a word's pronunciations."""
    wrong = phones = total = 0
    for word, answer in said.items():
        far, length = min((edits(way, answer), len(way)) for way in ways[word])
        wrong, phones, total = wrong + (far > 0), phones + far, total + length
    return {"words": wrong / len(said), "phones": phones / total}


def scored(model: Pronouncer, name: str) -> dict[str, dict[str, float]]:
    said, ways = {}, {}
    for letters, phones, words in grouped(*part(name)).values():
        told = model.say(letters).tolist()
        for answer, way, word in zip(told, phones.tolist(), words.tolist(), strict=True):
            said[word] = [phone for phone in answer if phone]
            ways.setdefault(word, []).append([phone for phone in way if phone])
    plain = {word: bare(answer) for word, answer in said.items()}
    bared = {word: [bare(way) for way in those] for word, those in ways.items()}
    return {"with stress": errors(said, ways), "without": errors(plain, bared)}


def main(what: str, *seeds: str) -> None:
    """Train on one split, score on its held-out words, and keep both."""
    torn = "torn " if what == "torn" else ""
    for seed in seeds:
        model, used = train(grouped(*part(f"{torn}training")), what, int(seed))
        tests = ("torn test",) if torn else ("validation", "test")
        errors_of = {name: scored(model, name) for name in tests}
        keep(f"{what} {seed}", model, errors_of | {"CPU seconds": used, "steps": STEPS})


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(*sys.argv[1:])
