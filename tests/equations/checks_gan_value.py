"""The value and the losses of the GAN: the first half of book/4-mathematics/gan.md."""

import math

import formula
import gauss
import numpy as np
import torch
from registry import checks
from routes import SKEWED, integral, jsd, over, pair, vector
from scipy import optimize, special, stats
from signs import Law

from genai_utils import losses

DOUBLE = torch.double


def best_discriminator(p, q):
    """At each point the number between 0 and 1 that makes the value largest, by a search."""
    return np.array(
        [
            optimize.minimize_scalar(
                lambda d: -special.xlogy(a, d) - special.xlog1py(b, -d),
                bounds=(0, 1),
                method="bounded",
                options={"xatol": 1e-13, "maxiter": 1000},
            ).x
            for a, b in zip(p, q, strict=True)
        ]
    )


def best_value(p, q):
    """The value at the discriminator that the search found."""
    d = best_discriminator(p, q)
    return np.sum(special.xlogy(p, d)) + np.sum(special.xlog1py(q, -d))


def batches(real, fake):
    """Two batches of logits as the laws of a formula, which the logit a(x) = x reads off."""
    laws = [Law({"x": a.numpy()}, np.full(len(a), 1 / len(a))) for a in (real, fake)]
    return {r"\sim p": laws[0], r"\sim q": laws[1], "a": lambda x: x, "D": stats.logistic.cdf}


@checks("eq-discriminator-loss", tolerance=1e-10)
def discriminator_loss():
    """The discriminator's loss: how surely it calls real data real and samples fake."""
    printed = formula.read("eq-discriminator-loss")
    random = torch.Generator().manual_seed(0)
    for sizes in ((50, 50), (7, 30)):
        real, fake = (3 * torch.randn(n, dtype=DOUBLE, generator=random) for n in sizes)
        loss = losses.discriminator_loss(real, fake).item()
        yield printed.error({"L_D": loss, **batches(real, fake)})
        d_real, d_fake = (stats.logistic.cdf(a.numpy()) for a in (real, fake))
        yield abs(loss + np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake)))
    yield abs(losses.discriminator_loss(real * 0, fake * 0).item() - math.log(4))
    extreme = losses.discriminator_loss(vector(-300.0), vector(300.0)).item()
    yield abs(extreme - 600) / 600


@checks("eq-optimal-discriminator", tolerance=1e-6)
def optimal_discriminator():
    """The best discriminator says what share of the density at x is the data's."""
    printed = formula.read("eq-optimal-discriminator")
    for p, q in [*(pair(seed) for seed in range(4)), SKEWED]:
        for d, a, b in zip(best_discriminator(p, q), p, q, strict=True):
            yield printed.error({"D^*(x)": d, "p(x)": a, "q(x)": b})


@checks("eq-optimal-logit", tolerance=1e-4)
def optimal_logit():
    """The best discriminator's logit is the log-ratio of the two densities."""
    printed = formula.read("eq-optimal-logit")
    for p, q in (pair(seed) for seed in range(4)):
        logits = special.logit(best_discriminator(p, q))
        for logit, a, b in zip(logits, p, q, strict=True):
            yield printed.error({"a^*(x)": logit, "p(x)": a, "q(x)": b})


@checks("eq-gan-value-optimal", tolerance=1e-7)
def gan_value_optimal():
    """Against the best discriminator the game's value is -log 4 plus twice the JSD."""
    printed = formula.read("eq-gan-value-optimal")
    for p, q in [*(pair(seed) for seed in range(6)), (pair(0)[0], pair(0)[0]), SKEWED]:
        yield printed.error({"V(D^*, G)": best_value(p, q), r"\JSD(p, q)": jsd(p, q)})


@checks("eq-jsd-bounds", tolerance=1e-12)
def jsd_bounds():
    """The Jensen-Shannon divergence lies between 0 and log 2."""
    printed = formula.read("eq-jsd-bounds")
    for p, q in [*(pair(seed) for seed in range(40)), SKEWED]:
        yield printed.error({r"\JSD(p, q)": jsd(p, q)})
    half = np.array([0.5, 0.5, 0.0, 0.0])
    least, same, _ = printed.values({r"\JSD(p, q)": jsd(half, half)})
    _, disjoint, most = printed.values({r"\JSD(p, q)": jsd(half, half[::-1])})
    yield abs(same - least)
    yield abs(disjoint - most)


def generator_loss(label, name, loss):
    """One of the two losses: the code, the page, and the value at a logit of 0 by hand."""
    printed = formula.read(label)
    for logits in (torch.linspace(-6, 6, 41), torch.linspace(-5, 3, 10)):
        logits = logits.double()
        yield printed.error({name: loss(logits).item(), **batches(logits, logits)})


@checks("eq-generator-saturating", tolerance=1e-10)
def generator_saturating():
    """The saturating loss of the generator: minus how surely its samples are rejected."""
    loss = losses.generator_loss_saturating
    yield from generator_loss("eq-generator-saturating", r"L_G^{\text{sat}}", loss)
    yield abs(loss(vector(0.0)).item() + math.log(2))
    yield abs(loss(vector(-4.0, 1.0)).item() - np.mean(stats.logistic.logsf([-4.0, 1.0])))


