"""What a class changes in the losses: book/6-applications/images.md."""

import itertools

import formula
import numpy as np
import torch
from checks_gan_value import best_discriminator, best_value
from registry import checks
from routes import jsd, over
from scipy import special, stats
from signs import Law
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from genai_utils import losses, models

DOUBLE = torch.double
SHARES = {"two": [0.5, 0.5], "three": [0.2, 0.5, 0.3], "one": [1.0]}


def pairs(seed, shares, places=6):
    """Shares of the classes, and for each class a distribution of data and one of samples."""
    random = np.random.default_rng(seed)
    p, q = random.dirichlet(np.ones(places), (2, len(shares)))
    return np.asarray(shares), p, q


def cases():
    return [pairs(seed, shares) for seed in range(3) for shares in SHARES.values()]


@checks("eq-conditional-losses", tolerance=1e-10)
def conditional_losses():
    """The two losses of a GAN that is told the class: those of a GAN, over pairs."""
    discriminator, generator = (formula.read("eq-conditional-losses", at) for at in (0, 1))
    for share, p, q in cases():
        logits = 3 * np.random.default_rng(0).normal(size=p.shape)
        x, y = np.arange(p.size), np.repeat(np.arange(len(share)), p.shape[1])
        table = {r"\sim p": p, r"\sim q": q}
        laws = {
            name: Law({"x": x, "y": y}, (share[:, None] * of).ravel()) for name, of in table.items()
        }
        given = {**laws, "a": lambda x, y, a=logits: a.ravel()[x] + 0 * y}
        d = special.expit(logits)
        critique = -np.sum(share[:, None] * (p * np.log(d) + q * np.log(1 - d)))
        yield discriminator.error({"L_D": critique, **given})
        yield generator.error({"L_G": -np.sum(share[:, None] * q * np.log(d)), **given})
    # The library's, on a batch in which each pair occurs as often as its probability says.
    counts = np.random.default_rng(1).integers(1, 5, (2, *logits.shape))
    batch = [torch.tensor(np.repeat(logits, many.ravel())) for many in counts]
    real, fake = (many.ravel() / many.sum() for many in counts)
    flat = logits.ravel()
    critique = real @ np.logaddexp(0, -flat) + fake @ np.logaddexp(0, flat)
    yield abs(losses.discriminator_loss(*batch).item() - critique)
    reply = losses.generator_loss_non_saturating(batch[1]).item()
    yield abs(reply - fake @ np.logaddexp(0, -flat))


@checks("eq-conditional-optimum", tolerance=1e-6)
def conditional_optimum():
    """The best discriminator compares the densities of data and samples within the class."""
    printed = formula.read("eq-conditional-optimum")
    for share, p, q in cases():
        for part, of_data, of_samples in zip(share, p, q, strict=True):
            found = best_discriminator(part * of_data, part * of_samples)  # with the class's share
            for d, a, b in zip(found, of_data, of_samples, strict=True):
                yield printed.error({"D^*(x, y)": d, "p_y(x)": a, "q_y(x)": b})


@checks("eq-conditional-value", tolerance=1e-6)
def conditional_value():
    """The game's value at the best discriminator is the mean of the classes' divergences."""
    printed = formula.read("eq-conditional-value")
    for share, p, q in cases():
        joint = [(share[:, None] * of).ravel() for of in (p, q)]
        apart = np.array([jsd(a, b) for a, b in zip(p, q, strict=True)])
        given = {r"\sim p": over(share), r"\JSD(p_y, q_y)": apart}
        yield printed.error({"V(D^*, G)": best_value(*joint), **given})


@checks("eq-label-blind", tolerance=1e-12)
def label_blind():
    """Without the class, real and fake are at most as different as they are class by class."""
    printed = formula.read("eq-label-blind")
    for share, p, q in cases():
        apart = np.array([jsd(a, b) for a, b in zip(p, q, strict=True)])
        given = {r"\sim p": over(share), r"\JSD(p_y, q_y)": apart}
        yield printed.error({r"\JSD(p, q)": jsd(share @ p, share @ q), **given})
    # The page's exchanged 3 and 8: the mixture is right, and each class as wrong as can be.
    half, exchanged = np.array([0.5, 0.5]), np.eye(2)
    given = {r"\sim p": over(half), r"\JSD(p_y, q_y)": np.full(2, np.log(2))}
    yield printed.error({r"\JSD(p, q)": jsd(half @ exchanged, half @ exchanged[::-1]), **given})


@checks("eq-ratio-split", tolerance=1e-10)
def ratio_split():
    """The log-ratio within a class is that of the images plus that of the class given the image."""
    printed = formula.read("eq-ratio-split")
    for share, p, q in cases():
        joint = share[:, None] * p, share[:, None] * q
        whole = [table.sum(0) for table in joint]
        posterior = [table / total for table, total in zip(joint, whole, strict=True)]
        for at in np.ndindex(p.shape):
            given = {"p_y(x)": p[at], "q_y(x)": q[at]}
            given |= {"p(x)": whole[0][at[1]], "q(x)": whole[1][at[1]]}
            given |= {r"p(y \given x)": posterior[0][at], r"q(y \given x)": posterior[1][at]}
            yield printed.error(given)


@checks("eq-projection", tolerance=1e-5)
def projection():
    """The logit of the image alone, plus its features times a vector of the class."""
    printed = formula.read("eq-projection")
    torch.manual_seed(0)
    network = models.ProjectionDiscriminator(channels=2, classes=3).eval()
    x, y = torch.rand(3, 784), torch.tensor([2, 0, 2])
    with torch.no_grad():
        logits, features = network(x, y).tolist(), network.features(x).double().numpy()
    vectors = network.of_class.weight.detach().double().numpy().T
    alone, constant = network.alone.weight[0].detach().double().numpy(), network.alone.bias.item()
    for logit, feature, label in zip(logits, features, y.tolist(), strict=True):
        given = {"b": constant, "w": np.matrix(alone).T, "v_y": np.matrix(vectors[label]).T}
        yield printed.error({"a(x, y)": logit, "f(x)": np.matrix(feature).T, **given})


