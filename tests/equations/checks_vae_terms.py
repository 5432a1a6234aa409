"""The terms of the objective and their gradients: book/4-mathematics/vae-terms.md."""

import itertools
import math

import gauss
import numpy as np
import torch
from registry import checks
from routes import integral, row, slopes
from scipy import optimize, stats
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from genai_utils import losses
from genai_utils.models import VAE

DOUBLE = torch.double


@checks("eq-kl-two-normals", tolerance=1e-11)
def kl_two_normals():
    """The divergence between two Gaussians."""
    for mu_q, s_q, mu_p, s_p in [(0, 1, 0, 1), (1, 0.5, -1, 2), (3, 2, 0, 0.7), (-2, 0.1, 1, 1)]:
        ratio = lambda z, a=mu_q, b=s_q, c=mu_p, d=s_p: (
            gauss.pdf(z, a, b) * (gauss.logpdf(z, a, b) - gauss.logpdf(z, c, d))
        )
        log_vars = row(2 * math.log(s_q)), row(2 * math.log(s_p))
        value = losses.kl_normal(row(mu_q), log_vars[0], row(mu_p), log_vars[1]).item()
        yield abs(value - integral(ratio, mu_q, s_q))
    random = torch.Generator().manual_seed(0)
    mu_q, lv_q, mu_p, lv_p = torch.randn(4, 7, 3, dtype=DOUBLE, generator=random)
    q, p = Normal(mu_q, (lv_q / 2).exp()), Normal(mu_p, (lv_p / 2).exp())
    yield (losses.kl_normal(mu_q, lv_q, mu_p, lv_p) - kl_divergence(q, p).sum(1)).abs().max()


@checks("eq-kl-normal", tolerance=1e-11)
def kl_standard_normal():
    """The divergence from a Gaussian to the standard one: the VAE's rate."""
    for mu, s in [(0, 1), (1, 1), (-2, 0.3), (0.5, 3)]:
        ratio = lambda z, a=mu, b=s: gauss.pdf(z, a, b) * (gauss.logpdf(z, a, b) - gauss.logpdf(z))
        value = losses.kl_standard_normal(row(mu), row(2 * math.log(s))).item()
        yield abs(value - integral(ratio, mu, s))
    random = torch.Generator().manual_seed(1)
    mu, log_var = torch.randn(2, 9, 4, dtype=DOUBLE, generator=random)
    q = Independent(Normal(mu, (log_var / 2).exp()), 1)
    p = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    yield (losses.kl_standard_normal(mu, log_var) - kl_divergence(q, p)).abs().max()


@checks("eq-kl-gradient", tolerance=1e-6)
def kl_gradient():
    """The rate's slopes in mean and log-variance."""

    def by_quadrature(mu, log_var):
        s = math.exp(log_var / 2)
        q, p = stats.norm(mu, s), stats.norm()
        return integral(lambda z: q.pdf(z) * (q.logpdf(z) - p.logpdf(z)), mu, s)

    for mu, log_var in [(0.0, 0.0), (1.3, -0.7), (-2.0, 0.9)]:
        numeric = slopes(by_quadrature, (mu, log_var))
        inputs = row(mu).requires_grad_(), row(log_var).requires_grad_()
        losses.kl_standard_normal(*inputs).sum().backward()
        formula = mu, 0.5 * (math.exp(log_var) - 1)
        for i in range(2):
            yield abs(numeric[i] - formula[i])
            yield abs(inputs[i].grad.item() - formula[i])


@checks("eq-bernoulli", tolerance=1e-12)
def bernoulli():
    """The log-likelihood of black-and-white pixels, from logits."""
    random = torch.Generator().manual_seed(2)
    logits = 3 * torch.randn(6, 11, dtype=DOUBLE, generator=random)
    x = torch.randint(0, 2, logits.shape, generator=random).double()
    oracle = Independent(Bernoulli(logits=logits), 1).log_prob(x)
    yield (losses.bernoulli_log_likelihood(logits, x) - oracle).abs().max()
    # With a sample axis the other branch runs: each sample must equal the plain case.
    many = torch.stack([logits, -logits, 2 * logits])
    for k, value in enumerate(losses.bernoulli_log_likelihood(many, x)):
        yield (value - Independent(Bernoulli(logits=many[k]), 1).log_prob(x)).abs().max()
    for certain in (40.0, 200.0):  # certain, right and wrong: nothing is cut off
        for a, x in itertools.product((-certain, certain), (0.0, 1.0)):
            oracle = stats.logistic.logcdf(a) if x else stats.logistic.logsf(a)
            yield abs(losses.bernoulli_log_likelihood(row(a), row(x)).item() - oracle)
    probability = stats.bernoulli.logpmf([1, 0, 1], [0.2, 0.9, 0.5]).sum()
    logit = torch.logit(row(0.2, 0.9, 0.5))
    yield abs(losses.bernoulli_log_likelihood(logit, row(1, 0, 1)).item() - probability)


