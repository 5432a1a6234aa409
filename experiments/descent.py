"""What trainings of transformers share: the optimizer, its rate, and a step as a CUDA graph."""

import math
import os
from collections.abc import Callable

import torch
from torch import Tensor

from genai_utils.models import Transformer

WARM = 3  # steps before a recording, for what PyTorch sets up on first use
RISE = 0.05  # the share of a training in which the learning rate rises


class Unchecked(Transformer):
    """Without the look at the tokens, which would wait for the GPU."""

    def _check_tokens(self, tokens: Tensor, start: int) -> None:
        pass


def optimizer_of(
    model: torch.nn.Module, peak: float | Tensor, decay: float, capturable: bool = False
) -> torch.optim.AdamW:
    """AdamW; gains, biases and other vectors don't decay."""
    matrices = [weight for weight in model.parameters() if weight.dim() > 1]
    vectors = [weight for weight in model.parameters() if weight.dim() == 1]
    groups = [
        {"params": matrices, "weight_decay": decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=peak, betas=(0.9, 0.99), fused=True, capturable=capturable)


def rate(progress: float, peak: float) -> float:
    """The learning rate when this share of a training is over: up for a twentieth, down to 0."""
    up, down = progress / RISE, (1 - progress) / (1 - RISE)
    return peak * (up if progress < RISE else math.sin(math.pi / 2 * down) ** 2)


def recorded(step: Callable[[], None], stream: torch.cuda.Stream) -> Callable[[], None]:
    """The step as a graph to replay, after `WARM` that aren't; the step itself if EAGER is set."""
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(WARM):
            step()
    torch.cuda.synchronize()
    if os.environ.get("EAGER"):
        return step
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, stream=stream):
        step()
    return graph.replay
