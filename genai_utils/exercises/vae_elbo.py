"""Exercise: the evidence lower bound of black-and-white images, written as code."""

import torch
from torch.distributions import Bernoulli, Independent, kl_divergence

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.recorded import slopes
from genai_utils.exercises.vae_divergence import codes_of, posterior, prior
from genai_utils.solutions import vae

PAGE = "4-mathematics/vae"
COINS = "logits of 0, a rate of 0"
LIKELIHOOD = "a rate of 0, the likelihood alone"
RATE = "certain and right pixels, the rate alone"


def _picture():
    logits = torch.tensor([[2.0, -1.0, 0.5], [-3.0, 4.0, 0.0]])
    x = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    mu, log_var = codes_of([[(0.5, 0.8), (1.0, 1.5)], [(0.0, 1.0), (-1.0, 0.3)]])
    return logits, x, mu, log_var


def _cases():
    """Name -> logits, x, mu, log_var; from one term alone to both, then to certain pixels."""
    logits, x, mu, log_var = _picture()
    nothing = torch.zeros_like(mu), torch.zeros_like(mu)
    right = 400 * x - 200
    return {
        COINS: (torch.zeros_like(logits), x, *nothing),
        LIKELIHOOD: (logits, x, *nothing),
        RATE: (15 * (2 * x - 1), x, mu, log_var),
        "both terms": (logits, x, mu, log_var),
        "very certain and right, logits of ±200": (right, x, mu, log_var),
        "very certain and wrong, logits of ±200": (-right, x, mu, log_var),
    }


def see_elbo(answer):
    seen = {name: answer(*case) for name, case in _cases().items()}
    _, x, mu, log_var = _picture()
    # Wrong at ±30, where a sigmoid in single precision is rounded to 0 or 1.
    leaves = [part.requires_grad_() for part in (30 * (1 - 2 * x), mu, log_var)]
    seen["the slope in a wrong logit"], *others = slopes(answer(leaves[0], x, *leaves[1:]), *leaves)
    return seen | dict(zip(("the slope in the mean", "the slope in log_var"), others, strict=True))


def expect_elbo():
    right = {}
    for name, case in _cases().items():
        logits, x, mu, log_var = (part.double() for part in case)
        likelihood = Independent(Bernoulli(logits=logits), 1).log_prob(x)
        right[name] = likelihood - kl_divergence(posterior(mu, log_var), prior(mu))
    _, x, mu, log_var = _picture()
    return right | {
        "the slope in a wrong logit": 2 * x - 1,  # x less the probability, which is 1 - x
        "the slope in the mean": -mu,
        "the slope in log_var": (1 - log_var.exp()) / 2,
    }


LOST = "Which step of yours loses it: a sigmoid that is rounded to 0 or 1, or a number cut off?"
ELBO = Exercise(
    label="ex-vae-elbo",
    solution=vae.elbo,
    probe=see_elbo,
    oracle=expect_elbo,
    see=("eq-elbo-split", PAGE),
    asks=(
        (
            COINS,
            "At a logit of 0 a pixel of either colour costs log 2 nats, and a code N(0, 1) has a "
            "rate of 0. How many pixels has one example, and are they summed for it alone?",
        ),
        (
            LIKELIHOOD,
            "Without a rate the likelihood is left. Does a high logit make a pixel of 1 likelier "
            "in yours, and a low one a pixel of 0? Does each pixel count for itself?",
        ),
        (
            RATE,
            "Here the likelihood costs nothing, and the rate is left. Is yours each example's "
            "whole divergence, summed over its units, and with which sign?",
        ),
        ("both terms", "Each term alone is right. How do you put the two together?"),
        (
            "very certain and right, logits of ±200",
            "Certain and right costs nothing. Do you take the logarithm of 0 on the way there?",
        ),
        (
            "very certain and wrong, logits of ±200",
            "A certain pixel that is wrong costs 200 nats. " + LOST,
        ),
        (
            "the slope in a wrong logit",
            "A certain pixel that is wrong should have the largest gradient. Does one reach the "
            "logits? " + LOST,
        ),
        ("the slope in the mean", "The values are right. Does a gradient reach the mean?"),
        ("the slope in log_var", "The values are right. Does a gradient reach log_var?"),
    ),
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
        Mistake(
            'F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)',
            "(x * F.softplus(-logits)).sum(-1)",
            "Do both kinds of pixels pay, those of 1 and those of 0?",
            "A black pixel has a probability, too: that of a 0.",
        ),
        Mistake(
            "log_likelihood - rate",
            "log_likelihood",
            "Where is the rate? An empty code and a full one give you the same bound.",
            "The divergence of the code from the prior is the second term.",
        ),
    ),
)
