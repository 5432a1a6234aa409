"""Training steps whose time `compute_timed.py` takes: of our models, and of wider transformers."""

from collections.abc import Callable, Iterable
from functools import partial

import torch
from descent import Unchecked
from torch import Tensor, nn
from torch.nn import functional as F

from genai_utils import losses, models
from genai_utils.costs import flops

TOKENS = 4096  # in a step of the transformers of other widths


def predicted(model: nn.Module, tokens: Tensor) -> Tensor:
    logits = model(tokens[:, :-1])
    return F.cross_entropy(logits.float().flatten(0, 1), tokens[:, 1:].flatten())


def text(vocabulary: int, batch: int, context: int, **sizes) -> tuple[nn.Module, Callable]:
    """A transformer, and its loss on one batch of tokens drawn at random."""
    model = Unchecked(vocabulary, context=context, **sizes)
    tokens = torch.randint(vocabulary, (batch, context + 1))
    return model, lambda: predicted(model, tokens)


def bound() -> tuple[nn.Module, Callable]:
    model, x = models.VAE(), torch.rand(128, 784)

    def loss() -> Tensor:
        logits, mu, _ = model(x)
        return F.binary_cross_entropy_with_logits(logits.float(), x) + mu.square().mean()

    return model, loss


def judged() -> tuple[nn.Module, Callable]:
    model, x = models.ConvDiscriminator(), torch.rand(64, 784)
    return model, lambda: losses.discriminator_loss(model(x), model(-x))


def drawn() -> tuple[nn.Module, Callable]:
    model, z = models.ConvGenerator(), torch.randn(64, 64)
    return model, lambda: model(z).square().mean()


OURS = {
    "VAE of chapter 3": bound,
    "convolutional generator": drawn,
    "convolutional discriminator": judged,
    "transformer of words": partial(text, 27, 128, 28, width=128, layers=3),
    "transformer of prose": partial(text, 96, 16, 256, width=104, layers=4, positions="rotary"),
}


def sizes(widths: Iterable[int]) -> dict[str, Callable]:
    """Transformers of two blocks with heads of 64 numbers."""
    options = {w: {"width": w, "layers": 2, "heads": max(1, w // 64)} for w in widths}
    return {f"width {w}": partial(text, 96, TOKENS // 128, 128, **o) for w, o in options.items()}


class Step:
    """A whole training step of a case, and the operations that it takes."""

    def __init__(self, case: Callable, half: bool = False):
        torch.manual_seed(0)
        self.model, self.loss = case()
        self.half, self.kind = half, next(self.model.parameters()).device.type
        self.operations = sum(flops.counted(self.model, self.loss))
        self.weights = sum(weight.numel() for weight in self.model.parameters())
        on_gpu = self.kind == "cuda"
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=1e-4, fused=True, capturable=on_gpu
        )

    def __call__(self) -> None:
        with torch.autocast(self.kind, torch.bfloat16, enabled=self.half, cache_enabled=False):
            loss = self.loss()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
