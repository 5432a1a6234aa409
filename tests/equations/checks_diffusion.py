"""Noising, one step back, the bound and the best guess: book/4-mathematics/diffusion.md."""

import math

import formula
import gauss
import numpy as np
import torch
from registry import checks
from routes import integral, row, vector
from scipy import stats
from signs import Terms
from torch.distributions import MultivariateNormal, Normal, kl_divergence

from genai_utils import losses

DOUBLE = torch.double
ALPHAS = ((0.9, 0.8, 0.6), (0.5, 0.7, 0.2), (0.99, 0.97, 0.95))


def names(alphas, t):
    """The names of the schedule at step t, as the page prints them."""
    shares = np.cumprod([1, *alphas])
    return {
        r"\alpha_t": alphas[t - 1],
        r"\bar\alpha_t": shares[t],
        r"\bar\alpha_{t-1}": shares[t - 1],
        r"\rho_t": shares[t] / (1 - shares[t]),
        r"\rho_{t-1}": shares[t - 1] / (1 - shares[t - 1]) if t > 1 else math.inf,
    }


def chain(alphas, x_0):
    """Mean and covariance of (x_1 … x_T) given x_0: x = L noise, by one triangular solve."""
    size = len(alphas)
    unit = np.eye(size) - np.diag(np.sqrt(alphas[1:]), -1)
    start = np.zeros(size)
    start[0] = math.sqrt(alphas[0]) * x_0
    inverse = np.linalg.inv(unit)
    return inverse @ start, inverse @ np.diag(1 - np.array(alphas)) @ inverse.T


@checks("eq-diffusion-marginal", tolerance=1e-12)
def diffusion_marginal():
    """Any noise level is reached at once: mean and variance after t steps."""
    mean, variance = (formula.read("eq-diffusion-marginal", place) for place in range(2))
    for alphas in ALPHAS:
        means, covariance = chain(alphas, 1.7)
        for t in range(1, 4):
            given = names(alphas, t) | {"x_0": 1.7}
            yield mean.error(given | {r"\E[x_t \given x_0]": means[t - 1]})
            yield variance.error(given | {r"\Var[x_t \given x_0]": covariance[t - 1, t - 1]})
            share = given[r"\bar\alpha_t"]
            still = losses.diffuse(row(1.7), row(0.0), share).item()
            yield abs(still - means[t - 1])
            moved = losses.diffuse(row(1.7), row(1.0), share).item() - still
            yield abs(moved**2 - covariance[t - 1, t - 1])


@checks("eq-diffusion-posterior", tolerance=1e-12)
def diffusion_posterior():
    """A step back when the start is known: mean and variance."""
    mean, variance = (formula.read("eq-diffusion-posterior", place) for place in range(2))
    for alphas in ALPHAS:
        means, covariance = chain(alphas, -0.8)
        for t in (2, 3):
            # Conditioning the joint normal of (x_{t-1}, x_t) on x_t.
            gain = covariance[t - 2, t - 1] / covariance[t - 1, t - 1]
            m_t = means[t - 2] + gain * (0.4 - means[t - 1])
            s_t = covariance[t - 2, t - 2] - gain * covariance[t - 2, t - 1]
            given = names(alphas, t) | {"x_0": -0.8, "x_t": 0.4}
            yield mean.error(given | {"m_t": m_t})
            yield variance.error(given | {"s_t": math.sqrt(s_t)})
            shares = given[r"\bar\alpha_t"], given[r"\bar\alpha_{t-1}"]
            found = losses.diffusion_posterior(row(0.4), row(-0.8), *shares)
            yield abs(found[0].item() - m_t)
            yield abs(found[1].item() - s_t)


def reverse_model(seed, size):
    """Slopes, offsets and variances of p(x_{t-1} | x_t), for t = 1 … T, drawn at random."""
    random = np.random.default_rng(seed)
    return random.uniform(0.3, 1, size), random.normal(0, 0.3, size), random.uniform(0.2, 1, size)


def joint_of_model(slopes, offsets, variances):
    """Mean and covariance of (x_0 … x_T) when x_T is standard normal and each step is affine."""
    size = len(slopes)
    unit = np.eye(size + 1) - np.diag(slopes, 1)
    inverse = np.linalg.inv(unit)
    return inverse @ [*offsets, 0.0], inverse @ np.diag([*variances, 1.0]) @ inverse.T


