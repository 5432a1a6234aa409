"""Exercises: the terms of the variational autoencoder's objective, written as code."""

import math

import torch
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from genai_utils.checks import Exercise, Mistake, expect_shape
from genai_utils.solutions import vae

PAGE = "4-mathematics/vae"

# (mean, standard deviation) of each latent unit of each example.
CODES = {
    "the prior itself, N(0, 1) twice": [[(0.0, 1.0), (0.0, 1.0)]],
    "a shifted mean, N(1, 1) and N(-2, 1)": [[(1.0, 1.0), (-2.0, 1.0)]],
    "a narrow code, N(0, 0.1²) twice": [[(0.0, 0.1), (0.0, 0.1)]],
    "three examples at once": [
        [(0.3, 0.5), (1.0, 2.0)],
        [(0.0, 1.0), (2.0, 0.2)],
        [(-1.0, 3.0)] * 2,
    ],
}


def _codes(pairs):
    mu, sigma = torch.tensor(pairs).unbind(-1)
    return mu, 2 * sigma.log()


def _normal(mu, log_var):
    return Independent(Normal(mu, (log_var / 2).exp()), 1)


def _prior(mu):
    return Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)


def see_kl(answer):
    return {name: answer(*_codes(pairs)) for name, pairs in CODES.items()}


def expect_kl():
    codes = {name: _codes(pairs) for name, pairs in CODES.items()}
    return {name: kl_divergence(_normal(*code), _prior(code[0])) for name, code in codes.items()}


KL = Exercise(
    label="ex-vae-kl",
    solution=vae.kl_standard_normal,
    probe=see_kl,
    oracle=expect_kl,
    see=("eq-kl-normal", PAGE),
    mistakes=(
        Mistake(
            "log_var.exp()",
            "(2 * log_var).exp()",
            "Which quantity does the network give: σ, σ² or log σ²?",
            "Here log_var is already the logarithm of the square; squaring again gives σ⁴.",
        ),
        Mistake(
            ".sum(-1)",
            ".mean(-1)",
            "The code's units are independent. What happens to divergences of independent parts?",
            "They add up. A mean over the units makes the divergence smaller by their number, "
            "which is a weight that nobody chose.",
        ),
        Mistake(
            ".sum(-1)",
            ".sum()",
            "How many numbers should come back for three examples?",
            "Sum over the latent units only; the caller averages over the examples.",
        ),
        Mistake(
            "0.5 *",
            "-0.5 *",
            "Can a divergence be negative?",
            "Many programs write the sum with all its signs turned round and a minus in front.",
        ),
        Mistake(
            "0.5 * (",
            "(",
            "Try one unit with mean 1 and variance 1 by hand.",
            "There the divergence is one half; a factor is missing from every term.",
        ),
        Mistake(
            "- 1)",
            ")",
            "What should come out when the code is the prior itself?",
            "Nothing is spent there, so the divergence is 0; a constant is missing for each unit.",
        ),
    ),
)


def _picture():
    logits = torch.tensor([[2.0, -1.0, 0.5], [-3.0, 4.0, 0.0]])
    x = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    mu, log_var = _codes([[(0.5, 0.8), (1.0, 1.5)], [(0.0, 1.0), (-1.0, 0.3)]])
    return logits, x, mu, log_var


def see_elbo(answer):
    logits, x, mu, log_var = _picture()
    hard = torch.tensor([[200.0, -200.0, 200.0]])
    return {
        "two images, three pixels, two units": answer(logits, x, mu, log_var),
        "very certain and right, logits of ±200": answer(hard, x[:1], mu[:1], log_var[:1]),
    }


def expect_elbo():
    logits, x, mu, log_var = (part.double() for part in _picture())
    rate = kl_divergence(_normal(mu, log_var), _prior(mu))
    likelihood = Independent(Bernoulli(logits=logits), 1).log_prob(x)
    values = likelihood - rate, -rate[:1]
    return dict(zip(see_elbo(lambda *_: None), values, strict=True))


