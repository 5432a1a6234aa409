"""Rate, distortion, collapse and the linear model: book/4-mathematics/vae.md."""

import math

import numpy as np
import torch
from registry import checks
from routes import integral, row, vector
from scipy import integrate, optimize, stats
from torch.distributions import Normal, kl_divergence

from genai_utils.models import LinearGaussian

DOUBLE = torch.double


def discrete_channel(seed, images=4, codes=3):
    """p(x), q(z|x), p(z) and p(x|z) of a wholly discrete model."""
    random = np.random.default_rng(seed)
    return (
        random.dirichlet(np.ones(images)),
        random.dirichlet(np.ones(codes), size=images),
        random.dirichlet(np.ones(codes)),
        random.dirichlet(np.ones(images), size=codes),
    )


@checks("eq-rate-split", tolerance=1e-12)
def rate_split():
    for seed in range(8):
        data, encoder, prior, _ = discrete_channel(seed)
        rate = sum(p * stats.entropy(q, prior) for p, q in zip(data, encoder, strict=True))
        codes = data @ encoder
        joint = data[:, None] * encoder
        information = stats.entropy(data) + stats.entropy(codes) - stats.entropy(joint.ravel())
        yield abs(rate - information - stats.entropy(codes, prior))


@checks("eq-rate-distortion", tolerance=1e-12)
def rate_distortion():
    for seed in range(30):
        data, encoder, prior, decoder = discrete_channel(seed)
        rate = sum(p * stats.entropy(q, prior) for p, q in zip(data, encoder, strict=True))
        distortion = -np.sum(data[:, None] * encoder * np.log(decoder.T))
        yield max(0.0, stats.entropy(data) - distortion - rate)
        # On the line: the code copies the image.
        copies = np.eye(len(data))
        rate = sum(p * stats.entropy(q, data) for p, q in zip(data, copies, strict=True))
        yield abs(rate - stats.entropy(data))


def fit_linear_vae(eigenvalues, variance, beta, seed=0):
    """Minimise distortion + beta * rate over a full linear decoder and encoder, numerically.

    The data enter by their covariance alone; nothing here knows of eigenvectors or gains. Returns
    the squared error, the rate in nats, and the eigenvalues of the decoder's W Wᵀ.
    """
    size = len(eigenvalues)
    generator = torch.Generator().manual_seed(seed)
    covariance = torch.diag(vector(*eigenvalues))
    start = 0.5 * torch.randn(3, size, size, dtype=DOUBLE, generator=generator)

    def terms(flat):
        decoder, encoder = (
            flat[: size**2].view(size, size),
            flat[size**2 : 2 * size**2].view(size, size),
        )
        log_s = flat[2 * size**2 :]
        residual = torch.eye(size, dtype=DOUBLE) - decoder @ encoder
        noise = (decoder**2 @ log_s.exp()).sum()
        error = torch.trace(residual @ covariance @ residual.T) + noise
        spread = torch.diagonal(encoder @ covariance @ encoder.T) + log_s.exp()
        return error, 0.5 * (spread - log_s - 1).sum()

    def objective(flat):
        point = torch.tensor(flat, requires_grad=True)
        error, rate = terms(point)
        value = error / (2 * variance) + beta * rate
        value.backward()
        return value.item(), point.grad.numpy()

    first = torch.cat([start[0].flatten(), start[1].flatten(), start[2][0]]).numpy()
    best = optimize.minimize(
        objective, first, jac=True, method="BFGS", options={"maxiter": 5000, "gtol": 1e-9}
    )
    error, rate = terms(torch.tensor(best.x))
    decoder = torch.tensor(best.x[: size**2]).view(size, size)
    return error.item(), rate.item(), torch.linalg.eigvalsh(decoder @ decoder.T).flip(0).numpy()


LINEAR_CASES = [((4.0, 1.0, 0.25), 0.5, 1.0), ((4.0, 1.0, 0.25), 0.5, 4.0), ((3.0, 2.0), 0.1, 1.5)]


@checks("eq-collapse-threshold", tolerance=1e-5)
def collapse_threshold():
    for eigenvalues, variance, beta in LINEAR_CASES:
        _, _, gains = fit_linear_vae(eigenvalues, variance, beta)
        for found, eigenvalue in zip(gains, eigenvalues, strict=True):
            yield abs(found - max(eigenvalue - beta * variance, 0))


@checks("eq-water-filling", tolerance=1e-5)
def water_filling():
    for eigenvalues, variance, beta in LINEAR_CASES:
        error, rate, _ = fit_linear_vae(eigenvalues, variance, beta)
        level = beta * variance
        yield abs(rate - sum(0.5 * max(math.log(v / level), 0) for v in eigenvalues))
        yield abs(error - sum(min(v, level) for v in eigenvalues))


@checks("eq-beta-slope", tolerance=1e-3)
def beta_slope():
    # The slope of the numerically found curve, by a central difference in beta.
    for eigenvalues, variance, beta in [LINEAR_CASES[0], LINEAR_CASES[2]]:
        low = fit_linear_vae(eigenvalues, variance, 0.99 * beta)
        high = fit_linear_vae(eigenvalues, variance, 1.01 * beta)
        slope = (high[0] - low[0]) / (2 * variance) / (high[1] - low[1])
        yield abs(slope + beta)


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
    for seed in range(3):  # SciPy's density with the covariance of the joint
        model, x = linear_model(seed)
        covariance = joint_covariance(model)[2:, 2:]
        oracle = stats.multivariate_normal.logpdf(x.numpy(), model.bias.numpy(), covariance)
        yield np.abs(model.log_marginal(x).numpy() - oracle).max()
    for seed in range(3):  # the defining integral over z, by quadrature
        model, x = linear_model(seed, latent=1)
        for image in x[:2]:
            density = lambda z, m=model, i=image: (
                math.exp(m.log_likelihood(i[None], row(z)).item()) * stats.norm.pdf(z)
            )
            value, _ = integrate.quad(density, -9, 9, epsabs=1e-12, limit=200)
            yield abs(math.log(value) - model.log_marginal(image[None]).item())


@checks("eq-linear-posterior", tolerance=1e-10)
def linear_posterior():
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
    for seed in range(3):
        model, x = linear_model(seed)
        mean, covariance = model.posterior(x)
        precision = np.linalg.inv(covariance.numpy())
        formula = 0.5 * (np.log(precision.diagonal()).sum() - np.linalg.slogdet(precision)[1])
        for i in range(2):
            best = optimize.minimize(
                lambda v, m=mean[i], c=covariance: full_kl(
                    torch.tensor(v[:2]), torch.tensor(v[2:]).exp(), m, c
                ),
                np.zeros(4),
                options={"gtol": 1e-8},
            )
            yield abs(best.fun - formula)


@checks("eq-rate-diverges", tolerance=1e-5)
def rate_diverges():
    for seed in range(3):  # the reconstruction term by simulation-free quadrature over one unit
        model, x = linear_model(seed, latent=1)
        slope = (model.weight**2).sum().item() / (2 * model.variance)

        def expected(s2):
            density = lambda z: (
                -model.log_likelihood(x[:1], row(z)).item() * stats.norm.pdf(z, 0.4, math.sqrt(s2))
            )
            return integral(density, 0.4, math.sqrt(s2))

        yield abs((expected(0.51) - expected(0.49)) / 0.02 - slope)
    for mu in (0.0, 1.5):
        s = 1e-4
        kl = kl_divergence(Normal(vector(mu), vector(s)), Normal(vector(0.0), vector(1.0))).item()
        yield abs(kl + math.log(s) - 0.5 * (mu**2 - 1))
