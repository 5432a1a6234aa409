"""Two ways to model data, likelihood and what it measures: book/1-background/index.md."""

import itertools
import math

import numpy as np
from registry import checks
from scipy import integrate, optimize, stats

normal = stats.multivariate_normal


def table(seed, images=6, classes=3):
    """A joint distribution of finitely many images and classes, (images, classes)."""
    return np.random.default_rng(seed).dirichlet(np.ones(images * classes)).reshape(images, classes)


def moments(seed, size=4):
    """A mean and a covariance with correlations."""
    random = np.random.default_rng(seed)
    root = random.normal(size=(size, size))
    return random.normal(size=size), root @ root.T + 0.3 * np.eye(size)


def mixture(seed, size=4, classes=3):
    shares = np.random.default_rng(seed).dirichlet(np.ones(classes))
    return shares, [moments(100 * seed + c, size) for c in range(classes)]


def mixture_density(parts, x):
    shares, normals = parts
    pairs = zip(shares, normals, strict=True)
    return sum(share * normal.pdf(x, mean, cov) for share, (mean, cov) in pairs)


def outcomes(seed, size=5):
    """Frequencies of some throws, the throws, and a model of them."""
    random = np.random.default_rng(seed)
    throws = random.integers(size, size=40)
    return np.bincount(throws, minlength=size) / 40, throws, random.dirichlet(np.ones(size))


# Two densities on a line, a source and a model: pairs of (mean, standard deviation).
LINES = [((0, 1), (0.5, 2)), ((1, 0.6), (-0.3, 0.8)), ((0, 2), (1, 1.5))]


def over_line(function):
    return integrate.quad(function, -30, 30, points=[-3, 0, 3], limit=400, epsabs=1e-12)[0]


def kl_line(source, model):
    """KL of two Gaussians on a line, by quadrature of its definition."""
    p, q = stats.norm(*source), stats.norm(*model)
    return over_line(lambda x: p.pdf(x) * (p.logpdf(x) - q.logpdf(x)))


@checks("eq-joint-split", tolerance=1e-12)
def joint_split():
    for seed in range(3):  # the shares are counted in a long list of examples
        copies = np.random.default_rng(seed).integers(1, 30, size=(4, 3))
        examples = [(x, y) for x in range(4) for y in range(3) for _ in range(copies[x, y])]
        for x, y in itertools.product(range(4), range(3)):
            labels = [label for image, label in examples if image == x]
            both = examples.count((x, y)) / len(examples)
            conditional, marginal = labels.count(y) / len(labels), len(labels) / len(examples)
            yield abs(math.log(both) - (math.log(conditional) + math.log(marginal)))


@checks("eq-bayes-label", tolerance=1e-12)
def bayes_label():
    for seed in range(3):
        joint = table(seed)
        prior, likelihood = joint.sum(axis=0), joint / joint.sum(axis=0)
        formula = prior * likelihood / (likelihood @ prior)[:, None]
        for x in range(len(joint)):  # condition by crossing out all other images
            yield np.abs(formula[x] - joint[x] / joint[x].sum()).max()


@checks("eq-linear-logit", tolerance=1e-9)
def linear_logit():
    for seed in range(4):
        (mu_a, cov), (mu_b, _) = moments(seed), moments(seed + 50)
        share_a, share_b = 0.3, 0.2
        w = np.linalg.inv(cov) @ (mu_a - mu_b)
        forms = [mu @ np.linalg.inv(cov) @ mu for mu in (mu_a, mu_b)]
        w_0 = math.log(share_a / share_b) - 0.5 * (forms[0] - forms[1])
        for x in np.random.default_rng(seed).normal(size=(5, 4)):
            weights = [
                share * normal.pdf(x, mu, cov) for share, mu in ((share_a, mu_a), (share_b, mu_b))
            ]
            yield abs(math.log(weights[0] / weights[1]) - (w @ x + w_0))


