"""The terms of the variational autoencoder's objective, and nothing else: no network, no mean.

Every function returns one value per example, in nats, and takes tensors whose last axis holds the
pixels or the latent units; leading axes (samples, batch) are kept. What comes in half precision is
widened to float32 first, and the result is float32. Bad input raises `ValueError`.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from genai_utils import precision

LOG_2PI = math.log(2 * math.pi)


def _check_pixels(x: Tensor) -> None:
    """Raise `ValueError` unless every value lies in [0, 1]; a NaN doesn't."""
    if x.numel() == 0:
        return
    low, high = x.detach().aminmax()
    if not (low >= 0 and high <= 1):
        raise ValueError(
            f"a Bernoulli likelihood needs pixel values in [0, 1], but got values from "
            f"{low.item():.4g} to {high.item():.4g}: outside it the sum is no log-likelihood "
            "(divide 0..255 by 255; map -1..1 by (x + 1) / 2)."
        )


def bernoulli_log_likelihood(logits: Tensor, x: Tensor) -> Tensor:
    """log p(x|z) for each example, in nats, pixels independent Bernoulli with the given logits.

    Eq. `eq-bernoulli`; `eq-nll-bernoulli` is minus it. (..., pixels), (..., pixels) -> (...).
    Grey x in [0, 1] is accepted; then the value is the mean over binarisations of x.
    Source: kingma2014auto, app. C.1.
    Raises `ValueError` on different shapes or dtypes, x outside [0, 1], or non-finite logits.

    >>> bernoulli_log_likelihood(torch.zeros(2), torch.tensor([0.0, 1.0]))  # -2 log 2
    tensor(-1.3863)
    """
    logits, x = precision.alike(logits=logits, x=x)
    _check_pixels(x)
    log_likelihood = (x * logits).sum(-1) - F.softplus(logits).sum(-1)
    return precision.finite(log_likelihood, logits=logits)


def normal_log_density(x: Tensor, mu: Tensor, log_var: Tensor) -> Tensor:
    """log N(x; mu, diag(exp(log_var))) for each example, in nats.

    Eq. `eq-gaussian`; `eq-nll-normal` is minus it. Of pixels with the decoder's mean it is
    log p(x|z), of a code with the encoder's log q(z|x). (..., units), (..., units),
    (..., units) -> (...). A variance shared by all units is passed as `log_var.expand_as(x)`.
    Source: bishop2006pattern. Raises `ValueError` on different shapes or dtypes or on NaN.

    >>> normal_log_density(torch.zeros(2), torch.zeros(2), torch.zeros(2))  # -log 2π
    tensor(-1.8379)
    """
    x, mu, log_var = precision.alike(x=x, mu=mu, log_var=log_var)
    squared_error = (x - mu) ** 2 * torch.exp(-log_var)
    log_density = -0.5 * (LOG_2PI + log_var + squared_error).sum(-1)
    return precision.finite(log_density, x=x, mu=mu, log_var=log_var)


def optimal_variance(mean: Tensor, x: Tensor) -> Tensor:
    """The one variance, shared by all pixels and examples, that maximises the likelihood of x.

    Eq. `eq-optimal-variance`. (..., pixels), (..., pixels) -> (). Source: rybkin2021simple, sec. 4.
    Raises `ValueError` on different shapes or dtypes or on NaN.

    >>> optimal_variance(torch.zeros(2), torch.tensor([1.0, 3.0]))  # (1 + 9)/2
    tensor(5.)
    """
    mean, x = precision.alike(mean=mean, x=x)
    if not torch.broadcast_shapes(mean.shape, x.shape).numel():
        raise ValueError(
            f"a mean over no pixel is none: got shapes {tuple(mean.shape)}, {tuple(x.shape)}."
        )
    return precision.finite(((x - mean) ** 2).mean(), mean=mean, x=x)


def kl_standard_normal(mu: Tensor, log_var: Tensor) -> Tensor:
    """KL(N(mu, diag(exp(log_var))) || N(0, I)) for each example, in nats.

    Eq. `eq-kl-normal`. (..., latent), (..., latent) -> (...). Source: kingma2014auto, app. B.
    Raises `ValueError` on different shapes or dtypes or on NaN.

    >>> kl_standard_normal(torch.tensor([1.0]), torch.tensor([0.0]))  # μ²/2
    tensor(0.5000)
    """
    mu, log_var = precision.alike(mu=mu, log_var=log_var)
    kl = 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(-1)
    return precision.finite(kl, mu=mu, log_var=log_var)


