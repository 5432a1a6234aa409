"""Two directions of a divergence, and why pictures are grey: book/4-mathematics/vae-terms.md."""

import formula
import numpy as np
import torch
from registry import checks
from routes import vector
from scipy import optimize, stats
from signs import Law, Terms

from genai_utils import losses

LINE = np.linspace(-14, 14, 4001)
IMAGES = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.3, 0.8, 0.1]])
MEANS, SPREADS = np.array([-1.0, 0.2, 1.5, 0.4]), np.array([0.5, 1.0, 0.7, 2.0])


@checks("eq-moment-match", tolerance=1e-5)
def moment_match():
    """The Gaussian nearest to p in KL(p || q) has its mean and variance."""
    # The Gaussian nearest to a mixture, found by searching; moments by a sum over the line.
    mean, variance = (formula.read("eq-moment-match", place) for place in range(2))
    for shares, means, spread in (((0.6, 0.4), (-2, 2.5), 0.7), ((0.9, 0.1), (0, 4), 1.0)):
        p = sum(s * stats.norm.pdf(LINE, m, spread) for s, m in zip(shares, means, strict=True))
        weights = p / p.sum()
        surprise = lambda v, w=weights: -w @ stats.norm.logpdf(LINE, v[0], np.exp(v[1]))
        best = optimize.minimize(surprise, [0.5, 0.0], options={"gtol": 1e-10}).x
        law = {r"\sim p": Law({"z": LINE}, weights)}
        yield mean.error({r"\mu": best[0], **law})
        yield variance.error({r"\sigma": np.exp(best[1]), **law})


def density(n, z):
    return stats.norm.pdf(z, MEANS[n], SPREADS[n])


def shares(z):
    """The weights of the images at z, by Bayes' rule with equal shares."""
    joint = np.array([density(n, z) for n in range(len(IMAGES))])
    return joint / joint.sum()


def best_logits(z):
    """The decoder's logits at z that the library's likelihood likes best, found by searching."""
    weights = shares(z)

    def surprise(logits):
        likelihoods = losses.bernoulli_log_likelihood(vector(*logits), torch.from_numpy(IMAGES))
        return -weights @ likelihoods.numpy()

    return optimize.minimize(surprise, np.zeros(3), options={"gtol": 1e-9}).x


@checks("eq-best-decoder", tolerance=1e-6)
def best_decoder():
    """The best decoder draws the weighted mean of the images that share a code."""
    average, weight = (formula.read("eq-best-decoder", place) for place in range(2))
    count = len(IMAGES)
    for z in (-1.0, 0.0, 2.0):
        terms = {r"\rho_n": Terms([lambda _, s=s: s for s in shares(z)]), "x_n": Terms(IMAGES)}
        squares = lambda m, z=z: shares(z) @ ((IMAGES - m) ** 2).sum(1)
        for best in (
            optimize.minimize(squares, np.zeros(3), options={"gtol": 1e-9}).x,
            1 / (1 + np.exp(-best_logits(z))),
        ):
            found = average.values({"N": count, "z": z, **terms, r"m_\ast(z)": best})
            yield np.abs(found[0] - found[1]).max()
        # The places of the images stand for the images here.
        given = {"N": count, "z": 1, r"\given": 1, "x": np.arange(count)}
        given["q"] = lambda place, z=z: density(int(place), z)
        for n in range(count):
            yield weight.error({**given, "n": n + 1, r"\rho_n(z)": shares(z)[n]})


@checks("eq-blur-split", tolerance=1e-11)
def blur_split():
    """A decoder's error is what the best one leaves, plus its distance to the best one."""
    printed = formula.read("eq-blur-split")
    for z in (-1.0, 0.0, 2.0):
        average = shares(z) @ IMAGES
        for picture in (np.array([0.2, 0.9, 0.5]), average):
            terms = {r"\rho_n": Terms([lambda _, s=s: s for s in shares(z)]), "x_n": Terms(IMAGES)}
            drawn = {"m": lambda _, p=picture: p, r"m_\ast": lambda _, a=average: a}
            yield printed.error({"N": len(IMAGES), "z": z, **terms, **drawn})
        # Black and white pixels: what is left is the grey of the average.
        black = (IMAGES > 0.5).astype(float)
        grey = shares(z) @ black
        left = shares(z) @ ((black - grey) ** 2).sum(1)
        yield abs(left - np.sum(grey * (1 - grey)))
