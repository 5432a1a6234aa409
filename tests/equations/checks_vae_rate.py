"""Rate, distortion and collapse: book/4-mathematics/vae-rate.md."""

import math

import numpy as np
import torch
from registry import checks
from routes import vector
from scipy import optimize, special, stats

from genai_utils import losses

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
    """The rate is the information in the code plus the mismatch of its average with the prior."""
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
    """Distortion plus rate is at least the data's entropy."""
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
    """A latent unit is used when its eigenvalue exceeds beta times the variance."""
    for eigenvalues, variance, beta, latent in LINEAR_CASES:
        _, _, gains = fit_linear_vae(eigenvalues, variance, beta, latent)
        for i, (found, eigenvalue) in enumerate(zip(gains, eigenvalues, strict=True)):
            yield abs(found - max(eigenvalue - beta * variance, 0) * (i < latent))


@checks("eq-water-filling", tolerance=1e-5)
def water_filling():
    """Rate and distortion of the linear VAE: directions below the water are dropped."""
    for eigenvalues, variance, beta, latent in LINEAR_CASES:
        error, rate, _ = fit_linear_vae(eigenvalues, variance, beta, latent)
        level, kept, left = beta * variance, eigenvalues[:latent], eigenvalues[latent:]
        yield abs(rate - sum(0.5 * max(math.log(v / level), 0) for v in kept))
        yield abs(error - sum(min(v, level) for v in kept) - sum(left))


@checks("eq-beta-slope", tolerance=1e-4)
def beta_slope():
    """The weight beta picks the point where the frontier has slope -beta."""
    # The slope of the numerically found curve, by a central difference in beta.
    for eigenvalues, variance, beta, latent in [LINEAR_CASES[0], LINEAR_CASES[2], LINEAR_CASES[4]]:
        low = fit_linear_vae(eigenvalues, variance, 0.999 * beta, latent)
        high = fit_linear_vae(eigenvalues, variance, 1.001 * beta, latent)
        slope = (high[0] - low[0]) / (2 * variance) / (high[1] - low[1])
        yield abs(slope + beta)
