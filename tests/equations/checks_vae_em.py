"""Climbing the bound in turns, and what one encoder costs: book/4-mathematics/vae.md."""

import math

import formula
import numpy as np
import torch
from registry import checks
from routes import coin_model, row, vector
from scipy import optimize, stats
from torch.distributions import MultivariateNormal, kl_divergence

from genai_utils import losses
from genai_utils.models import LinearGaussian

SIDES = np.array([[0.1, 0.3], [0.1, 0.3], [0.3, 0.1], [0.4, 0.05]])
NEW, OLD = r"\theta_{\text{new}}", r"\theta"


def library_bound(prior, likelihood, q):
    """The library's ELBO of one image, from its two terms."""
    return losses.elbo(vector(q @ np.log(likelihood)), vector(stats.entropy(q, prior))).item()


@checks("eq-em-bound", tolerance=1e-11)
def em_bound():
    """The sum of the bounds is the log-likelihood less the divergences to the posteriors."""
    # N times one image with one q: all terms of a sum are alike.
    printed = formula.read("eq-em-bound")
    for seed, count in ((0, 1), (1, 2), (2, 5)):
        prior, likelihood, q = coin_model(seed)
        posterior = prior * likelihood / (prior @ likelihood)
        given = {
            r"\mathcal F(q, \theta)": count * library_bound(prior, likelihood, q),
            "N": count,
            r"p_\theta(x_n)": prior @ likelihood,
            r"\KL(q_n(z) \Vert p_\theta(z \given x_n))": stats.entropy(q, posterior),
        }
        yield printed.error(given)


def of_share(share):
    """log p of all images, and their posteriors of side 1, by enumeration."""
    joint = SIDES * [1 - share, share]
    return np.log(joint.sum(1)).sum(), joint[:, 1] / joint.sum(1)


def climbed(r, share):
    """The library's sum of bounds at this share, with the posteriors r."""
    prior = np.array([1 - share, share])
    return sum(
        library_bound(prior, side, np.array([1 - one, one]))
        for side, one in zip(SIDES, r, strict=True)
    )


def best_share(r):
    """The M-step without its formula: the top of the bound, found by searching."""
    found = optimize.minimize_scalar(
        lambda share: -climbed(r, share),
        bounds=(0.01, 0.99),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return found.x


@checks("eq-em-ascent", tolerance=1e-11)
def em_ascent():
    """After an E-step and an M-step the log-likelihood is no lower than before."""
    printed = formula.read("eq-em-ascent")
    for share in (0.2, 0.5, 0.9):
        before, r = of_share(share)
        better = best_share(r)
        given = {
            rf"\ell({NEW})": of_share(better)[0],
            rf"\mathcal F(q, {NEW})": climbed(r, better),
            rf"\mathcal F(q, {OLD})": climbed(r, share),
            rf"\ell({OLD})": before,
        }
        yield printed.error(given)
    summit = optimize.minimize_scalar(lambda s: -of_share(s)[0], bounds=(0.01, 0.99)).x
    yield abs(of_share(best_share(of_share(summit)[1]))[0] - of_share(summit)[0])  # stands still


@checks("eq-em-coin", tolerance=1e-6)
def em_coin():
    """One round of EM for the share of a coin: Bayes' rule, then a mean."""
    posterior, share_after = (formula.read("eq-em-coin", place) for place in range(2))
    for share in (0.2, 0.5, 0.9):
        _, r = of_share(share)
        for one, (f, g) in zip(r, SIDES, strict=True):
            yield posterior.error({"r_n": one, r"\pi": share, "f_n": f, "g_n": g})
        yield share_after.error({r"\pi_{\text{new}}": best_share(r), "N": len(r), "r": r})


def apart(model, x, mu, variances):
    """KL of a diagonal Gaussian to the model's posterior, by torch.distributions."""
    mean, covariance = model.posterior(x)
    q = MultivariateNormal(mu, torch.diag(variances))
    return kl_divergence(q, MultivariateNormal(mean[0], covariance)).item()


def smallest(function, size):
    """The smallest value over means and logarithms of variances."""

    def of_both(values):
        mu, log_var = torch.tensor(values).chunk(2)
        return function(mu, log_var.exp())

    return optimize.minimize(of_both, np.zeros(2 * size), options={"gtol": 1e-8}).fun


@checks("eq-amortisation-gap", tolerance=1e-7)
def amortisation_gap():
    """The gap is what the best member of the family leaves, plus what the encoder misses of it."""
    # The best bound and the smallest divergence are searched for apart from each other.
    printed = formula.read("eq-amortisation-gap")
    for seed in range(3):
        random = torch.Generator().manual_seed(seed)
        weight = torch.randn(3, 2, generator=random, dtype=torch.double)
        model, x = LinearGaussian(weight, vector(0, 1, 0), 0.5 + seed), row(0.3, -1.0, 2.0)
        mu, variances = vector(0.4, -0.7), vector(0.3, 1.2)  # what some encoder says
        given = {
            r"p_\theta(x)": math.exp(model.log_marginal(x).item()),
            r"\ELBO_\phi": model.elbo(x, mu, variances).item(),
            r"\ELBO_\ast": -smallest(lambda m, v, o=model: -o.elbo(x, m, v).item(), 2),
            r"\min_{q \in \mathcal Q} \KL(q(z) \Vert p_\theta(z \given x))": smallest(
                lambda m, v, o=model: apart(o, x, m, v), 2
            ),
        }
        yield printed.error(given)
