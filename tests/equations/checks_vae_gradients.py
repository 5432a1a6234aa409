"""Gradients through a random draw: book/4-mathematics/vae.md."""

import itertools
import math
from unittest import mock

import formula
import gauss
import numpy as np
import torch
from registry import checks
from routes import integral, row, slopes
from scipy import integrate, stats

from genai_utils import losses
from genai_utils.models import VAE


def reparameterized(mu, log_var, eps):
    """The library's draw of z for the noise eps, in place of what it would draw itself."""
    model = VAE(pixels=2, hidden=(2,), latent=1)
    with mock.patch.object(torch, "randn_like", lambda like: eps.to(like)):
        return model.reparameterize(mu.expand_as(eps), log_var.expand_as(eps))


@checks("eq-reparameterize", tolerance=0.0045)
def reparameterize():
    """A Gaussian draw is a mean plus scaled standard noise."""
    # Noise whose distribution function is a fine staircase around the normal one: the result has
    # to be that far from N(mu, s²), and no farther.
    count = 20_000
    even = torch.from_numpy(stats.norm.ppf((np.arange(count) + 0.5) / count))[:, None]
    for mu, s in [(0.0, 1.0), (2.0, 0.5), (-1.0, 3.0), (0.3, 60.0), (1.0, 1e-3)]:
        z = reparameterized(row(mu), row(2 * math.log(s)), even).flatten().numpy()
        distance = stats.kstest(z, "norm", args=(mu, s)).statistic
        yield abs(distance - 0.5 / count) * 100
    # What it draws itself. The 0.1 % point of the Kolmogorov-Smirnov statistic is 0.0044 here.
    torch.manual_seed(7)
    model = VAE(pixels=2, hidden=(2,), latent=2)
    z = model.reparameterize(torch.full((100_000, 2), 2.0), torch.full((100_000, 2), -1.0))
    yield stats.kstest(z.flatten().numpy(), "norm", args=(2.0, math.exp(-0.5))).statistic
    # Units and examples draw for themselves: normal sums, whose variance is the sum.
    for pairs in (z.sum(1), z[:50_000].add(z[50_000:]).flatten()):
        yield stats.kstest(pairs.numpy(), "norm", args=(4.0, math.exp(-0.5) * 2**0.5)).statistic / 2


def nodes(low, high, kinks):
    """Points and weights of Gauss's quadrature between the kinks of what is integrated."""
    edges = np.array([low, *sorted(k for k in kinks if low < k < high), high])
    x, w = np.polynomial.legendre.leggauss(100)
    half = np.diff(edges)[:, None] / 2
    return (edges[:-1, None] + half * (x + 1)).ravel(), (half * w).ravel()


def functions_of_z():
    """Functions of one code (n, 1) -> (n,), each with its kinks; the last is the library's own
    log p(x | z), whose decoder has ReLU units."""
    yield lambda z: z.sin().squeeze(1), []
    yield lambda z: (z**3).squeeze(1), []
    yield lambda z: torch.relu(z).squeeze(1), [0.0]
    torch.manual_seed(8)
    model = VAE(pixels=3, hidden=(5,), latent=1).double().requires_grad_(False)
    kinks = (-model.decoder[0].bias / model.decoder[0].weight[:, 0]).tolist()
    x = row(1.0, 0.0, 1.0)
    yield lambda z: losses.bernoulli_log_likelihood(model.decode(z), x.expand(len(z), -1)), kinks