@checks("eq-generator-non-saturating", tolerance=1e-10)
def generator_non_saturating():
    """The non-saturating loss of the generator: how far its samples are from accepted."""
    loss = losses.generator_loss_non_saturating
    yield from generator_loss("eq-generator-non-saturating", r"L_G^{\text{ns}}", loss)
    yield abs(loss(vector(0.0)).item() - math.log(2))
    yield abs(loss(vector(-4.0, 1.0)).item() + np.mean(stats.logistic.logcdf([-4.0, 1.0])))


def slopes(label, loss):
    """The slope by autograd through the code, beside all that the page prints."""
    printed = formula.read(label)
    for d in (1e-3, 0.2, 0.5, 0.999):
        a = math.log(d / (1 - d))
        logit = vector(a).requires_grad_()
        loss(logit).backward()
        given = {"a": a, "D": d}
        yield printed.error(given)
        yield abs(logit.grad.item() - printed.values(given)[-1])


@checks("eq-saturating-gradient", tolerance=1e-10)
def saturating_gradient():
    """The saturating loss has no slope where samples are rejected."""
    yield from slopes("eq-saturating-gradient", losses.generator_loss_saturating)


@checks("eq-non-saturating-gradient", tolerance=1e-10)
def non_saturating_gradient():
    """The non-saturating loss has slope 1 where samples are rejected."""
    yield from slopes("eq-non-saturating-gradient", losses.generator_loss_non_saturating)


def gaussian_divergences(mu):
    """KL(q || p) and JSD for p = N(0, 1), q = N(mu, 1.2²), by quadrature."""
    q, p = gauss.Normal(mu, 1.2), gauss.Normal()

    def to_mixture(one):
        return integral(
            lambda x: one.pdf(x) * (one.logpdf(x) - np.log((p.pdf(x) + q.pdf(x)) / 2)), width=1.5
        )

    kl = integral(lambda x: q.pdf(x) * (q.logpdf(x) - p.logpdf(x)), width=1.5)
    return kl, (to_mixture(p) + to_mixture(q)) / 2


def generator_slope(loss, mu, h=1e-4):
    """d/dmu of E_q[loss(a*)] with the optimal logit a* of mu held fixed, by quadrature."""
    logit = lambda x: gauss.logpdf(x) - gauss.logpdf(x, mu, 1.2)

    def mean(at):
        return integral(lambda x: gauss.pdf(x, at, 1.2) * loss(logit(x)), width=1.5)

    return (mean(mu + h) - mean(mu - h)) / (2 * h)


def divergence_slope(combine, mu, h=1e-4):
    above, below = combine(*gaussian_divergences(mu + h)), combine(*gaussian_divergences(mu - h))
    return (above - below) / (2 * h)


@checks("eq-saturating-minimises", tolerance=1e-6)
def saturating_minimises():
    """With the best discriminator held, the saturating loss descends the JSD."""
    for mu in (0.5, 1.0, -2.0):
        left = generator_slope(lambda a: -np.logaddexp(0, a), mu)
        yield abs(left - divergence_slope(lambda kl, js: 2 * js, mu))


@checks("eq-held-log-ratio", tolerance=1e-9)
def held_log_ratio():
    """A log-ratio with a held density is a difference of two divergences."""
    printed = formula.read("eq-held-log-ratio")
    x, step = np.linspace(-12, 12, 24_001, retstep=True)
    for first, held, data in [((0.3, 1.1), (0.5, 1.2), (0, 1)), ((-1, 0.8), (1, 0.7), (0.4, 1.5))]:
        q, q_0, p = (torch.distributions.Normal(*vector(*law)) for law in (first, held, data))
        kl = torch.distributions.kl_divergence
        density = lambda law: law.log_prob(torch.tensor(x)).exp().numpy()
        yield printed.error(
            {
                r"q_\theta": density(q),
                r"q_{\theta_0}": density(q_0),
                "p": density(p),
                r"\int": np.full_like(x, step),
                r"\KL(q_\theta \Vert p)": kl(q, p).item(),
                r"\KL(q_\theta \Vert q_{\theta_0})": kl(q, q_0).item(),
            }
        )


@checks("eq-non-saturating-minimises", tolerance=1e-6)
def non_saturating_minimises():
    """Held likewise, the non-saturating loss descends the reverse KL less twice the JSD."""
    for mu in (0.5, 1.0, -2.0):
        left = generator_slope(lambda a: np.logaddexp(0, -a), mu)
        yield abs(left - divergence_slope(lambda kl, js: kl - 2 * js, mu))


@checks("eq-point-generator", tolerance=1e-10)
def point_generator():
    """Against a fixed discriminator one point, its favourite, is the best generator."""
    printed = formula.read("eq-point-generator")
    for seed in range(6):
        d = np.random.default_rng(seed).uniform(0.01, 0.99, 7)
        program = optimize.linprog(-np.log(d), A_eq=[np.ones(7)], b_eq=[1.0])
        least = {r"\inf_q \E_{x \sim q}[-\log D(x)]": program.fun}
        yield printed.error({**least, "D(x)": d})
        # With the plan that the program found, as the page prints the left side.
        yield printed.error({r"\sim q": over(program.x), "D": lambda x, d=d: d[x], "D(x)": d})
        yield abs(program.x.max() - 1)
