"""The printed formulas of the three pages on the VAE: cases added to the checks of those pages."""

import math

import formula
import numpy as np
import torch
from registry import further
from routes import coin_model, row, vector
from scipy import stats
from signs import Law, Terms

from genai_utils import losses, models

MU, SIGMA = np.array([0.7, -1.2, 0.1]), np.array([0.4, 1.5, 1.1])
LOG_VAR = 2 * np.log(SIGMA)
IMAGE, LOGITS = np.array([0.0, 1.0, 0.3]), np.array([-1.2, 0.4, 2.0])


def hermite(mu, sigma, count=30):
    """A Gaussian's nodes and weights, exact for polynomials."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    return mu + sigma * nodes, weights / math.sqrt(2 * math.pi)


def code(function, *arguments):
    """What a loss of the library gives for one example."""
    return function(*(row(*argument) for argument in arguments)).item()


@further("eq-naive-variance")
def naive_variance():
    first = formula.read("eq-naive-variance")
    prior, likelihood, _ = coin_model(0)
    evidence, count = prior @ likelihood, 7
    variance = (prior @ likelihood**2 - evidence**2) / count
    posterior = prior * likelihood / evidence
    chi = prior @ (posterior / prior - 1) ** 2
    yield first.error(
        {
            r"\Var[\hat p_K(x)]": variance,
            r"p_\theta(x)": evidence,
            "K": count,
            r"p_\theta(z \given x)": posterior,
            "p(z)": prior,
            r"\int": np.ones_like(prior),
            r"\chi^2": 1.0,
            r"(p_\theta(z \given x) \Vert p(z))": chi,
        }
    )


def bound(q, prior, likelihood):
    """The ELBO of a discrete model, and the divergence to the posterior, by their definitions."""
    joint = prior * likelihood
    return q @ np.log(joint / q), stats.entropy(q, joint / joint.sum())


@further("eq-importance-identity")
def importance_identity():
    prior, likelihood, q = coin_model(1)
    yield formula.read("eq-importance-identity").error(
        {
            r"p_\theta(x)": prior @ likelihood,
            "q(z)": q,
            r"p_\theta(x, z)": prior * likelihood,
            r"\int": np.ones_like(q),
            r"\sim q(z)": Law({}, q),
            "w(z)": prior * likelihood / q,
        }
    )


@further("eq-elbo-jensen")
def elbo_jensen():
    printed = formula.read("eq-elbo-jensen")
    for seed in range(3):
        prior, likelihood, q = coin_model(seed)
        posterior = prior * likelihood / (prior @ likelihood)
        for density in (q, posterior):
            given = {r"p_\theta(x)": prior @ likelihood, r"p_\theta(x, z)": prior * likelihood}
            given |= {"q(z)": density, r"\sim q(z)": Law({}, density)}
            given[r"\ELBO(x)"] = bound(density, prior, likelihood)[0]
            yield printed.error(given)
        yield np.ptp(printed.values(given))  # tight for the posterior


@further("eq-elbo-identity")
def elbo_identity():
    prior, likelihood, q = coin_model(2)
    elbo, apart = bound(q, prior, likelihood)
    given = {r"p_\theta(x)": prior @ likelihood, r"\ELBO(x)": elbo}
    yield formula.read("eq-elbo-identity").error(
        {**given, r"\KL(q(z) \Vert p_\theta(z \given x))": apart}
    )


@further("eq-elbo-split")
def elbo_split():
    prior, likelihood, q = coin_model(3)
    given = {r"\ELBO(x)": bound(q, prior, likelihood)[0], r"\sim q(z)": Law({}, q)}
    given |= {r"p_\theta(x \given z)": likelihood}
    yield formula.read("eq-elbo-split").error(
        {**given, r"\KL(q(z) \Vert p(z))": stats.entropy(q, prior)}
    )


@further("eq-collapse")
def collapse():
    printed = formula.read("eq-collapse")
    prior, _, q = coin_model(4)
    for density in (q, prior):
        elbo, _ = bound(density, prior, np.full(5, 0.3))  # a decoder that ignores z
        apart = {r"\KL(q(z) \Vert p(z))": stats.entropy(density, prior)}
        given = {r"\ELBO(x)": elbo, r"p_\theta(x)": 0.3, **apart}
        yield printed.error(given)
    yield np.ptp(printed.values(given))


@further("eq-kl-two-normals")
def kl_two_normals():
    mu_p, sigma_p = np.array([0.2, 0.9, -0.4]), np.array([1.3, 0.5, 0.8])
    divergence = losses.kl_normal(row(*MU), row(*LOG_VAR), row(*mu_p), row(*2 * np.log(sigma_p)))
    names = {r"\sigma_{p,j}": sigma_p, r"\sigma_{q,j}": SIGMA, r"\mu_{q,j}": MU, r"\mu_{p,j}": mu_p}
    terms = {name: Terms(values) for name, values in names.items()}
    yield formula.read("eq-kl-two-normals").error(
        {r"\KL(q \Vert p)": divergence.item(), "d": 3, **terms}
    )


@further("eq-kl-normal")
def kl_normal():
    divergence = code(losses.kl_standard_normal, MU, LOG_VAR)
    left = {r"\KL(\N(\mu, \sigma^2) \Vert \N(0, I))": divergence}
    yield formula.read("eq-kl-normal").error({**left, "d": 3, r"\mu": MU, r"\sigma": SIGMA})


@further("eq-kl-gradient")
def kl_gradient():
    mean, variance = (formula.read("eq-kl-gradient", place) for place in range(2))
    mu, log_var = row(*MU).requires_grad_(), row(*LOG_VAR).requires_grad_()
    losses.kl_standard_normal(mu, log_var).sum().backward()
    for j in range(3):
        at = {r"\mu_j": MU[j], r"\sigma_j": SIGMA[j]}
        yield mean.error({r"\frac{\partial \KL}{\partial \mu_j}": mu.grad[0, j].item(), **at})
        left = {r"\frac{\partial \KL}{\partial \log \sigma_j^2}": log_var.grad[0, j].item()}
        yield variance.error({**left, **at})


@further("eq-bernoulli")
def bernoulli():
    likelihood = code(losses.bernoulli_log_likelihood, LOGITS, IMAGE)
    given = {"D": 3, "x": IMAGE, "a": LOGITS, r"p(x \given z)": math.exp(likelihood)}
    yield formula.read("eq-bernoulli").error(given)


@further("eq-bernoulli-gradient")
def bernoulli_gradient():
    logits = row(*LOGITS).requires_grad_()
    losses.bernoulli_log_likelihood(logits, row(*IMAGE)).sum().backward()
    for i in range(3):
        left = {r"\frac{\partial \log p(x \given z)}{\partial a_i}": logits.grad[0, i].item()}
        at = {"x_i": IMAGE[i], "a_i": LOGITS[i]}
        yield formula.read("eq-bernoulli-gradient").error({**left, **at})


@further("eq-grey-floor")
def grey_floor():
    printed = formula.read("eq-grey-floor")
    for x in (0.1, 0.5, 0.8):
        best = math.log(x / (1 - x))
        yield printed.error({"x": x, "a": np.append(np.linspace(-9, 9, 99), best)})
    # For an almost white pixel it is almost 0, at a large logit.
    yield np.ptp(printed.values({"x": 1 - 1e-15, "a": np.array([50.0])}))


@further("eq-gaussian")
def gaussian():
    mean = np.array([0.2, 0.4, 0.9])
    likelihood = code(losses.normal_log_density, IMAGE, mean, LOG_VAR)
    given = {"D": 3, "x": IMAGE, "m": mean, r"\sigma": SIGMA}
    yield formula.read("eq-gaussian").error({**given, r"p(x \given z)": math.exp(likelihood)})


@further("eq-mean-squared-error")
def mean_squared_error():
    loss, variance = (formula.read("eq-mean-squared-error", place) for place in range(2))
    x, m = IMAGE, np.array([0.3, 0.9, 0.1])
    for weight, divergence in ((2.0, 0.4), (0.1, 3.0)):
        given = {"D": 3, "w": weight}
        spread = math.sqrt(3 * weight / 2)
        yield variance.error({**given, r"\sigma": spread})
        density = lambda x, m, v: np.prod(stats.norm.pdf(x, m, math.sqrt(v)))
        yield loss.error(
            {**given, "x": x, "m": m, r"\KL": divergence, "I": 1, r"\sigma": spread, r"\N": density}
        )


@further("eq-mean-beta")
def mean_beta():
    loss, price = (formula.read("eq-mean-beta", place) for place in range(2))
    given = {"a": 0.7, "b": 0.2, "D": 64}
    beta = {r"\beta": price.values({**given, r"\beta": 0})[1]}
    yield loss.error({**given, **beta, r"p(x \given z)": 0.01, r"\KL": 3.1})


@further("eq-reparameterize")
def reparameterize():
    printed = formula.read("eq-reparameterize")
    for mu, sigma in ((0.5, 1.3), (-2.0, 0.2)):
        z, weights = hermite(mu, sigma)
        eps, same = hermite(0, 1, 25)
        laws = {r"\sim \N(\mu, \sigma^2)": Law({"z": z}, weights)}
        laws |= {r"\sim \N(0, 1)": Law({r"\eps": eps}, same)}
        given = {r"\mu": mu, r"\sigma": sigma, "f": lambda z: z**3 - z, **laws}
        yield printed.error(given)


@further("eq-reparameterized-gradient")
def reparameterized_gradient():
    # For f = z³ the expectation is mu³ + 3 mu sigma².
    slopes = {"mu": lambda mu, s: 3 * mu**2 + 3 * s**2, "sigma": lambda mu, s: 6 * mu * s}
    for place, (name, slope) in enumerate(slopes.items()):
        printed = formula.read("eq-reparameterized-gradient", place)
        for mu, sigma in ((0.5, 1.3), (-2.0, 0.2)):
            eps, weights = hermite(0, 1)
            given = {r"\mu": mu, r"\sigma": sigma, "f'": lambda z: 3 * z**2}
            given |= {r"\sim \eps": Law({r"\eps": eps}, weights)}
            left = rf"\frac{{\partial}}{{\partial \{name}}} \E[f(z)]"
            yield printed.error({**given, left: slope(mu, sigma)})


@further("eq-score-gradient")
def score_gradient():
    # For f = z³ again.
    slopes = {"mu": lambda mu, s: 3 * mu**2 + 3 * s**2, "sigma": lambda mu, s: 6 * mu * s}
    for place, (name, slope) in enumerate(slopes.items()):
        printed = formula.read("eq-score-gradient", place)
        for mu, sigma in ((0.5, 1.3), (-2.0, 0.2)):
            z, weights = hermite(mu, sigma)
            given = {r"\mu": mu, r"\sigma": sigma, "f": lambda z: z**3}
            left = {rf"\frac{{\partial}}{{\partial \{name}}} \E[f]": slope(mu, sigma)}
            yield printed.error({**given, **left, r"\sim": Law({"z": z}, weights)})


@further("eq-gradient-variances")
def gradient_variances():
    first, second = (formula.read("eq-gradient-variances", place) for place in range(2))
    for mu, sigma in ((1.0, 0.7), (-0.4, 1.5)):
        z, weights = hermite(mu, sigma)
        variance = lambda g: weights @ g**2 - (weights @ g) ** 2
        at = {r"\mu": mu, r"\sigma": sigma}
        yield first.error({r"\Var[\text{reparameterised}]": variance(2 * z), **at})
        score = z**2 * (z - mu) / sigma**2
        yield second.error({r"\Var[\text{score function}]": variance(score), **at})


def linear_model():
    random = np.random.default_rng(5)
    weight, bias = random.normal(size=(3, 2)), random.normal(size=3)
    model = models.LinearGaussian(torch.tensor(weight), torch.tensor(bias), 0.4)
    column = lambda values: np.asmatrix(values).T
    x = np.array([0.2, -0.5, 1.0])
    names = {"W": np.asmatrix(weight), "b": column(bias), r"\sigma": math.sqrt(0.4)}
    return model, x, {**names, "x": column(x)}


def matrix_density(x, mean, cov):
    return stats.multivariate_normal.pdf(np.ravel(x), np.ravel(mean), cov)


@further("eq-linear-marginal")
def linear_marginal():
    model, x, names = linear_model()
    density = math.exp(model.log_marginal(row(*x)).item())
    given = {**names, "I": np.asmatrix(np.eye(3)), r"\N": matrix_density}
    yield formula.read("eq-linear-marginal").error({**given, "p(x)": density})


@further("eq-linear-posterior")
def linear_posterior():
    posterior, precision = (formula.read("eq-linear-posterior", place) for place in range(2))
    model, x, names = linear_model()
    names |= {"I": np.asmatrix(np.eye(2)), r"\N": matrix_density, "z": np.asmatrix([[0.3], [-1.0]])}
    matrix = precision.values({**names, r"\Lambda": 0})[1]
    z = vector(0.3, -1.0)
    joint = model.log_likelihood(row(*x), z[None]).item() + stats.norm.logpdf(z).sum()
    density = math.exp(joint - model.log_marginal(row(*x)).item())
    yield posterior.error({**names, r"\Lambda": matrix, r"p(z \given x)": density})


@further("eq-linear-gap")
def linear_gap():
    precision = np.array([[2.0, 0.6], [0.6, 1.5]])
    variances = 1 / np.diag(precision)  # of the best q with independent units
    product = np.trace(precision @ np.diag(variances)) - 2
    apart = 0.5 * (product - np.sum(np.log(variances)) - np.linalg.slogdet(precision)[1])
    printed = formula.read("eq-linear-gap")
    given = {r"\Lambda": np.asmatrix(precision), r"\sum_j": [1, 2]}
    yield printed.error({**given, r"\min_q \KL(q \Vert p(z \given x))": apart})
    flat = {r"\Lambda": np.asmatrix(np.eye(2)), r"\sum_j": [1, 2]}
    yield np.ptp(printed.values({**flat, r"\min_q \KL(q \Vert p(z \given x))": 0.0}))