@checks("eq-nll-counts", tolerance=1e-12)
def nll_counts():
    for seed in range(4):
        shares, throws, model = outcomes(seed)
        mean = np.mean([-math.log(model[throw]) for throw in throws])
        yield abs(mean - (stats.entropy(shares) + stats.entropy(shares, model)))
        # So no distribution does better than the frequencies: an optimiser finds them.
        best = optimize.minimize(
            lambda a, t=throws: np.mean(np.logaddexp.reduce(a) - a[t]), np.zeros(5), tol=1e-12
        )
        yield max(0.0, stats.entropy(shares) - best.fun)


@checks("eq-nll-kl", tolerance=1e-9)
def nll_kl():
    for source, model in LINES:
        p, q = stats.norm(*source), stats.norm(*model)
        left = over_line(lambda x, p=p, q=q: -p.pdf(x) * q.logpdf(x))
        yield abs(left - (p.entropy() + kl_line(source, model)))
    for seed in range(3):
        p, q = outcomes(seed)[2], outcomes(seed + 9)[2]
        yield abs(-np.sum(p * np.log(q)) - (stats.entropy(p) + stats.entropy(p, q)))


@checks("eq-nll-difference", tolerance=1e-9)
def nll_difference():
    for (source, first), (_, second) in itertools.permutations(LINES, 2):
        p, models = stats.norm(*source), (stats.norm(*first), stats.norm(*second))
        better = over_line(lambda x, p=p, m=models: p.pdf(x) * (m[0].logpdf(x) - m[1].logpdf(x)))
        yield abs(better - (kl_line(source, second) - kl_line(source, first)))


def kl_normals(first, second):
    """KL of two Gaussians on several pixels, by Gauss-Hermite quadrature, exact for quadratics."""
    (mean, cov), size = first, len(first[0])
    nodes, weights = np.polynomial.hermite_e.hermegauss(3)
    root, total = np.linalg.cholesky(cov), 0.0
    for index in itertools.product(range(3), repeat=size):
        x = mean + root @ nodes[list(index)]
        weight = np.prod(weights[list(index)]) / (2 * math.pi) ** (size / 2)
        total += weight * (normal.logpdf(x, *first) - normal.logpdf(x, *second))
    return total


@checks("eq-gaussian-ml", tolerance=1e-9)
def gaussian_ml():
    for seed in range(4):
        x = np.random.default_rng(seed).gamma(2.0, size=(20, 3))  # not Gaussian at all
        fitted, other = (x.mean(axis=0), np.cov(x.T, bias=True)), moments(seed, size=3)
        mean = -normal.logpdf(x, *other).mean()
        constant = 0.5 * np.linalg.slogdet(2 * math.pi * math.e * fitted[1])[1]
        yield abs(mean - (constant + kl_normals(fitted, other)))
        yield abs(-normal.logpdf(x, *fitted).mean() - constant)


@checks("eq-optimism", tolerance=1e-9)
def optimism():
    # The expectation over n examples and one new one, by Gauss-Hermite quadrature, in one and in
    # two dimensions; in two the coordinates are correlated.
    nodes, weights = np.polynomial.hermite_e.hermegauss(3)
    for size, count in ((1, 2), (1, 4), (2, 2), (2, 3)):
        mean, cov = moments(count, size)
        root, draws = np.linalg.cholesky(cov), size * (count + 1)
        fitted = held_out = 0.0
        for index in itertools.product(range(3), repeat=draws):
            weight = np.prod(weights[list(index)]) / (2 * math.pi) ** (draws / 2)
            x = mean + nodes[list(index)].reshape(count + 1, size) @ root.T
            surprise = -normal.logpdf(x, x[:-1].mean(axis=0), cov)
            fitted += weight * np.mean(surprise[:-1])
            held_out += weight * surprise[-1]
        entropy = normal.entropy(mean, cov)
        yield abs(fitted - (entropy - size / (2 * count)))
        yield abs(held_out - (entropy + size / (2 * count)))


