"""A toy preference for `6-dialogue`: answers drawn, compared, learned from, and measured.

The reward is `measures.pleasing`. Pairs are drawn from the model that was tuned on dialogue, the
reference, and Bradley and Terry's model says which answer is preferred. `dialogue.py` runs this.
"""

import copy
import math

import dialogue_training as training
import torch
from torch import Tensor

from genai_utils import losses, models
from genai_utils.dialogue import measures, prefix

LONGEST = 100  # characters of a drawn answer
EACH = 8  # answers drawn to a question, which make half as many pairs


def sequences(questions: list[str], answers: list[str], device) -> tuple[Tensor, Tensor]:
    """Tokens, and which belong to the answer: with its new line, unless it was cut."""
    starts = [prefix.prompt(question) for question in questions]
    ends = [a + prefix.END if len(a) < LONGEST else a for a in answers]
    width = max(len(s) + len(e) for s, e in zip(starts, ends, strict=True))
    tokens = torch.zeros(len(starts), width, dtype=torch.long)
    counted = torch.zeros_like(tokens, dtype=torch.bool)
    for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
        tokens[row, : len(start) + len(end)] = torch.tensor(prefix.encode(start + end))
        counted[row, len(start) : len(start) + len(end)] = True
    return tokens.to(device), counted.to(device)


@torch.no_grad()
def drawn(model: models.Transformer, questions: list[str], each: int, seed: int) -> list[list[str]]:
    """`each` answers to every question, all drawn together: whole texts are read at each step.

    The same law as `prefix.answers`, which keeps keys and values and needs questions of one
    length: better on a CPU, worse on a GPU.
    """
    device = next(model.parameters()).device
    random = torch.Generator(device).manual_seed(seed)
    starts = [prefix.encode(prefix.prompt(question)) for question in questions for _ in range(each)]
    ends = torch.tensor([len(start) for start in starts], device=device)
    tokens = torch.zeros(len(starts), int(ends.max()) + LONGEST, dtype=torch.long, device=device)
    for row, start in enumerate(starts):
        tokens[row, : len(start)] = torch.tensor(start)
    begun, rows = ends.clone(), torch.arange(len(starts), device=device)
    going = torch.ones_like(rows, dtype=torch.bool)
    while going.any() and int((ends - begun).max()) < LONGEST:
        read = tokens[:, : int(ends.max())]
        logits = torch.cat([
            model(part)[torch.arange(len(part), device=device), its - 1]
            for part, its in zip(read.split(512), ends.split(512), strict=True)
        ])  # fmt: skip
        new = torch.multinomial(logits.softmax(-1), 1, generator=random)[:, 0]
        tokens[rows, ends] = torch.where(going, new, 0)
        ends = ends + going
        going &= new != prefix.encode(prefix.END)[0]
    texts = [
        prefix.decode(row[start:]).split(prefix.END)[0][:LONGEST]
        for row, start in zip(tokens.tolist(), begun.tolist(), strict=True)
    ]
    return [texts[at : at + each] for at in range(0, len(texts), each)]


def pairs(
    reference: models.Transformer, questions: list[str], seed: int
) -> list[tuple[str, str, str]]:
    """Question, preferred answer and other answer; equal answers make no pair."""
    random = torch.Generator().manual_seed(seed)
    found = []
    for question, answers in zip(questions, drawn(reference, questions, EACH, seed), strict=True):
        for first, second in zip(answers[::2], answers[1::2], strict=True):
            gap = measures.pleasing(first) - measures.pleasing(second)
            wins = torch.rand((), generator=random).item() < 1 / (1 + math.exp(-gap))
            if first != second:
                found.append((question, *((first, second) if wins else (second, first))))
    return found


@torch.no_grad()
def log_p(model: models.Transformer, questions: list[str], answers: list[str]) -> Tensor:
    device = next(model.parameters()).device
    tokens, counted = sequences(questions, answers, device)
    parts = zip(tokens.split(256), counted.split(256), strict=True)
    return torch.cat([prefix.log_likelihood(model, t, c) for t, c in parts])


