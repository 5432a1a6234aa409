"""One training of a transformer on the book's prose, for `language.py`: on a CPU or a GPU.

The parts of a step are the notebook's own cells, those tagged `recipe`. On a GPU the step is one
CUDA graph, because so small a network waits for its kernels to be started; what it computes is the
same, apart from rounding and the draws of the generator of random numbers.
"""

import copy
import math
import time

import cells
import torch
from descent import WARM, Unchecked, optimizer_of, recorded
from torch import Tensor, nn
from torch.nn import functional as F

from genai_utils import texts
from genai_utils.train import muon

NAME = "6-text-generation"
CELLS = cells.run(cells.tagged(NAME, "recipe"), {"torch": torch, "muon": muon, "math": math})
# The setting of the stored weights; `TRIED` in `language_plan.py` was compared before.
BASE = {"width": 104, "heads": 4, "layers": 4, "context": 256, "positions": "rotary"}
BASE |= {"dropout": 0.1, "batch": 8, "steps": 3733, "peak": 4e-3, "decay": 0.1, "keep": 0.99}
BASE |= {"seed": 0}
SIZES = ("vocabulary", "width", "heads", "layers", "context", "positions", "dropout")


class Recurrent(nn.Module):
    """The recurrent layer of chapter 2 in the transformer's place: embedding, GRUs, one matrix."""

    def __init__(self, vocabulary: int, width: int, layers: int, context: int, dropout: float):
        super().__init__()
        self.context, self.dropout = context, nn.Dropout(dropout)
        self.embedding = nn.Embedding(vocabulary, width)
        self.layers = nn.GRU(width, width, layers, batch_first=True, dropout=dropout)
        self.head = nn.Linear(width, vocabulary)

    def forward(self, tokens: Tensor) -> Tensor:
        states, _ = self.layers(self.dropout(self.embedding(tokens)))
        return self.head(self.dropout(states))


def network(setting: dict) -> nn.Module:
    if setting.get("kind") == "recurrent":
        keys = ("vocabulary", "width", "layers", "context", "dropout")
        return Recurrent(**{key: setting[key] for key in keys})
    return CELLS["spread"](Unchecked(**{key: setting[key] for key in SIZES}))


class Training:
    """A model, the running average of its weights, and the step that moves both."""

    def __init__(self, setting: dict, tokens: Tensor):
        self.setting, self.tokens, self.device = BASE | setting, tokens, tokens.device
        torch.manual_seed(self.setting["seed"])
        self.model = network(self.setting).to(self.device).train()
        self.average = copy.deepcopy(self.model).eval()
        steps, peak = self.setting["steps"], self.setting["peak"]
        plan = [CELLS["rate"]((step + 1) / steps, peak) for step in range(steps)]
        kept = [min(self.setting["keep"], (1 + s) / (10 + s)) for s in range(steps)]
        # Each step reads its rate and its share from the device: a graph holds no number of ours.
        self.plan = torch.tensor([plan, kept], device=self.device)
        self.at = torch.zeros(1, dtype=torch.long, device=self.device)
        self.rate = torch.zeros((), device=self.device)
        self.done, self.curve, self.started = 0, [], time.monotonic()
        self.optimizers = self.new_optimizers()
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = self.rate  # the tensor itself, wherever an optimizer copies it
        self.stream, self.replay = (torch.cuda.Stream() if self.on_gpu else None), self.step

    def new_optimizers(self) -> tuple[torch.optim.Optimizer, ...]:
        """Muon and AdamW, or AdamW alone if the setting says so; all read their rate from here."""
        decay, on_gpu = self.setting["decay"], self.on_gpu
        if self.setting.get("adam"):
            return (optimizer_of(self.model, self.rate, decay, capturable=on_gpu),)
        options = {"fused": True, "capturable": on_gpu}
        return CELLS["optimizers_of"](self.model, self.rate, decay, **options)

    @property
    def on_gpu(self) -> bool:
        return self.device.type == "cuda"

    def step(self) -> None:
        now = self.plan[:, self.at][:, 0]
        self.rate.copy_(now[0])
        batch = CELLS["windows"](self.tokens, self.setting["batch"], self.setting["context"])
        # A CPU multiplies numbers of half the length faster; a GPU is bound by the kernels' starts.
        with torch.autocast("cpu", torch.bfloat16, enabled=not self.on_gpu, cache_enabled=False):
            logits = self.model(batch[:, :-1])
        loss = F.cross_entropy(logits.float().flatten(0, 1), batch[:, 1:].flatten())
        self.model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.follow(now[1])
        self.at.add_(1)

    @torch.no_grad()
    def follow(self, kept: Tensor) -> None:
        """Move the running average; it keeps this share of itself. Few kernels for all weights."""
        average = list(self.average.parameters())
        gaps = torch._foreach_sub(list(self.model.parameters()), average)
        torch._foreach_mul_(gaps, 1 - kept)
        torch._foreach_add_(average, gaps)

    def idle(self) -> bool:
        """Whether what it was asked for is done; on a CPU it always is."""
        return self.stream is None or self.stream.query()

    def advance(self, count: int) -> bool:
        """So many steps more, as far as there are some; returns whether it was the last."""
        if self.on_gpu and self.done == 0 and self.setting.get("kind") != "recurrent":
            self.replay, self.done = recorded(self.step, self.stream), WARM
        count = min(count, self.setting["steps"] - self.done)
        with torch.cuda.stream(self.stream):  # of no effect on a CPU, where it is None
            for _ in range(count):
                self.replay()
        self.done += count
        return self.done >= self.setting["steps"]


def bits(model: nn.Module, documents: list[Tensor]) -> list[float]:
    """Bits of all tokens of each document; the new line in front of a document isn't predicted."""
    return [texts.token_bits(model, tokens).double().sum().item() for tokens in documents]