@checks("eq-units", tolerance=1e-9)
def units():
    for seed, c in itertools.product(range(3), (1 / 16, 0.5, 3.0)):
        mean, cov = moments(seed)
        x = np.random.default_rng(seed).normal(size=4)
        # The density of c x, from that of its own mean and covariance.
        left = -normal.logpdf(c * x, c * mean, c**2 * cov)
        yield abs(left - (-normal.logpdf(x, mean, cov) + 4 * math.log(c)))


@checks("eq-dequantisation", tolerance=1e-9)
def dequantisation():
    for mean, spread in ((0.5, math.sqrt(1 / 12)), (1.3, 0.4), (3.0, 2.0), (0.9, 0.3)):
        law = stats.norm(mean, spread)
        for count in range(4):
            options = {"limit": 400, "epsabs": 1e-12}
            inside = integrate.quad(lambda u, k=count, p=law: p.logpdf(k + u), 0, 1, **options)[0]
            yield max(0.0, inside - math.log(law.sf(count) - law.sf(count + 1)))
    for share in (0.1, 0.7):  # tight for a density that is constant in each cell: a histogram
        law = stats.rv_histogram((np.array([share, 1 - share]), np.arange(3)))
        for count in range(2):
            inside = integrate.quad(lambda u, k=count, p=law: p.logpdf(k + u), 0, 1)[0]
            yield abs(inside - math.log(law.sf(count) - law.sf(count + 1)))


@checks("eq-typical", tolerance=1e-9)
def typical():
    for seed, size in itertools.product(range(3), (1, 4, 20)):
        mean, cov = moments(seed, size)
        # SciPy's entropy is minus the mean of log p over its own draws.
        yield abs(normal.logpdf(mean, mean, cov) + normal.entropy(mean, cov) - size / 2)


def split_moments(mean, cov, seen=2):
    return mean[:seen], mean[seen:], cov[:seen, :seen], cov[seen:, :seen], cov[seen:, seen:]


def conditional(mean, cov, x_s):
    """The formula of the page: mean and covariance of the hidden pixels."""
    mu_s, mu_h, s_ss, s_hs, s_hh = split_moments(mean, cov)
    gain = s_hs @ np.linalg.inv(s_ss)
    return mu_h + gain @ (x_s - mu_s), s_hh - gain @ s_hs.T


@checks("eq-gaussian-conditional", tolerance=1e-9)
def gaussian_conditional():
    for seed in range(4):  # the definition, joint over marginal density
        mean, cov = moments(seed)
        x = np.random.default_rng(seed).normal(size=(5, 4))
        for image in x:
            formula = normal.logpdf(image[2:], *conditional(mean, cov, image[:2]))
            ratio = normal.logpdf(image, mean, cov) - normal.logpdf(
                image[:2], mean[:2], cov[:2, :2]
            )
            yield abs(formula - ratio)
    for seed in range(2):  # the marginal by an integral over the hidden pixel
        mean, cov = moments(seed, size=3)
        x = mean + 0.5
        density = lambda h, m=mean, c=cov, x=x: normal.pdf([*x[:2], h], m, c)
        total = integrate.quad(density, -40, 40, points=[-5, 0, 5], limit=400)[0]
        formula = normal.pdf(x[2:], *conditional(mean, cov, x[:2]))
        yield abs(formula - density(x[2]) / total)


@checks("eq-mixture-conditional", tolerance=1e-9)
def mixture_conditional():
    for seed in range(4):
        shares, normals = parts = mixture(seed, size=3)
        x = np.random.default_rng(seed).normal(size=3)
        weights = shares * [normal.pdf(x[:2], mean[:2], cov[:2, :2]) for mean, cov in normals]
        hidden = [normal.pdf(x[2:], *conditional(*part, x[:2])) for part in normals]
        formula = np.dot(weights / weights.sum(), hidden)
        # The definition: the joint density over its integral along the hidden pixel.
        density = lambda h, p=parts, x=x: mixture_density(p, [*x[:2], h])
        total = integrate.quad(density, -40, 40, points=[-5, 0, 5], limit=400)[0]
        yield abs(formula - density(x[2]) / total)