def preferred(
    reference: models.Transformer,
    seen: list[tuple[str, str, str]],
    beta: float,
    steps: int,
    peak: float,
    seed: int,
    batch: int = 32,
) -> models.Transformer:
    """A copy of the reference, trained on the pairs by direct preference optimisation."""
    model = copy.deepcopy(reference)
    device = next(model.parameters()).device
    questions, wins, rest = (list(part) for part in zip(*seen, strict=True))
    sides = [sequences(questions, answers, device) for answers in (wins, rest)]
    known = [log_p(reference, questions, answers) for answers in (wins, rest)]

    def loss(random: torch.Generator) -> Tensor:
        rows = torch.randint(len(seen), (batch,), generator=random)
        both = [
            torch.stack([prefix.log_likelihood(model, *training.cut(*side, rows)),
                         its[rows.to(device)]])
            for side, its in zip(sides, known, strict=True)
        ]  # fmt: skip
        return losses.dpo_loss(*both, beta=beta).mean()

    return without_dropout(model, loss, steps, peak, seed)


def without_dropout(model, loss, steps: int, peak: float, seed: int) -> models.Transformer:
    """Trained with dropout off: it would move log p, which the reference gives without it."""
    shares = [(part, part.p) for part in model.modules() if isinstance(part, torch.nn.Dropout)]
    for part, _ in shares:
        part.p = 0.0
    training.descend(model, loss, steps, peak, seed, decay=0.0)
    for part, share in shares:
        part.p = share
    return model


def imitated(
    reference: models.Transformer,
    seen: list[tuple[str, str, str]],
    steps: int,
    peak: float,
    seed: int,
    batch: int = 32,
) -> models.Transformer:
    """A copy of the reference, trained on the preferred answers alone."""
    model = copy.deepcopy(reference)
    device = next(model.parameters()).device
    side = sequences([q for q, _, _ in seen], [w for _, w, _ in seen], device)

    def loss(random: torch.Generator) -> Tensor:
        tokens, counted = training.cut(*side, torch.randint(len(seen), (batch,), generator=random))
        return -prefix.log_likelihood(model, tokens, counted).sum() / counted.sum()

    return without_dropout(model, loss, steps, peak, seed)


def looked_at(model, reference, questions: list[str], held_out: list, seed: int, each: int = 16):
    """Reward, divergence from the reference, diversity, length and bits of human answers."""
    lists = drawn(model, questions, each, seed)
    flat = [answer for answers in lists for answer in answers]
    asked = [question for question in questions for _ in range(each)]
    gap = log_p(model, asked, flat) - log_p(reference, asked, flat)
    return summary(lists) | {
        "divergence": gap.mean().item(),
        "bits": prefix.bits(model, held_out),
    }


def summary(lists: list[list[str]]) -> dict[str, float]:
    flat = [answer for answers in lists for answer in answers]
    return {
        "reward": sum(map(measures.pleasing, flat)) / len(flat),
        "full stop": sum(answer.rstrip().endswith(".") for answer in flat) / len(flat),
        "words": sum(len(answer.split()) for answer in flat) / len(flat),
        "distinct 2": measures.distinct(flat, 2),
        "different": sum(len(set(answers)) / len(answers) for answers in lists) / len(lists),
    }


def best_of(lists: list[list[str]], n: int) -> dict[str, float]:
    """The best of each n of the reference's answers; its divergence is at most the one given."""
    best = [
        [max(answers[start : start + n], key=measures.pleasing)
         for start in range(0, len(answers) - n + 1, n)]
        for answers in lists
    ]  # fmt: skip
    return summary(best) | {"divergence at most": math.log(n) - (n - 1) / n}


def ideal(lists: list[list[str]], beta: float) -> dict[str, float]:
    """Reward and divergence of the tilted policy, from the reference's answers, by weighting."""
    reward = torch.tensor([[measures.pleasing(a) for a in answers] for answers in lists]).double()
    even = torch.full_like(reward, -math.log(reward.shape[1]))
    log_w = losses.tilted(even, reward, beta)
    divergence = (log_w.exp() * (log_w - even)).sum(1).mean()
    return {
        "reward": (log_w.exp() * reward).sum(1).mean().item(),
        "divergence": divergence.item(),
        "answers that count": log_w.mul(2).exp().sum(1).reciprocal().mean().item(),
    }