@checks("eq-bernoulli-gradient", tolerance=1e-7)
def bernoulli_gradient():
    """Its slope in a logit is pixel less probability."""
    for a, x in [(0.0, 1.0), (2.0, 0.0), (-3.0, 1.0), (0.7, 0.4), (30.0, 0.0), (-30.0, 1.0)]:
        log_pmf = lambda v: x * stats.logistic.logcdf(v[0]) + (1 - x) * stats.logistic.logsf(v[0])
        formula = x - 1 / (1 + math.exp(-a))
        step = 1e-5
        yield abs((log_pmf([a + step]) - log_pmf([a - step])) / (2 * step) - formula)
        logit = row(a).requires_grad_()
        losses.bernoulli_log_likelihood(logit, row(x)).sum().backward()
        yield abs(logit.grad.item() - formula)


@checks("eq-grey-floor", tolerance=1e-10)
def grey_floor():
    """A grey pixel has a loss above 0 even from the best decoder."""
    for x in (0.05, 0.3, 0.5, 0.9):
        negative = lambda a: -losses.bernoulli_log_likelihood(row(float(a)), row(x)).item()
        best = optimize.minimize_scalar(negative, bounds=(-10, 10), method="bounded")
        yield abs(-best.fun + stats.entropy([x, 1 - x]))


@checks("eq-gaussian", tolerance=1e-12)
def gaussian():
    """The log-likelihood of pixels under a Gaussian decoder."""
    random = torch.Generator().manual_seed(3)
    mean, x, log_var = torch.randn(3, 5, 8, dtype=DOUBLE, generator=random)
    oracle = gauss.logpdf(x.numpy(), mean.numpy(), np.exp(log_var.numpy() / 2)).sum(1)
    yield np.abs(losses.normal_log_density(x, mean, log_var).numpy() - oracle).max()
    covariance = np.diag(np.exp(log_var[0].numpy()))
    joint = stats.multivariate_normal.logpdf(x[0].numpy(), mean[0].numpy(), covariance)
    yield abs(losses.normal_log_density(x[:1], mean[:1], log_var[:1]).item() - joint)


@checks("eq-mean-squared-error", tolerance=1e-10)
def mean_squared_error():
    """Mean squared error plus a weighted rate is a Gaussian ELBO with a hidden variance."""
    random = np.random.default_rng(4)
    for pixels, weight in [(3, 1.0), (50, 0.02), (784, 1.0)]:
        x, mean = random.uniform(size=(2, pixels))
        kl = random.uniform(0, 10)
        variance = weight * pixels / 2
        program = torch.nn.functional.mse_loss(torch.tensor(mean), torch.tensor(x)) + weight * kl
        constant = weight * pixels / 2 * math.log(2 * math.pi * variance)
        log_var = torch.full((1, pixels), math.log(variance), dtype=DOUBLE)
        for density in (
            stats.multivariate_normal.logpdf(x, mean, variance * np.eye(pixels)),
            losses.normal_log_density(row(*x), row(*mean), log_var).item(),
        ):
            negative_elbo = weight * (-density + kl)
            yield abs(program.item() - (negative_elbo - constant)) / max(1, abs(constant))


@checks("eq-mean-beta", tolerance=1e-10)
def mean_beta():
    """Means over pixels and latents in place of sums hide a weight beta."""
    # The program of each book with means, its gradient in all weights parallel to the gradient of
    # the β objective: same direction, length a / D.
    for pixels, latent, a, b in [(12, 3, 1.0, 1.0), (30, 2, 500.0, 1.0), (20, 4, 1.0, 0.25)]:
        torch.manual_seed(5)
        model = VAE(pixels, (6,), latent).double()
        x = torch.randint(0, 2, (7, pixels)).double()
        logits, mu, log_var = model(x)
        likelihood = losses.bernoulli_log_likelihood(logits, x)
        kl = losses.kl_standard_normal(mu, log_var)
        wanted = losses.beta_objective(likelihood, kl, beta=b * pixels / a).mean()
        bce = torch.nn.functional.binary_cross_entropy_with_logits(logits, x)
        divergence = -0.5 * (1 + log_var - mu**2 - log_var.exp()).sum(1).mean()
        for gradients in [
            (
                torch.autograd.grad(
                    a * bce + b * divergence, list(model.parameters()), retain_graph=True
                ),
                torch.autograd.grad(wanted, list(model.parameters())),
            )
        ]:
            for program, ours in zip(*gradients, strict=True):
                yield (program - a / pixels * ours).abs().max()


@checks("eq-optimal-variance", tolerance=1e-6)
def optimal_variance():
    """The best variance of a Gaussian decoder is its mean squared error."""
    random = np.random.default_rng(6)
    for examples, pixels in [(1, 4), (2, 3), (50, 10)]:
        x, mean = random.normal(size=(2, examples, pixels))
        mean *= random.uniform(0.1, 5, size=(examples, 1))  # some images are much worse than others
        negative = lambda t, m=mean: -gauss.logpdf(x, m, math.exp(t / 2)).sum(1).mean()
        best = optimize.minimize_scalar(
            negative, bounds=(-15, 5), method="bounded", options={"xatol": 1e-9}
        )
        variance = losses.optimal_variance(torch.tensor(mean), torch.tensor(x)).item()
        yield abs(math.log(variance) - best.x)
        yield abs(best.fun - pixels / 2 * (math.log(2 * math.pi * variance) + 1))
