"""Exercise: a draw from the encoder's distribution that a gradient passes."""

import torch

from genai_utils.checks import Exercise, Mistake, expect_shape
from genai_utils.exercises.recorded import slopes
from genai_utils.solutions import vae

PAGE = "4-mathematics/vae"
DRAWS = 20_000
MEANS = [1.0, -2.0, 0.5, 0.0]
SIGMAS = [0.5, 2.0, 0.02, 20.0]  # two ordinary units, a very narrow and a very wide one


def _inputs():
    mu, sigma = torch.tensor(MEANS), torch.tensor(SIGMAS)
    return [part.repeat(DRAWS, 1).requires_grad_() for part in (mu, 2 * sigma.log())]


def _correlation(one, other):
    """0 where one of them doesn't vary, but for rounding."""
    if min(one.std(), other.std()) < 1e-3:
        return 0.0
    return torch.corrcoef(torch.stack([one, other]))[0, 1].item()


def see_draws(answer):
    mu, log_var = _inputs()
    z = expect_shape(answer(mu, log_var), mu.shape)
    again = expect_shape(answer(mu, log_var), mu.shape)
    noise, other = ((draw.detach() - mu.detach()) / torch.tensor(SIGMAS) for draw in (z, again))
    standard = (noise - noise.mean(0)) / noise.std(0)
    in_mean, in_log_var = slopes(z, mu, log_var)
    return {
        "two examples of a batch are drawn apart": not z[0].equal(z[1]),
        "correlation between two units": _correlation(noise[:, 0], noise[:, 1]),
        "correlation between two calls": _correlation(noise[:, 0], other[:, 0]),
        "how far the means are off, in spreads": (noise.mean(0) / noise.std(0)).nan_to_num(),
        "the spread of ordinary codes, in σ": noise[:, :2].std(0),
        "the spread of a narrow and a wide code, in σ": noise[:, 2:].std(0),
        "the third moment of the noise": standard.pow(3).mean().nan_to_num().item(),
        "the fourth moment of the noise": standard.pow(4).mean().nan_to_num().item(),
        "the slope in the mean": in_mean[:8],
        "the slope in log_var": (in_log_var - (z - mu) / 2)[:8].detach() / torch.tensor(SIGMAS),
    }


def expect_draws():
    """The moments of the standard normal distribution; dz/dmu = 1 and dz/dlog_var = (z - mu)/2."""
    return {
        "two examples of a batch are drawn apart": True,
        "correlation between two units": 0.0,
        "correlation between two calls": 0.0,
        "how far the means are off, in spreads": torch.zeros(4),
        "the spread of ordinary codes, in σ": torch.ones(2),
        "the spread of a narrow and a wide code, in σ": torch.ones(2),
        "the third moment of the noise": 0.0,
        "the fourth moment of the noise": 3.0,
        "the slope in the mean": torch.ones(8, 4),
        "the slope in log_var": torch.zeros(8, 4),
    }


NORMAL = "Mean and spread are right. Is the noise drawn from a normal distribution? "
REPARAMETERIZE = Exercise(
    label="ex-vae-reparameterize",
    solution=vae.reparameterize,
    probe=see_draws,
    oracle=expect_draws,
    see=("eq-reparameterize", PAGE),
    tolerance=0.04,  # the moments of 20,000 draws
    asks=(
        (
            "two examples of a batch are drawn apart",
            "Two examples with one mean and one σ: should their draws be equal? Has each unit of "
            "each example noise of its own?",
        ),
        ("correlation between two units", "Do two units share their noise? They move together."),
        (
            "correlation between two calls",
            "Two calls give the same noise. Is there a seed inside?",
        ),
        (
            "how far the means are off, in spreads",
            "Average many draws: does mu come out? What is added to it should have a mean of 0.",
        ),
        (
            "the spread of ordinary codes, in σ",
            "By what is the noise multiplied: log_var, the variance or the standard deviation σ?",
        ),
        (
            "the spread of a narrow and a wide code, in σ",
            "The spread is right for σ near 1, but not for 0.02 or 20. Is something cut off, or "
            "something added?",
        ),
        ("the third moment of the noise", NORMAL + "It isn't the same on both sides."),
        ("the fourth moment of the noise", NORMAL + "Its tails aren't: count draws beyond 2 σ."),
        (
            "the slope in the mean",
            "The draws are right. If mu moves by 1, z has to move by 1. Does that gradient reach "
            "mu?",
        ),
        (
            "the slope in log_var",
            "The draws are right. Can log_var learn from z? Its gradient has to be half of z - mu.",
        ),
    ),
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
            "Every unit of every example has noise of its own.",
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
            "Can the encoder learn from your draws? Does a gradient pass through them?",
            "No gradient passes through a draw. Draw noise that depends on nothing, and compute z "
            "from it: then z is a differentiable function of both outputs.",
        ),
        Mistake(
            "eps = torch.randn_like(mu)",
            "torch.manual_seed(0)\n    eps = torch.randn_like(mu)",
            "Call it twice with the same arguments. Should the two draws be equal?",
            "A seed inside the function makes every draw the same one.",
        ),
        Mistake(
            "torch.exp(0.5 * log_var)",
            "torch.ones_like(log_var)",
            "Where does log_var enter your draw? Its spread is the same for every σ.",
            "The noise has to be multiplied by the standard deviation.",
        ),
        Mistake(
            "return mu + torch.exp(0.5 * log_var) * eps",
            "return torch.exp(0.5 * log_var) * (mu + eps)",
            "What is the mean of your draws for σ = 2: mu, or something else?",
            "Only the noise is multiplied by σ; the mean is added as it is.",
        ),
    ),
)
