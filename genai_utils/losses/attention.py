"""The likelihood of a sequence under an autoregressive model, and nothing else.

Attention has no loss of its own: it is a layer. What is maximised is the likelihood of the tokens,
one value per sequence, in nats. Logits in half precision are widened to float32 first. Bad input
raises `ValueError`.
"""

import math

import torch
from torch import Tensor

from genai_utils import precision


def autoregressive_log_likelihood(
    logits: Tensor, tokens: Tensor, counted: Tensor | None = None
) -> Tensor:
    """log p(x) of each sequence, in nats: the sum over its tokens of log p(x_t | x_<t).

    Eq. `eq-token-log-likelihood`; a token adds minus `eq-nll-categorical`. logits (batch, n,
    vocabulary), those at t computed from the tokens *before* t; tokens (batch, n) of int64;
    counted (batch, n) of booleans, False where a short sequence is filled up; -> (batch,). A logit
    of -inf forbids its token. Raises `ValueError` on shapes, dtypes or tokens that don't fit, NaN,
    +inf, or where all tokens are forbidden.

    >>> tokens = torch.tensor([[0, 3, 1]])
    >>> autoregressive_log_likelihood(torch.zeros(1, 3, 4), tokens)  # three of four: -3 log 4
    tensor([-4.1589])
    """
    chosen, counted = _chosen(logits, tokens, counted)
    log_p = precision.single(logits).log_softmax(dim=-1)
    log_p = log_p.gather(-1, chosen[..., None]).squeeze(-1)  # (batch, n)
    if log_p.sum().isnan():
        infinite = (logits == math.inf).sum()
        raise ValueError(
            f"each token needs a logit below infinity, but logits hold {logits.isnan().sum()} NaN "
            f"and {infinite} that are +inf (none at all: a row forbids every token)."
        )
    return log_p.where(counted, 0.0).sum(-1)


def _chosen(logits: Tensor, tokens: Tensor, counted: Tensor | None) -> tuple[Tensor, Tensor]:
    """The tokens with 0 for each filler, and which of them count; `ValueError` if they don't."""
    if logits.dim() != 3 or tokens.shape != logits.shape[:2]:
        raise ValueError(
            "logits (batch, n, vocabulary) and tokens (batch, n) are needed, but got "
            f"{tuple(logits.shape)} and {tuple(tokens.shape)}."
        )
    if not logits.is_floating_point() or tokens.dtype != torch.long:
        raise ValueError(
            f"floating-point logits and int64 tokens are needed, but got {logits.dtype} and "
            f"{tokens.dtype}."
        )
    if counted is None:
        counted = torch.ones_like(tokens, dtype=torch.bool)
    if counted.shape != tokens.shape or counted.dtype != torch.bool:
        raise ValueError(
            f"one boolean per token is needed, but got {tuple(counted.shape)} of {counted.dtype}."
        )
    chosen = tokens.where(counted, 0)  # a filler may be any number; -100 is usual
    if chosen.numel() and not 0 <= chosen.min() <= chosen.max() < logits.shape[-1]:
        raise ValueError(
            f"tokens 0 to {logits.shape[-1] - 1} have a logit, but got {chosen.min().item()} to "
            f"{chosen.max().item()}."
        )
    return chosen, counted
