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

LONGEST = 80  # characters of a drawn answer
EACH = 4  # answers drawn to a question, which make half as many pairs


def sequences(questions: list[str], answers: list[str]) -> tuple[Tensor, Tensor]:
    """Tokens, and which belong to the answer: with its new line, unless it was cut."""
    ends = [a + prefix.END if len(a) < LONGEST else a for a in answers]
    return prefix.encode_answers(questions, ends)


def drawn(model: models.Transformer, questions: list[str], each: int, seed: int) -> list[list[str]]:
    random = torch.Generator().manual_seed(seed)
    return prefix.answers(model, questions, each=each, longest=LONGEST, generator=random)


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
    tokens, counted = sequences(questions, answers)
    parts = zip(tokens.split(256), counted.split(256), strict=True)
    return torch.cat([prefix.log_likelihood(model, t, c) for t, c in parts])


def learned(
    reference: models.Transformer,
    seen: list[tuple[str, str, str]],
    beta: float | None,
    steps: int,
    peak: float,
    seed: int,
    batch: int = 16,
) -> models.Transformer:
    """A copy of the reference, trained on pairs: by DPO, or on the preferred answers alone.

    The latter for a beta of None. Without dropout, which would move log p; the reference gives it
    without.
    """
    model = copy.deepcopy(reference)
    shares = [(part, part.p) for part in model.modules() if isinstance(part, torch.nn.Dropout)]
    for part, _ in shares:
        part.p = 0.0
    questions, wins, rest = (list(part) for part in zip(*seen, strict=True))
    sides = [sequences(questions, answers) for answers in (wins, rest)]
    known = [log_p(reference, questions, answers) for answers in (wins, rest)]

    def loss(random: torch.Generator) -> Tensor:
        rows = torch.randint(len(seen), (batch,), generator=random)
        if beta is None:
            tokens, counted = training.cut(*sides[0], rows)
            return -prefix.log_likelihood(model, tokens, counted).sum() / counted.sum()
        both = (
            torch.stack([prefix.log_likelihood(model, *training.cut(*side, rows)), its[rows]])
            for side, its in zip(sides, known, strict=True)
        )
        return losses.dpo_loss(*both, beta=beta).mean()

    training.descend(model, loss, steps, peak, seed, decay=0.0)
    for part, share in shares:
        part.p = share
    return model


def looked_at(model, reference, questions: list[str], held_out: list, seed: int, each: int = 4):
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
