"""Rate, distortion, collapse and the linear model: book/4-mathematics/vae.md."""

import math

import numpy as np
import torch
from registry import checks
from routes import integral, row, vector
from scipy import integrate, optimize, special, stats
from torch.distributions import Normal, kl_divergence

from genai_utils import losses
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


def distortion_and_rate(data, encoder, prior, decoder):
    """Both means over the images, in nats; their sum by the library's objective, with beta = 1."""
    surprise = -special.xlogy(encoder, decoder.T).sum(1)  # 0 where a code isn't used
    rates = np.array([stats.entropy(q, prior) for q in encoder])
    total = losses.beta_objective(vector(*-surprise), vector(*rates), beta=1.0)
    return data @ surprise, data @ rates, data @ total.numpy()


@checks("eq-rate-distortion", tolerance=1e-12)
def rate_distortion():
    for seed in range(30):
        data, encoder, prior, decoder = discrete_channel(seed)
        distortion, rate, total = distortion_and_rate(data, encoder, prior, decoder)
        yield abs(distortion + rate - total)
        yield max(0.0, stats.entropy(data) - distortion - rate)
        # On the line: any encoder, with the prior and the decoder that belong to it.
        codes = data @ encoder
        inverse = (data[:, None] * encoder / codes).T
        distortion, rate, total = distortion_and_rate(data, encoder, codes, inverse)
        yield abs(distortion + rate - stats.entropy(data))
        # Its two ends: a code that copies the image, and one that says nothing.
        copies, nothing = np.eye(len(data)), np.ones((len(data), 1))
        distortion, rate, _ = distortion_and_rate(data, copies, data, copies)
        yield abs(distortion) + abs(rate - stats.entropy(data))
        distortion, rate, _ = distortion_and_rate(data, nothing, np.ones(1), data[None])
        yield abs(distortion - stats.entropy(data)) + abs(rate)


def fit_linear_vae(eigenvalues, variance, beta, latent=None, seed=0):
    """Minimise distortion + beta * rate over a full linear decoder and encoder, numerically.

    The data enter by their covariance alone, in axes turned at random; nothing here knows of
    eigenvectors or gains. Returns the squared error, the rate in nats, and the eigenvalues of the
    decoder's W Wᵀ, the largest first.
    """
    size = len(eigenvalues)
    latent = latent or size
    generator = torch.Generator().manual_seed(seed)
    turn = torch.linalg.qr(torch.randn(size, size, dtype=DOUBLE, generator=generator)).Q
    covariance = turn @ torch.diag(vector(*eigenvalues)) @ turn.T
    first = 0.5 * torch.randn(2 * size * latent + latent, dtype=DOUBLE, generator=generator)

    def terms(flat):
        decoder, encoder, log_s = flat.split([size * latent, size * latent, latent])
        decoder, encoder = decoder.view(size, latent), encoder.view(latent, size)
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

    best = optimize.minimize(
        objective, first.numpy(), jac=True, method="BFGS", options={"maxiter": 5000, "gtol": 1e-9}
    )
    error, rate = terms(torch.tensor(best.x))
    decoder = torch.tensor(best.x[: size * latent]).view(size, latent)
    return error.item(), rate.item(), torch.linalg.eigvalsh(decoder @ decoder.T).flip(0).numpy()


# Eigenvalues, variance, beta, latent units: as many units as pixels, more, fewer than pixels but
# enough, and too few for the eigenvalues above beta times the variance.
LINEAR_CASES = [
    ((4.0, 1.0, 0.25), 0.5, 1.0, 3),
    ((4.0, 1.0, 0.25), 0.5, 4.0, 5),
    ((3.0, 2.0), 0.1, 1.5, 4),
    ((4.0, 1.0, 0.25), 0.5, 1.0, 2),
    ((4.0, 1.0), 0.25, 2.0, 1),
    ((5.0, 3.0, 2.0, 0.1), 0.3, 1.0, 2),
]


@checks("eq-collapse-threshold", tolerance=1e-5)
def collapse_threshold():
    for eigenvalues, variance, beta, latent in LINEAR_CASES:
        _, _, gains = fit_linear_vae(eigenvalues, variance, beta, latent)
        for i, (found, eigenvalue) in enumerate(zip(gains, eigenvalues, strict=True)):
            yield abs(found - max(eigenvalue - beta * variance, 0) * (i < latent))


@checks("eq-water-filling", tolerance=1e-5)
def water_filling():
    for eigenvalues, variance, beta, latent in LINEAR_CASES:
        error, rate, _ = fit_linear_vae(eigenvalues, variance, beta, latent)
        level, kept, left = beta * variance, eigenvalues[:latent], eigenvalues[latent:]
        yield abs(rate - sum(0.5 * max(math.log(v / level), 0) for v in kept))
        yield abs(error - sum(min(v, level) for v in kept) - sum(left))


@checks("eq-beta-slope", tolerance=1e-4)
def beta_slope():
    # The slope of the numerically found curve, by a central difference in beta.
    for eigenvalues, variance, beta, latent in [LINEAR_CASES[0], LINEAR_CASES[2], LINEAR_CASES[4]]:
        low = fit_linear_vae(eigenvalues, variance, 0.999 * beta, latent)
        high = fit_linear_vae(eigenvalues, variance, 1.001 * beta, latent)
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
        ours = losses.kl_standard_normal(row(mu), row(2 * math.log(s))).item()
        yield abs(ours + math.log(s) - 0.5 * (mu**2 - 1))
