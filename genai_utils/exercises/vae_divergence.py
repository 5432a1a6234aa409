"""Exercise: the divergence of a code from the prior, written as code."""

import torch
from torch.distributions import Independent, Normal, kl_divergence

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.recorded import slopes
from genai_utils.solutions import vae

PAGE = "4-mathematics/vae-terms"

# (mean, standard deviation) of each latent unit of each example.
# Units are one, two or three, so that their mean isn't half of their sum everywhere.
PRIOR = "the prior itself, N(0, 1) twice"
SHIFTED = "a shifted mean, N(1, 1) and N(-2, 1)"
NARROW = "a narrow code, N(0, 0.1²)"
BATCH = "what an example takes from its batch"
THREE = [
    [(0.3, 0.5), (1.0, 2.0), (-0.5, 1.0)],
    [(0.0, 1.0), (2.0, 0.2), (1.0, 0.7)],
    [(-1.0, 3.0)] * 3,
]
CODES = {
    PRIOR: [[(0.0, 1.0), (0.0, 1.0)]],
    SHIFTED: [[(1.0, 1.0), (-2.0, 1.0)]],
    NARROW: [[(0.0, 0.1)]],
    "three examples": THREE,
}


def codes_of(pairs):
    """Mean and log_var, from pairs of mean and standard deviation."""
    mu, sigma = torch.tensor(pairs).unbind(-1)
    return mu, 2 * sigma.log()


def posterior(mu, log_var):
    return Independent(Normal(mu, (log_var / 2).exp()), 1)


def prior(mu):
    return Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)


def see_kl(answer):
    seen = {name: answer(*codes_of(pairs)) for name, pairs in CODES.items()}
    whole = seen["three examples"]
    again, alone = answer(*codes_of(THREE)), answer(*codes_of(THREE[:1]))
    leaves = [part.requires_grad_() for part in codes_of(THREE)]
    mean, log_var = slopes(answer(*leaves), *leaves)
    return {
        "two calls agree": isinstance(again, torch.Tensor) and again.equal(whole),
        PRIOR: seen[PRIOR],
        BATCH: whole[:1] - alone,
        **seen,
        "the slope in the mean": mean,
        "the slope in log_var": log_var,
    }


def expect_kl():
    codes = {name: codes_of(pairs) for name, pairs in CODES.items()}
    mu, log_var = codes["three examples"]
    return {
        "two calls agree": True,
        PRIOR: torch.zeros(1),
        BATCH: torch.zeros(1),
        **{name: kl_divergence(posterior(*code), prior(code[0])) for name, code in codes.items()},
        "the slope in the mean": mu,
        "the slope in log_var": (log_var.exp() - 1) / 2,
    }


KL = Exercise(
    label="ex-vae-kl",
    solution=vae.kl_standard_normal,
    probe=see_kl,
    oracle=expect_kl,
    see=("eq-kl-normal", PAGE),
    asks=(
        ("two calls agree", "The divergence is one number. Is anything in yours drawn at random?"),
        (
            BATCH,
            "One example by itself has another divergence than in a batch. What does its number "
            "take from the other examples?",
        ),
        (
            PRIOR,
            "At the prior itself nothing is spent: each unit has to cost 0. Which terms of yours "
            "don't cancel there, and is there a constant for each unit?",
        ),
        (
            SHIFTED,
            "With σ = 1 only the mean costs something. What, by hand, does a mean of 1 cost in "
            "nats, and what a mean of -2?",
        ),
        (
            NARROW,
            "With a mean of 0 only σ counts. For σ = 0.1, what is log_var, what is its "
            "exponential, and with which sign does each stand in the formula?",
        ),
        (
            "three examples",
            "Codes of one or two units are right, and these have three. Do all of them count?",
        ),
        (
            "the slope in the mean",
            "The values are right. Can the encoder learn from them? Something cuts the mean off, "
            "such as `detach`.",
        ),
        (
            "the slope in log_var",
            "The values are right. Can the encoder learn from them? Something cuts log_var off, "
            "such as `detach`.",
        ),
    ),
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
        Mistake(
            "log_var.exp() - log_var",
            "log_var - log_var.exp()",
            "Which of the two grows without limit as σ does, log_var or its exponential? Which "
            "sign has the variance in the formula?",
            "The variance stands with a plus, its logarithm with a minus.",
        ),
        Mistake(
            "(mu**2 + log_var.exp() - log_var - 1)",
            "((mu**2 + 1) / log_var.exp() + log_var - 1)",
            "Which of the two distributions is the first: the code or the prior? You have the "
            "divergence in the other direction.",
            "The expectation is taken under the code, so the code's variance isn't divided by.",
        ),
        Mistake(
            "log_var.exp()",
            "(0.5 * log_var).exp()",
            "Is it σ or σ² that stands in the formula beside the squared mean?",
            "The variance, which is the exponential of log_var itself.",
        ),
    ),
)
