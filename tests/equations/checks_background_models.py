"""Joint, conditional and label: what a model of all pixels can be asked; book/1-background."""

import itertools

import formula
import numpy as np
from registry import checks
from routes import moments
from scipy import integrate, stats

normal = stats.multivariate_normal


def table(seed, images=6, classes=3):
    """A joint distribution of finitely many images and classes, (images, classes)."""
    return np.random.default_rng(seed).dirichlet(np.ones(images * classes)).reshape(images, classes)


def mixture(seed, size=4, classes=3):
    shares = np.random.default_rng(seed).dirichlet(np.ones(classes))
    return shares, [moments(100 * seed + c, size) for c in range(classes)]


def mixture_density(parts, x):
    shares, normals = parts
    pairs = zip(shares, normals, strict=True)
    return sum(share * normal.pdf(x, mean, cov) for share, (mean, cov) in pairs)


def column(vector):
    """As a matrix: what the formulas multiply and transpose."""
    return np.asmatrix(vector).T


@checks("eq-joint-split", tolerance=1e-12)
def joint_split():
    """The log-probability of image and label is the label's given the image plus the image's."""
    printed = formula.read("eq-joint-split")
    for seed in range(3):  # the shares are counted in a long list of examples
        copies = np.random.default_rng(seed).integers(1, 30, size=(4, 3))
        examples = [(x, y) for x in range(4) for y in range(3) for _ in range(copies[x, y])]
        for x, y in itertools.product(range(4), range(3)):
            labels = [label for image, label in examples if image == x]
            both = examples.count((x, y)) / len(examples)
            conditional, marginal = labels.count(y) / len(labels), len(labels) / len(examples)
            yield printed.error({"p(x, y)": both, r"p(y \given x)": conditional, "p(x)": marginal})


@checks("eq-bayes-label", tolerance=1e-12)
def bayes_label():
    """Bayes' rule turns the densities of the classes into a classifier."""
    printed = formula.read("eq-bayes-label")
    for seed in range(3):
        joint = table(seed)
        prior, likelihood = joint.sum(axis=0), joint / joint.sum(axis=0)
        for x, y in itertools.product(range(6), range(3)):
            every = {r"\sum_c": ..., "p(c)": prior, r"p(x \given c)": likelihood[x]}
            given = {"p(y)": prior[y], r"p(x \given y)": likelihood[x, y], **every}
            # Condition by crossing out all other images.
            yield printed.error({r"p(y \given x)": joint[x, y] / joint[x].sum(), **given})


@checks("eq-linear-logit", tolerance=1e-9)
def linear_logit():
    """Gaussian classes with one covariance meet at a flat boundary: the logit is linear in x."""
    logit, weight, offset = (formula.read("eq-linear-logit", place) for place in range(3))
    for seed in range(4):
        (mu_1, cov), (mu_0, _) = moments(seed), moments(seed + 50)
        given = {r"\mu_1": column(mu_1), r"\mu_0": column(mu_0), r"\pi_1": 0.3, r"\pi_0": 0.2}
        given |= {r"\Sigma^{-1}": np.asmatrix(np.linalg.inv(cov))}
        w = weight.values({**given, "w": 0})[1]
        w_0 = offset.values({**given, "w_0": 0})[1].item()
        for x in np.random.default_rng(seed).normal(size=(5, 4)):
            a, b = 0.3 * normal.pdf(x, mu_1, cov), 0.2 * normal.pdf(x, mu_0, cov)
            shares = {r"p(1 \given x)": a / (a + b), r"p(0 \given x)": b / (a + b)}
            yield abs(logit.error({**shares, "w": w, "w_0": w_0, "x": column(x)}).item())


def split_moments(mean, cov, seen=2):
    """The page's names of the parts of a mean and a covariance."""
    parts = {"s": slice(0, seen), "h": slice(seen, None)}
    given = {rf"\mu_{a}": column(mean[place]) for a, place in parts.items()}
    for (a, rows), (b, columns) in itertools.product(parts.items(), repeat=2):
        given[rf"\Sigma_{{{a}{b}}}"] = np.asmatrix(cov[rows, columns])
    return given


def conditional(mean, cov, image):
    """The two sides of the page's formula; the left one is the joint over the marginal density."""
    printed, gain = (formula.read("eq-gaussian-conditional", place) for place in range(2))
    given = split_moments(mean, cov)
    given |= {"B": gain.values({**given, "B": 0})[1], r"\N": density}
    given |= {"x_s": column(image[:2]), "x_h": column(image[2:])}
    marginal = normal.pdf(image[:2], mean[:2], cov[:2, :2])
    return printed.values({**given, r"p(x_h \given x_s)": normal.pdf(image, mean, cov) / marginal})


def density(x, mean, cov):
    return normal.pdf(np.ravel(x), np.ravel(mean), cov)


@checks("eq-gaussian-conditional", tolerance=1e-9)
def gaussian_conditional():
    """What a Gaussian says of hidden pixels, once the others are seen, is a Gaussian."""
    for seed in range(4):
        mean, cov = moments(seed)
        for image in np.random.default_rng(seed).normal(size=(5, 4)):
            yield abs(np.subtract(*conditional(mean, cov, image)))
    for seed in range(2):  # the marginal by an integral over the hidden pixel
        mean, cov = moments(seed, size=3)
        x = mean + 0.5
        along = lambda h: normal.pdf([*x[:2], h], mean, cov)
        total = integrate.quad(along, -40, 40, points=[-5, 0, 5], limit=400)[0]
        yield abs(conditional(mean, cov, x)[1] - along(x[2]) / total)


@checks("eq-mixture-conditional", tolerance=1e-9)
def mixture_conditional():
    """A mixture fills in by its classes' fillings, weighed by what the seen part says."""
    printed = formula.read("eq-mixture-conditional")
    for seed in range(4):
        shares, normals = parts = mixture(seed, size=3)
        x = np.random.default_rng(seed).normal(size=3)
        seen = np.array([normal.pdf(x[:2], mean[:2], cov[:2, :2]) for mean, cov in normals])
        hidden = np.array([conditional(*part, x)[1] for part in normals])
        classes = {r"\sum_c": ..., r"\pi_c": shares, r"p(x_s \given c)": seen}
        all_of_them = {r"\sum_b": ..., r"\pi_{b}": shares, r"p(x_s \given b)": seen}
        # The definition: the joint density over its integral along the hidden pixel.
        density = lambda h, p=parts, x=x: mixture_density(p, [*x[:2], h])
        total = integrate.quad(density, -40, 40, points=[-5, 0, 5], limit=400)[0]
        left = {r"p(x_h \given x_s)": density(x[2]) / total}
        yield printed.error({**left, **classes, **all_of_them, r"p(x_h \given x_s, c)": hidden})
