"""The linear model, and what is left without a rate: book/4-mathematics/vae-rate.md."""

import math

import gauss
import numpy as np
import torch
from registry import checks
from routes import integral, row, vector
from scipy import integrate, optimize, stats
from torch.distributions import Normal, kl_divergence

from genai_utils import losses
from genai_utils.models import LinearGaussian

DOUBLE = torch.double


def linear_model(seed, pixels=3, latent=2):
    random = torch.Generator().manual_seed(seed)
    weight = torch.randn(pixels, latent, generator=random, dtype=DOUBLE)
    bias = torch.randn(pixels, generator=random, dtype=DOUBLE)
    x = torch.randn(4, pixels, generator=random, dtype=DOUBLE)
    return LinearGaussian(weight, bias, 0.3 + 0.2 * seed), x


def joint_covariance(model):
    """Covariance of (z, x) stacked, from the two steps of the model."""
    weight = model.weight.numpy()
    latent, pixels = weight.shape[1], weight.shape[0]
    lift = np.vstack([np.eye(latent), weight])  # (z, x) = lift z + noise
    return lift @ lift.T + np.diag([0.0] * latent + [model.variance] * pixels)


@checks("eq-linear-marginal", tolerance=1e-10)
def linear_marginal():
    """The likelihood of the linear VAE is a Gaussian."""
    for seed in range(3):  # SciPy's density with the covariance of the joint
        model, x = linear_model(seed)
        covariance = joint_covariance(model)[2:, 2:]
        oracle = stats.multivariate_normal.logpdf(x.numpy(), model.bias.numpy(), covariance)
        yield np.abs(model.log_marginal(x).numpy() - oracle).max()
    for seed in range(3):  # the defining integral over z, by quadrature
        model, x = linear_model(seed, latent=1)
        for image in x[:2]:
            density = lambda z, m=model, i=image: (
                math.exp(m.log_likelihood(i[None], row(z)).item()) * gauss.pdf(z)
            )
            value, _ = integrate.quad(density, -9, 9, epsabs=1e-12, limit=200)
            yield abs(math.log(value) - model.log_marginal(image[None]).item())


@checks("eq-linear-posterior", tolerance=1e-10)
def linear_posterior():
    """The posterior of the linear VAE is a Gaussian."""
    for seed in range(4):  # conditioning the joint Gaussian by block inversion
        model, x = linear_model(seed)
        joint = joint_covariance(model)
        gain = joint[:2, 2:] @ np.linalg.inv(joint[2:, 2:])
        mean, covariance = model.posterior(x)
        yield np.abs(mean.numpy() - (x - model.bias).numpy() @ gain.T).max()
        yield np.abs(covariance.numpy() - (joint[:2, :2] - gain @ joint[2:, :2])).max()


def full_kl(mu, variances, mean, covariance):
    """KL of a diagonal Gaussian to a full one, by torch.distributions."""
    q = torch.distributions.MultivariateNormal(mu, torch.diag(variances))
    return kl_divergence(q, torch.distributions.MultivariateNormal(mean, covariance)).item()


@checks("eq-linear-elbo", tolerance=1e-11)
def linear_elbo():
    """The ELBO of the linear VAE, without a sample."""
    for seed in range(5):
        model, x = linear_model(seed)
        random = torch.Generator().manual_seed(seed)
        mu = torch.randn(2, dtype=DOUBLE, generator=random)
        variances = torch.rand(2, dtype=DOUBLE, generator=random) + 0.1
        mean, covariance = model.posterior(x)
        for i in range(len(x)):
            bound = model.elbo(x[i], mu, variances).item()
            truth = model.log_marginal(x[i : i + 1]).item()
            yield abs(bound - (truth - full_kl(mu, variances, mean[i], covariance)))


@checks("eq-linear-gap", tolerance=1e-9)
def linear_gap():
    """The gap that a diagonal encoder leaves in the linear VAE."""
    # The library's bound, raised over all diagonal q by an optimiser, against the model's matrix.
    for seed in range(3):
        model, x = linear_model(seed)
        weight = model.weight.numpy()
        precision = np.eye(2) + weight.T @ weight / model.variance
        formula = 0.5 * (np.log(precision.diagonal()).sum() - np.linalg.slogdet(precision)[1])
        for image in x[:2]:
            truth = model.log_marginal(image[None]).item()
            best = optimize.minimize(
                lambda v, m=model, i=image: (
                    -m.elbo(i[None], torch.tensor(v[:2]), torch.tensor(v[2:]).exp()).item()
                ),
                np.zeros(4),
                options={"gtol": 1e-8},
            )
            yield abs(truth + best.fun - formula)
    turned = LinearGaussian(vector(1, 0, 0, 2).reshape(2, 2), torch.zeros(2), 0.5)
    mean, covariance = turned.posterior(x[:1, :2])  # orthogonal columns: no gap
    bound = turned.elbo(x[:1, :2], mean, covariance.diagonal())
    yield abs(turned.log_marginal(x[:1, :2]) - bound).item()


@checks("eq-rate-diverges", tolerance=1e-5)
def rate_diverges():
    """A code that shrinks to a point has an infinite rate."""
    for seed in range(3):  # the reconstruction term by simulation-free quadrature over one unit
        model, x = linear_model(seed, latent=1)
        slope = (model.weight**2).sum().item() / (2 * model.variance)

        def expected(s2):
            density = lambda z: (
                -model.log_likelihood(x[:1], row(z)).item() * gauss.pdf(z, 0.4, math.sqrt(s2))
            )
            return integral(density, 0.4, math.sqrt(s2))

        yield abs((expected(0.51) - expected(0.49)) / 0.02 - slope)
    for mu in (0.0, 1.5):
        s = 1e-4
        kl = kl_divergence(Normal(vector(mu), vector(s)), Normal(vector(0.0), vector(1.0))).item()
        yield abs(kl + math.log(s) - 0.5 * (mu**2 - 1))
        ours = losses.kl_standard_normal(row(mu), row(2 * math.log(s))).item()
        yield abs(ours + math.log(s) - 0.5 * (mu**2 - 1))