def misfiled(share, p):
    """What comes under each class if every image gets one of the others, all alike likely."""
    others = np.array([np.delete(share, c) @ np.delete(p, c, axis=0) for c in range(len(share))])
    return others / (len(share) - 1)  # the class's own share is in it, as joint probability


@checks("eq-misfiled-loss", tolerance=1e-10)
def misfiled_loss():
    """The discriminator's loss with real images under a wrong class as further fakes."""
    printed = formula.read("eq-misfiled-loss")
    for share, p, q in cases():
        if len(share) == 1:
            continue
        logits = 3 * np.random.default_rng(0).normal(size=p.shape)
        x, y = np.arange(p.size), np.repeat(np.arange(len(share)), p.shape[1])
        joint = {r"\sim p": share[:, None] * p, r"\sim q": share[:, None] * q}
        joint[r"\sim r"] = misfiled(share, p)
        yield abs(joint[r"\sim r"].sum() - 1)
        laws = {name: Law({"x": x, "y": y}, of.ravel()) for name, of in joint.items()}
        d, (real, fake, wrong) = special.expit(logits), joint.values()
        right = -np.sum(real * np.log(d) + (fake + 0.3 * wrong) * np.log(1 - d))
        given = {**laws, "a": lambda x, y, a=logits: a.ravel()[x] + 0 * y, r"\lambda": 0.3}
        plain = -np.sum(real * np.log(d) + fake * np.log(1 - d))
        yield printed.error({"L_M": right, "L_D": plain, **given})
    numbers = torch.tensor(logits.ravel())
    yield abs(losses.misfiled_loss(numbers).item() + np.log(1 - d).mean())


@checks("eq-misfiled-optimum", tolerance=1e-6)
def misfiled_optimum():
    """With misfiled images the best discriminator counts their density among the fakes'."""
    printed = formula.read("eq-misfiled-optimum")
    for weight, (_, p, q) in itertools.product((0.2, 0.5), cases()):
        wrong = np.random.default_rng(2).dirichlet(np.ones(p.shape[1]))
        found = best_discriminator(p[0], q[0] + weight * wrong)
        for d, a, b, r in zip(found, p[0], q[0], wrong, strict=True):
            given = {"p_y(x)": a, "q_y(x)": b, "r_y(x)": r, r"\lambda": weight}
            yield printed.error({"D^*(x, y)": d, **given})


@checks("eq-cvae-bound", tolerance=1e-9)
def cvae_bound():
    """With the class given everywhere, the ELBO bounds the log-likelihood given the class."""
    printed = formula.read("eq-cvae-bound")
    for seed in range(6):
        random = np.random.default_rng(seed)
        prior, q = random.dirichlet(np.ones(5), 2)
        likelihood = random.uniform(0.01, 1, 5)  # of one image of one class, for each code
        posterior = prior * likelihood / (prior @ likelihood)
        for encoder in (q, posterior):
            given = {r"p_\theta(x \given y)": prior @ likelihood + 1e-13}
            given |= {r"\sim q_\phi(z \given x, y)": Law({}, encoder)}
            given |= {r"p_\theta(x \given y, z)": likelihood}
            given[r"\KL(q_\phi(z \given x, y) \Vert p(z))"] = stats.entropy(encoder, prior)
            yield printed.error(given)
        yield np.ptp(printed.values(given))  # no gap at the posterior
    yield library_bound()


def library_bound():
    """The library's two terms for a conditional model, beside PyTorch's distributions."""
    torch.manual_seed(0)
    model = models.ConditionalVAE(pixels=5, hidden=[4], latent=2, classes=3)
    x, y = torch.bernoulli(torch.rand(6, 5)), torch.arange(6) % 3
    with torch.no_grad():
        logits, mu, log_var = model(x, y)
    terms = losses.bernoulli_log_likelihood(logits, x), losses.kl_standard_normal(mu, log_var)
    code, standard = Normal(mu, (0.5 * log_var).exp()), Normal(0.0, 1.0)
    rate = kl_divergence(code, standard).sum(1)
    right = Independent(Bernoulli(logits=logits), 1).log_prob(x) - rate
    return (losses.elbo(*terms) - right).abs().max().item() * 1e-4  # in single precision


@checks("eq-class-saves", tolerance=1e-10)
def class_saves():
    """Knowing the class saves, in the mean, what the image would have told of it: log K at most."""
    printed = formula.read("eq-class-saves")
    for share, p, _ in [*cases(), (np.full(3, 1 / 3), np.eye(3), None)]:
        joint = share[:, None] * p
        x, y = (part.ravel() for part in np.indices(joint.shape)[::-1])
        law = Law({"x": x, "y": y}, joint.ravel())
        unsure = stats.entropy(joint.ravel()) - stats.entropy(joint.sum(0))
        given = {r"\sim p": law, "H(y)": stats.entropy(share), r"H(y \given x)": unsure}
        with np.errstate(divide="ignore"):
            dense = {"p_y(x)": np.maximum(p, 1e-300)[y, x], "p(x)": joint.sum(0)[x]}
        given |= {**dense, "K": len(share)}
        yield printed.error(given)
    # Equal shares, and classes that no image can be mistaken for: here the bound is reached.
    yield np.ptp(printed.values(given))