def parts_of_bound(alphas, x_0, slopes, offsets, variances):
    """The three parts as printed; each expectation over x_t is of a square, so closed."""
    means, covariance = chain(alphas, x_0)
    shares, spread = np.cumprod([1, *alphas]), np.diag(covariance)
    last = Normal(*vector(means[-1], math.sqrt(spread[-1])))
    total = kl_divergence(last, Normal(*vector(0.0, 1.0))).item()
    for t in range(2, len(alphas) + 1):
        at = lambda x, t=t: losses.diffusion_posterior(row(x), row(x_0), shares[t], shares[t - 1])
        one, zero, s = at(1.0)[0].item(), at(0.0)[0].item(), at(0.0)[1].item()
        slope = one - zero - slopes[t - 1]
        gap = slope * means[t - 1] + zero - offsets[t - 1]
        v = variances[t - 1]
        square = gap**2 + slope**2 * spread[t - 1]
        total += 0.5 * (math.log(v / s) + s / v - 1 + square / v)
    miss = (x_0 - offsets[0] - slopes[0] * means[0]) ** 2 + slopes[0] ** 2 * spread[0]
    return total + 0.5 * (math.log(2 * math.pi * variances[0]) + miss / variances[0])


@checks("eq-diffusion-bound", tolerance=1e-10)
def diffusion_bound():
    """Minus the log-likelihood is at most the sum of one divergence a step."""
    # It exceeds -log p(x_0) by the divergence of q to the posterior of x_1 … x_T: joint normals.
    for seed, alphas in enumerate(ALPHAS):
        steps = reverse_model(seed, 3)
        mean, covariance = joint_of_model(*steps)
        for x_0 in (-1.0, 0.6):
            log_p = gauss.logpdf(x_0, mean[0], math.sqrt(covariance[0, 0]))
            gain = covariance[1:, 0] / covariance[0, 0]
            posterior = MultivariateNormal(
                vector(*(mean[1:] + gain * (x_0 - mean[0]))),
                torch.tensor(covariance[1:, 1:] - np.outer(gain, covariance[0, 1:])),
            )
            means, spread = chain(alphas, x_0)
            q = MultivariateNormal(vector(*means), torch.tensor(spread))
            gap = kl_divergence(q, posterior).item()
            yield abs(parts_of_bound(alphas, x_0, *steps) + log_p - gap)


@checks("eq-diffusion-term", tolerance=1e-11)
def diffusion_term():
    """A step's part of the bound: half the lost signal-to-noise ratio times the squared error."""
    printed = formula.read("eq-diffusion-term")
    left = r"\KL(q(x_{t-1} \given x_t, x_0) \,\Vert\, p_\theta(x_{t-1} \given x_t))"
    random = torch.Generator().manual_seed(0)
    for alphas in ALPHAS:
        for t in (2, 3):
            x_0, guess, x_t = torch.randn(3, 5, dtype=DOUBLE, generator=random)
            given = names(alphas, t) | {
                r"\lVert x_0 - \hat x_0 \rVert": (x_0 - guess).norm().item()
            }
            shares = given[r"\bar\alpha_t"], given[r"\bar\alpha_{t-1}"]
            q, p = (
                Normal(mean, variance.sqrt())
                for mean, variance in (
                    losses.diffusion_posterior(x_t, start, *shares) for start in (x_0, guess)
                )
            )
            divergence = kl_divergence(q, p).sum().item()
            yield printed.error(given | {left: divergence})
            yield abs(losses.diffusion_term(x_0, guess, *shares).item() - divergence)


def guesses(seed, share):
    """A picture under noise, and one wrong guess in three units, each found from x_t alone."""
    random = np.random.default_rng(seed)
    x_0, eps, off = random.normal(size=(3, 6))
    x_t = math.sqrt(share) * x_0 + math.sqrt(1 - share) * eps
    guess = x_0 + off
    hat_eps = (x_t - math.sqrt(share) * guess) / math.sqrt(1 - share)
    return x_0, eps, x_t, guess, hat_eps, math.sqrt(share) * hat_eps - math.sqrt(1 - share) * guess


@checks("eq-diffusion-v", tolerance=1e-12)
def diffusion_v():
    """The mixture of noise and data, and the data found again from it."""
    mixture, back = (formula.read("eq-diffusion-v", place) for place in range(2))
    for seed, share in enumerate((0.01, 0.5, 0.9)):
        x_0, eps, x_t, *_ = guesses(seed, share)
        # v is minus the derivative of x_t when the angle with cosine sqrt(share) grows.
        angle, h = math.acos(math.sqrt(share)), 1e-30j
        v = np.imag(np.cos(angle + h) * x_0 + np.sin(angle + h) * eps) / 1e-30
        given = {r"\bar\alpha_t": share, r"\eps": eps, "x_0": x_0, "x_t": x_t, "v": v}
        yield np.max(mixture.error(given))
        yield np.max(back.error(given))
        found = losses.velocity(torch.tensor(x_0), torch.tensor(eps), share)
        yield np.abs(found.numpy() - v).max()


