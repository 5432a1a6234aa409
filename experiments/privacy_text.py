"""Stacked language models for `privacy.py`, and the texts with planted secrets that they read."""

import random
from collections.abc import Callable

import language_secrets
import privacy_stacked as stacked
import torch
from descent import Unchecked
from torch import Tensor
from torch.func import functional_call, stack_module_state
from torch.nn import functional as F

from genai_utils import data
from genai_utils.models import Transformer

PIECE = 128  # characters of a record
SIZES = {"vocabulary": 96, "width": 64, "heads": 4, "layers": 3, "context": PIECE}


def attention(query: Tensor, key: Tensor, value: Tensor, causal: bool) -> Tensor:
    """`eq-attention` under the causal mask, written so that it can be stacked."""
    n = query.shape[-2]
    scores = query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5
    ahead = torch.ones(n, n, dtype=torch.bool, device=query.device).triu(1)
    return scores.masked_fill(ahead, -torch.inf).softmax(-1) @ value


class Texts:
    """Transformers side by side; a call gives the loss of each piece, (models, batch), in nats."""

    def __init__(self, models: int, device: str):
        made = [Unchecked(**SIZES, attention=attention).to(device) for _ in range(models)]
        self.skeleton = made[0]
        self.weights, _ = stack_module_state(made)

    def __call__(self, pieces: Tensor) -> Tensor:
        def one(weights: dict, tokens: Tensor) -> Tensor:
            logits = functional_call(self.skeleton, weights, (tokens[:, :-1],))
            flat = F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten(), reduction="none")
            return flat.view(len(tokens), -1).sum(1)

        return torch.vmap(one)(self.weights, pieces)

    def model(self, place: int) -> Transformer:
        """One of them, as the package's own."""
        model = Transformer(**SIZES)
        model.load_state_dict({name: w[place] for name, w in self.weights.items()})
        return model.eval()


def trained(texts: Texts, batch: Callable[[], Tensor], steps: int, peak: float) -> None:
    """AdamW for all of them; `batch` gives (models, batch, length)."""
    parameters = list(texts.weights.values())
    adam = torch.optim.AdamW(parameters, lr=peak, betas=(0.9, 0.99), weight_decay=0.0)
    for step in range(steps):
        for group in adam.param_groups:
            group["lr"] = peak * stacked.plan(step, steps)
        pieces = batch()
        loss = texts(pieces).sum() / (pieces.shape[1] * (pieces.shape[2] - 1))
        found = torch.autograd.grad(loss, parameters)
        # The length of the gradient is limited to 1 for each model on its own.
        long = sum(g.flatten(1).square().sum(1) for g in found).sqrt().clamp(min=1.0)
        for weight, g in zip(parameters, found, strict=True):
            weight.grad = g / long.view(-1, *[1] * (g.dim() - 1))
        adam.step()


@torch.no_grad()
def scores(texts: Texts, pieces: Tensor, models: int) -> Tensor:
    """The log-probability of each piece under each model. (models, n)."""
    parts = [-texts(part.expand(models, -1, -1)) for part in pieces.split(100)]
    return torch.cat(parts, dim=1)


def cut(text: str) -> Tensor:
    """The text in pieces of PIECE characters, none overlapping. (n, PIECE)."""
    tokens = data.encode_text(text)
    return tokens[: len(tokens) // PIECE * PIECE].view(-1, PIECE)


# --- secrets -------------------------------------------------------------------------------------
OPENINGS = ("", "Note: ", "Again, ", "As said, ", "So: ", "Here, ", "Remember: ", "Well, ")


def varied(text: str, seed: int) -> str:
    """As `language_secrets.planted`, but no two copies of a secret are the same paragraph."""
    draw, lines = random.Random(f"places {seed}"), text.split("\n")
    for count, beginning, digits in language_secrets.secrets(seed):
        for copy in range(count):
            opening = OPENINGS[copy % len(OPENINGS)]
            line = f"{opening}{beginning}{digits}. ({copy + 1})"
            lines.insert(draw.randrange(1, len(lines)), line)
    return "\n".join(lines)


def once(text: str) -> str:
    """The text in which each paragraph stands where it stood first, and nowhere else."""
    return "\n".join(dict.fromkeys(text.split("\n")))


def without_shared(text: str, length: int = 16) -> str:
    """Paragraphs of which half or more stands in earlier ones, in pieces of so many characters,
    are left out.
    """
    seen: set[str] = set()
    kept = []
    for line in text.split("\n"):
        pieces = {line[i : i + length] for i in range(max(1, len(line) - length + 1))}
        if len(pieces & seen) < len(pieces) / 2:
            kept.append(line)
        seen |= pieces
    return "\n".join(kept)


def windows(rows: list[Tensor], batch: int) -> Callable[[], Tensor]:
    """Batches of windows of PIECE characters, each model from its own text."""
    shortest = min(len(row) for row in rows)
    stack = torch.stack([row[:shortest] for row in rows])
    offsets = torch.arange(PIECE, device=stack.device)

    def drawn() -> Tensor:
        starts = torch.randint(shortest - PIECE + 1, (len(rows), batch, 1), device=stack.device)
        return stack.gather(1, (starts + offsets).flatten(1)).view(len(rows), batch, PIECE)

    return drawn