@checks("eq-reparameterized-gradient", tolerance=1e-5)
def reparameterized_gradient():
    """Slopes of an expectation, through the reparameterised draw."""
    for (f, kinks), (mu, s) in itertools.product(functions_of_z(), [(0.3, 0.8), (-1.0, 1.5)]):
        # Left: differences of the mean, an integral over z.
        z, dz = nodes(mu - 9 * s, mu + 9 * s, kinks)
        values = f(torch.from_numpy(z)[:, None]).numpy() * dz
        numeric = slopes(lambda m, t, v=values, z=z: v @ gauss.pdf(z, m, t), (mu, s))
        # Right: the library's draw, differentiated, averaged over all its noise.
        eps, weight = nodes(-9, 9, [(kink - mu) / s for kink in kinks])
        inputs = row(mu).requires_grad_(), row(2 * math.log(s)).requires_grad_()
        draws = f(reparameterized(*inputs, torch.from_numpy(eps)[:, None]))
        mean = (torch.from_numpy(weight * gauss.pdf(eps)) * draws).sum()
        by_mu, by_log_var = torch.autograd.grad(mean, inputs)
        yield abs(numeric[0] - by_mu.item())
        yield abs(numeric[1] - by_log_var.item() * 2 / s)  # log_var = 2 log s


@checks("eq-score-gradient", tolerance=1e-5)
def score_gradient():
    """Slopes of an expectation, by the score function."""
    for f in (np.sin, lambda z: z**3, abs, lambda z: (z > 0) * 1.0):
        for mu, s in [(0.3, 0.8), (-1.0, 1.5)]:

            def mean(m, t):
                # Split at 0, where the last f jumps.
                pdf = lambda z: f(z) * gauss.pdf(z, m, t)
                return integrate.quad(pdf, -30, 0)[0] + integrate.quad(pdf, 0, 30)[0]

            for value, score in zip(
                slopes(mean, (mu, s)),
                (lambda z: (z - mu) / s**2, lambda z: (z - mu) ** 2 / s**3 - 1 / s),
                strict=True,
            ):
                pdf = lambda z, g=score: f(z) * g(z) * gauss.pdf(z, mu, s)
                right = integrate.quad(pdf, -30, 0)[0] + integrate.quad(pdf, 0, 30)[0]
                yield abs(value - right)


@checks("eq-gradient-variances", tolerance=1e-10)
def gradient_variances():
    """The variances of both gradient estimates, for f(z) = z squared."""
    for mu, s in [(1.0, 1.0), (0.0, 0.5), (2.0, 0.3)]:
        for estimate, closed in [
            (lambda z: 2 * z, 4 * s**2),
            (lambda z: z**2 * (z - mu) / s**2, mu**4 / s**2 + 14 * mu**2 + 15 * s**2),
        ]:
            first = integral(lambda z, g=estimate: g(z) * gauss.pdf(z, mu, s), mu, s)
            second = integral(lambda z, g=estimate: g(z) ** 2 * gauss.pdf(z, mu, s), mu, s)
            yield abs(second - first**2 - closed) / closed
            yield abs(first - 2 * mu)
        # The library's own draw: one slope for each noise, and their variance.
        eps, weight = nodes(-9, 9, [])
        each = row(*[mu] * len(eps)).T.requires_grad_()
        log_var = torch.full_like(each, 2 * math.log(s)).detach()
        z = reparameterized(each, log_var, torch.from_numpy(eps)[:, None])
        (slope,) = torch.autograd.grad((z**2).sum(), each)
        found = np.cov(slope.flatten(), aweights=weight * gauss.pdf(eps), ddof=0)
        yield abs(found - 4 * s**2)


@checks("eq-gumbel-max", tolerance=1e-9)
def gumbel_max():
    """The largest of logits with Gumbel noise falls on a word with its softmax probability."""
    # The probability that one Gumbel variable exceeds all others, by quadrature over its value.
    printed = formula.read("eq-gumbel-max")
    for logits in ([0.3, -1.0, 2.0], [0.0, 0.0], [-4.0, 1.0, 1.5, 0.2]):
        for j, own in enumerate(logits):
            others = [a for k, a in enumerate(logits) if k != j]
            density = lambda t, o=own, r=others: (
                stats.gumbel_r.pdf(t, o) * np.prod([stats.gumbel_r.cdf(t, a) for a in r])
            )
            left = integrate.quad(density, -10, 40, points=[own], epsabs=1e-12, limit=300)[0]
            given = {r"P(\text{word } j \text{ is taken})": left}
            yield printed.error({**given, "a": np.array(logits), "j": j + 1})
