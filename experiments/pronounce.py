"""The network from letters to phones: trained, and its errors on words of unseen families.

`python experiments/pronounce.py letters SEED ...` after `speech_data.py`, then `speech.py`.
`torn SEED` trains on words that were held out one by one, so that their relatives are known; any
other of `TRIED` trains with another setting, and is scored on the validation words alone.

Stores nothing that is committed: weights and errors go to `_build/speech`, for `speech.py`.
Takes 39 minutes of one core for each seed, or a minute of a GPU.
"""

import sys
import time

import numpy as np
import torch
from speech_data import FOLDER
from speech_steps import DEVICE, keep, rates

from genai_utils import losses
from genai_utils.audio import edits
from genai_utils.models.pronouncer import Pronouncer

# What was compared on validation words, at about the same cost on a CPU; `letters` was chosen.
BASE = {"width": 128, "dropout": 0.1, "batch": 128, "steps": 30_000, "rate": 3e-3}
TRIED = {
    "letters": {},
    "dropout 0.2": {"dropout": 0.2},
    "width 144": {"width": 144, "steps": 28_000},
    "batch 256": {"batch": 256, "steps": 18_000},
    "torn": {},
}


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


class Training:
    """A network and the step that moves it. All that a step needs lies on the device.

    So a GPU can replay it as a graph, one for each length of words: `record`. Batches hold words of
    one length, so that nothing is filled up before it is read.
    """

    def __init__(self, groups: dict, setting: dict, seed: int) -> None:
        self.groups, self.setting, self.start = groups, BASE | setting, time.process_time()
        torch.manual_seed(seed)
        steps, size = self.setting["steps"], self.setting["batch"]
        width, dropout = self.setting["width"], self.setting["dropout"]
        self.model = Pronouncer(28, 70, width, dropout=dropout).to(DEVICE)
        shares = torch.tensor([float(len(rows[0])) for rows in groups.values()])
        order = torch.multinomial(shares, steps, replacement=True).tolist()
        self.order = [list(groups)[place] for place in order]
        self.drawn = torch.rand(steps, size).to(DEVICE)
        self.plan = rates(steps, self.setting["rate"]).to(DEVICE)
        self.at = torch.zeros(1, dtype=torch.long, device=DEVICE)
        self.rate, self.done = torch.zeros((), device=DEVICE), 0
        self.optimizer = torch.optim.Adam(
            self.model.parameters(), self.rate, (0.9, 0.98), fused=True, capturable=DEVICE == "cuda"
        )
        self.replays: dict = {}

    def step(self, length: int) -> None:
        """One step on a batch of words with so many letters."""
        letters, phones, _ = self.groups[length]
        self.rate.copy_(self.plan[self.at][0])
        chosen = (self.drawn[self.at][0] * len(letters)).long().clamp(max=len(letters) - 1)
        said = phones[chosen, : max(length + 6, 12)]  # few are longer, and are cut
        scores, _ = self.model(letters[chosen], said[:, :-1])
        wanted = targets(said)
        loss = losses.spelling_loss(scores, wanted).sum() / (wanted >= 0).sum()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.at.add_(1)

    def record(self, stream: torch.cuda.Stream) -> None:
        """Three steps as they are, then a graph for each length; they run on this stream."""
        pool = torch.cuda.graph_pool_handle()
        torch.cuda.synchronize()
        with torch.cuda.stream(stream):
            self.advance(3)
        torch.cuda.synchronize()
        for length in sorted(set(self.order)):
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph, pool, stream):
                self.step(length)
            self.replays[length] = graph.replay

    def advance(self, count: int) -> bool:
        """So many steps more, as far as there are some; returns whether it was the last."""
        for length in self.order[self.done : self.done + count]:
            replay = self.replays.get(length)
            replay() if replay else self.step(length)
            self.done += 1
        return self.done >= len(self.order)


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


def scores_of(name: str, model: Pronouncer) -> dict:
    """Errors on the parts that a setting may see: test words for what was chosen alone."""
    parts = {"letters": ("validation", "test"), "torn": ("torn test",)}.get(name, ("validation",))
    return {part: scored(model, part) for part in parts}


def main(name: str, *seeds: str) -> None:
    """Train by a setting, score on held-out words, and keep both."""
    groups = grouped(*part("torn training" if name == "torn" else "training"))
    for seed in seeds:
        run = Training(groups, TRIED[name], int(seed))
        stream = torch.cuda.Stream() if DEVICE == "cuda" else None
        if stream:
            run.record(stream)
        with torch.cuda.stream(stream):  # of no effect on a CPU, where it is None
            run.advance(len(run.order))
        used = {"CPU seconds": time.process_time() - run.start} if DEVICE == "cpu" else {}
        model = run.model.eval()
        keep(f"{name} {seed}", model, scores_of(name, model) | used | run.setting)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(*sys.argv[1:])