ELBO = Exercise(
    label="ex-vae-elbo",
    solution=vae.elbo,
    probe=see_elbo,
    oracle=expect_elbo,
    see=("eq-elbo-split", PAGE),
    mistakes=(
        Mistake(
            'reduction="none").sum(-1)',
            'reduction="none").mean(-1)',
            "By what factor does the likelihood change if we average over the pixels?",
            "An image's log-likelihood is a sum over its pixels. Averaged, it is too light next to "
            "the rate by the number of pixels: that is how codes come to be ignored.",
        ),
        Mistake(
            "log_likelihood - rate",
            "log_likelihood + rate",
            "A bound must lie below log p(x). Does a larger divergence raise or lower yours?",
            "The rate is a cost: what the code spends is taken off the likelihood.",
        ),
        Mistake(
            "log_likelihood - rate",
            "rate - log_likelihood",
            "Is this the bound, or what an optimiser minimises?",
            "The sign is that of the loss. The bound itself is negative here and is maximised.",
        ),
        Mistake(
            'F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)',
            "((logits.sigmoid() - x) ** 2).sum(-1)",
            "For which decoder is the squared error a log-likelihood?",
            "For a Gaussian one, and up to a factor and a constant. The pixels here are 0 or 1, "
            "and the logits describe the probability of a 1.",
        ),
        Mistake(
            "F.binary_cross_entropy_with_logits(logits, x,",
            "F.binary_cross_entropy_with_logits(logits.sigmoid(), x,",
            "The function takes logits. What does it do with them first?",
            "It applies the sigmoid itself; yours has been through it twice.",
        ),
    ),
)

DRAWS = 20_000


def see_draws(answer):
    mu = torch.tensor([1.0, -2.0]).repeat(DRAWS, 1).requires_grad_()
    log_var = torch.tensor([2 * math.log(0.5), 2 * math.log(3.0)]).repeat(DRAWS, 1).requires_grad_()
    z = expect_shape(answer(mu, log_var), mu.shape)
    seen = {
        "the means of many draws": z.mean(0),
        "their standard deviations": z.std(0),
        "correlation between two units": torch.corrcoef(z.T)[0, 1].item(),
        "differences between two calls": (answer(mu, log_var) - z).std().item(),
    }
    reached = z.requires_grad and torch.autograd.grad(z.sum(), (mu, log_var), allow_unused=True)
    for name, place in (("the mean", 0), ("log_var", 1)):
        gradient = reached[place] if reached else None
        seen[f"a gradient reaches {name}"] = gradient is not None and bool(gradient.ne(0).any())
    return seen


def expect_draws():
    return {
        "the means of many draws": torch.tensor([1.0, -2.0]),
        "their standard deviations": torch.tensor([0.5, 3.0]),
        "correlation between two units": 0.0,
        # Two independent draws differ by twice the variance, pooled over both units.
        "differences between two calls": math.sqrt(0.5**2 + 3.0**2),
        "a gradient reaches the mean": True,
        "a gradient reaches log_var": True,
    }


REPARAMETERIZE = Exercise(
    label="ex-vae-reparameterize",
    solution=vae.reparameterize,
    probe=see_draws,
    oracle=expect_draws,
    see=("eq-reparameterize", PAGE),
    tolerance=0.1,  # the moments of 20,000 draws
    mistakes=(
        Mistake(
            "torch.exp(0.5 * log_var)",
            "torch.exp(log_var)",
            "What multiplies the noise: the variance or the standard deviation?",
            "exp(log_var) is the variance. Check with σ = 3: your draws spread three times as far.",
        ),
        Mistake(
            "torch.exp(0.5 * log_var)",
            "0.5 * log_var",
            "A standard deviation is positive. Is log_var?",
            "The network gives a logarithm, so that it may be any number; it has to be undone.",
        ),
        Mistake(
            "torch.randn_like(mu)",
            "torch.randn_like(mu[:, :1])",
            "Draw two units many times. Do they move together?",
            "Every unit of every example has noise of its own; yours share one number in a row.",
        ),
        Mistake(
            "torch.randn_like(mu)",
            "torch.rand_like(mu)",
            "What are the mean and the variance of the noise that the formula asks for?",
            "`rand` is uniform on [0, 1]: its mean isn't 0 and its variance isn't 1.",
        ),
        Mistake(
            "return mu + torch.exp(0.5 * log_var) * eps",
            "return torch.normal(mu, torch.exp(0.5 * log_var)).detach()",
            "The draws are right. Can the encoder learn from them?",
            "No gradient passes through a draw. Draw noise that depends on nothing, and compute z "
            "from it: then z is a differentiable function of both outputs.",
        ),
        Mistake(
            "eps = torch.randn_like(mu)",
            "torch.manual_seed(0)\n    eps = torch.randn_like(mu)",
            "Call it twice with the same arguments. Should the two draws be equal?",
            "A seed inside the function makes every draw the same one.",
        ),
    ),
)