@checks("eq-diffusion-units", tolerance=1e-11)
def diffusion_units():
    """One guess in three units, and the exchange rates of their squared errors."""
    noise, mixture = (formula.read("eq-diffusion-units", place) for place in range(2))
    for seed, share in enumerate((0.02, 0.4, 0.95)):
        x_0, eps, _, guess, hat_eps, hat_v = guesses(seed, share)
        v = losses.velocity(torch.tensor(x_0), torch.tensor(eps), share).numpy()
        given = {r"\rho_t": share / (1 - share), "x_0": x_0, r"\hat x_0": guess}
        yield noise.error(given | {r"\eps": eps, r"\hat\eps": hat_eps})
        yield mixture.error(given | {"v": v, r"\hat v": hat_v})


@checks("eq-noise-prediction", tolerance=1e-11)
def noise_prediction():
    """A step's part of the bound is a weight times the squared error of the guessed noise."""
    printed = formula.read("eq-noise-prediction")
    for alphas in ALPHAS:
        for t in (2, 3):
            given = names(alphas, t)
            share, before = given[r"\bar\alpha_t"], given[r"\bar\alpha_{t-1}"]
            x_0, eps, _, guess, hat_eps, _ = guesses(t, share)
            yield printed.error(
                given | {"x_0": x_0, r"\hat x_0": guess, r"\eps": eps, r"\hat\eps": hat_eps}
            )
            paid = losses.noise_prediction_loss(torch.tensor(hat_eps), torch.tensor(eps)).item()
            weight = (before / (1 - before) - share / (1 - share)) * (1 - share) / share / 2
            term = losses.diffusion_term(torch.tensor(x_0), torch.tensor(guess), share, before)
            yield abs(weight * paid - term.item())


def noised(x, share, density, width=1.0):
    """q_t(x), and the means of x_0 and eps given x, by quadrature over the data's density."""
    root, spread = math.sqrt(share), math.sqrt(1 - share)
    joint = lambda start: density(start) * gauss.pdf(x, root * start, spread)
    mass = integral(joint, 0.0, width)
    mean = integral(lambda start: start * joint(start), 0.0, width) / mass
    return mass, mean, (x - root * mean) / spread


@checks("eq-tweedie", tolerance=1e-7)
def tweedie():
    """The best guesses of data and noise are the score in other units."""
    data, noise = (formula.read("eq-tweedie", place) for place in range(2))
    density = lambda x: 0.3 * gauss.pdf(x, -1, 0.4) + 0.7 * gauss.pdf(x, 0.8, 0.6)
    for share in (0.2, 0.6, 0.9):
        for x in (-1.2, 0.1, 0.9):
            _, mean, eps = noised(x, share, density)
            h = 1e-4
            up, down = (math.log(noised(x + s, share, density)[0]) for s in (h, -h))
            given = {
                r"\bar\alpha_t": share,
                "x_t": x,
                r"\nabla\log": 1.0,  # the operator is read with what it stands before
                "q_t(x_t)": (up - down) / (2 * h),
            }
            yield data.error(given | {r"\E[x_0 \given x_t]": mean})
            yield noise.error(given | {r"\E[\eps \given x_t]": eps})


@checks("eq-two-point-guess", tolerance=1e-12)
def two_point_guess():
    """For the data -1 and 1 the best guess is a hyperbolic tangent."""
    printed = formula.read("eq-two-point-guess")
    for share in (0.05, 0.5, 0.9):
        for x in (-2.0, 0.3, 1.1):
            likely = gauss.pdf(x, np.sqrt(share) * np.array([-1, 1]), math.sqrt(1 - share))
            mean = (likely[1] - likely[0]) / likely.sum()
            yield printed.error(
                {r"\E[x_0 \given x_t]": mean, "x_t": x, r"\bar\alpha_t": share, r"\tanh": np.tanh}
            )


@checks("eq-training-guess", tolerance=1e-11)
def training_guess():
    """On a training set the best guess is an average with the weights of a softmax."""
    average, weights = (formula.read("eq-training-guess", place) for place in range(2))
    scores = formula.read("eq-training-guess", 2)
    random = np.random.default_rng(0)
    for share in (0.1, 0.5, 0.8):
        examples, x_t = random.normal(size=(4, 3)), random.normal(size=3)
        density = stats.multivariate_normal(cov=(1 - share) * np.eye(3))
        likely = np.array([density.pdf(x_t - math.sqrt(share) * example) for example in examples])
        likely /= likely.sum()
        apart = np.array([np.sum((x_t - math.sqrt(share) * e) ** 2) for e in examples])
        a = -apart / (2 * (1 - share))
        for k, example in enumerate(examples):
            given = {"a_k": a[k], "x_t": x_t, "y_k": example, r"\bar\alpha_t": share}
            yield scores.error(given)
            yield weights.error({"w_n": likely[k], "a": a, "n": k + 1})
        given = {"N": 4, "w_n": Terms(likely), "y_n": Terms(examples)}
        mean = likely @ examples
        yield np.max(average.error(given | {r"\E[x_0 \given x_t]": mean}))