def kl_normal(mu_q: Tensor, log_var_q: Tensor, mu_p: Tensor, log_var_p: Tensor) -> Tensor:
    """KL(N(mu_q, diag(exp(log_var_q))) || N(mu_p, diag(exp(log_var_p)))), in nats.

    Eq. `eq-kl-two-normals`. Four times (..., latent) -> (...). Source: kingma2019introduction.
    Raises `ValueError` on different shapes or dtypes or on NaN.

    >>> one, two = torch.tensor([0.0]), torch.tensor([2.0])
    >>> kl_normal(two, one, one, one)  # (2 - 0)²/2, at variances of 1
    tensor(2.)
    """
    mu_q, log_var_q, mu_p, log_var_p = precision.alike(
        mu_q=mu_q, log_var_q=log_var_q, mu_p=mu_p, log_var_p=log_var_p
    )
    log_ratio = log_var_p - log_var_q
    spread = torch.exp(log_var_q - log_var_p)
    shift = (mu_q - mu_p) ** 2 * torch.exp(-log_var_p)
    kl = 0.5 * (log_ratio + spread + shift - 1).sum(-1)
    return precision.finite(kl, mu_q=mu_q, log_var_q=log_var_q, mu_p=mu_p, log_var_p=log_var_p)


def elbo(log_likelihood: Tensor, kl: Tensor) -> Tensor:
    """The evidence lower bound for each example, in nats.

    Eq. `eq-elbo-split`, and `eq-cvae-bound` if both terms were computed with the class.
    (batch,), (batch,) -> (batch,). Source: kingma2014auto, eq. 3.
    Raises `ValueError` if the shapes or dtypes differ or on NaN.

    >>> elbo(torch.tensor([-3.0]), torch.tensor([0.5]))
    tensor([-3.5000])
    """
    log_likelihood, kl = _checked_terms(log_likelihood=log_likelihood, kl=kl)
    return precision.finite(log_likelihood - kl, log_likelihood=log_likelihood, kl=kl)


def beta_objective(log_likelihood: Tensor, kl: Tensor, beta: float) -> Tensor:
    """Distortion plus beta times rate for each example, in nats: what a β-VAE minimises.

    Eq. `eq-beta`. (batch,), (batch,) -> (batch,). At beta = 1 it is the negative ELBO; below 1
    it bounds nothing. Source: higgins2017beta; alemi2018fixing.
    Raises `ValueError` if the shapes or dtypes differ, on NaN, or if beta is negative.

    >>> beta_objective(torch.tensor([-3.0]), torch.tensor([0.5]), beta=2)  # 3 + 2 · 0.5
    tensor([4.])
    """
    log_likelihood, kl = _checked_terms(log_likelihood=log_likelihood, kl=kl)
    if not 0 <= beta < math.inf:
        raise ValueError(
            f"beta must be finite and at least 0, but got {beta}: a negative one rewards rate."
        )
    distortion = -log_likelihood
    return precision.finite(distortion + beta * kl, log_likelihood=log_likelihood, kl=kl)


def importance_weighted_bound(log_weights: Tensor) -> Tensor:
    """log of the mean of K importance weights for each example, in nats.

    Eq. `eq-iwae-bound`. (K, batch) -> (batch,), with log_weights = log p(x, z_k) - log q(z_k|x).
    Source: burda2016importance, eq. 8. A weight of zero (log_weight = -inf) counts in the
    mean. Raises `ValueError` unless there are two axes, K >= 1, and neither NaN nor
    an infinite weight.

    >>> importance_weighted_bound(torch.tensor([[1.0], [3.0]]).log())  # the log of a mean of 2
    tensor([0.6931])
    """
    log_weights = precision.single(log_weights)
    fits = log_weights.dim() == 2 and len(log_weights) > 0 and log_weights.is_floating_point()
    bad = int((log_weights.isnan() | (log_weights == math.inf)).sum())
    if not fits or bad:
        raise ValueError(
            "floating-point log_weights of shape (K, batch) without NaN or infinite weights are "
            f"needed, but got shape {tuple(log_weights.shape)} of {log_weights.dtype} with {bad} "
            "of these: the mean is taken over the first axis, the samples."
        )
    return torch.logsumexp(log_weights, dim=0) - math.log(log_weights.shape[0])


def _checked_terms(**terms: Tensor) -> list[Tensor]:
    """Both terms in float32 or more, if they hold one value per example of the same batch.

    Otherwise `ValueError`.
    """
    terms = {name: precision.single(term) for name, term in terms.items()}
    shapes = {name: tuple(t.shape) for name, t in terms.items()}
    dtypes = {name: t.dtype for name, t in terms.items()}
    one_kind = len(set(shapes.values())) == 1 and len(set(dtypes.values())) == 1
    if not (one_kind and all(t.is_floating_point() for t in terms.values())):
        raise ValueError(
            "one floating-point value per example is needed in both terms, but got "
            f"{shapes} of {dtypes}: adding a mean to a sum, or (batch,) to (batch, 1), silently "
            "changes the objective."
        )
    return list(terms.values())
