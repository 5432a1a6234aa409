"""Losses that learn from pairs of answers of which one was preferred, and nothing else.

One value a pair, in nats; the caller takes the mean. Bad input raises `ValueError`.
"""

import math

import torch
from torch import Tensor

from genai_utils import precision


def preference_loss(preferred: Tensor, other: Tensor) -> Tensor:
    """-log of the probability that Bradley and Terry's model gives to the preference that was seen.

    Eq. `eq-reward-loss`. (pairs,), (pairs,) rewards -> (pairs,). Equal rewards cost log 2. Source:
    bradley1952rank. Raises `ValueError` for shapes or dtypes that differ, NaN or infinities.

    >>> preference_loss(torch.tensor([2.0]), torch.tensor([2.0]))
    tensor([0.6931])
    """
    preferred, other = _pairs(preferred=preferred, other=other)
    return torch.nn.functional.softplus(other - preferred)


def implicit_reward(log_policy: Tensor, log_reference: Tensor, beta: float) -> Tensor:
    """The reward, up to a constant of the question, for which the policy is the best one.

    Eq. `eq-implicit-reward`. log p of whole answers, (n,), (n,) -> (n,), in the reward's unit.
    Source: rafailov2023direct, eq. 5. Raises `ValueError`.

    >>> implicit_reward(torch.tensor([-1.0]), torch.tensor([-3.0]), beta=0.5)
    tensor([1.])
    """
    _require_beta(beta)
    log_policy, log_reference = _pairs(log_policy=log_policy, log_reference=log_reference)
    return beta * (log_policy - log_reference)


def dpo_loss(preferred: Tensor, other: Tensor, beta: float) -> Tensor:
    """The preference loss of the rewards that a policy implies: direct preference optimisation.

    Eq. `eq-dpo-loss`. `preferred` and `other` are log p of whole answers, under the policy and
    under the reference: (2, pairs), (2, pairs) -> (pairs,). A policy equal to its reference costs
    log 2. Source: rafailov2023direct, eq. 7. Raises `ValueError`.

    >>> dpo_loss(torch.tensor([[-1.0], [-2.0]]), torch.tensor([[-4.0], [-3.0]]), beta=1.0)
    tensor([0.1269])
    """
    if preferred.dim() != 2 or len(preferred) != 2 or preferred.shape != other.shape:
        raise ValueError(
            "two rows for each are needed, log p under the policy and under the reference, but got "
            f"{tuple(preferred.shape)} and {tuple(other.shape)}."
        )
    rewards = (implicit_reward(log_p, known, beta) for log_p, known in (preferred, other))
    return preference_loss(*rewards)


def tilted(log_reference: Tensor, reward: Tensor, beta: float) -> Tensor:
    """The log-probabilities of the policy with the greatest reward less beta times its divergence.

    Eq. `eq-tilted-policy`. All answers of a question along the last axis, (..., answers) -> same.
    Source: rafailov2023direct, eq. 4. Raises `ValueError`.

    >>> tilted(torch.tensor([0.5, 0.5]).log(), torch.tensor([0.0, 1.0]), beta=1.0).exp()
    tensor([0.2689, 0.7311])
    """
    _require_beta(beta)
    log_reference, reward = precision.alike(log_reference=log_reference, reward=reward)
    precision.require_finite(reward=reward)
    return (log_reference + reward / beta).log_softmax(-1)


def _require_beta(beta: float) -> None:
    if not 0 < beta < math.inf:
        raise ValueError(
            f"a positive, finite beta is needed, but got {beta}: with none the divergence is free, "
            "and the best policy gives one answer only."
        )


def _pairs(**values: Tensor) -> list[Tensor]:
    shapes = {name: tuple(value.shape) for name, value in values.items()}
    if len(set(shapes.values())) > 1 or any(len(shape) != 1 for shape in shapes.values()):
        raise ValueError(
            f"one number for each pair is needed in both, but got {shapes}: a broadcast would "
            "compare answers to different questions."
        )
    given = precision.alike(**values)
    precision.require_finite(**dict(zip(values, given, strict=True)))
    return given
