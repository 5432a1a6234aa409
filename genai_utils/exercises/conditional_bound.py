"""Exercises: the bound of a VAE that is told the class, and the spread within a class."""

import numpy as np
import torch
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import conditional

PAGE = "6-applications/images"
LABELS = [0, 2, 1, 2]
X = [[1.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]
EPS = [[0.5, -1.2], [0.1, 0.7], [-0.4, 1.5], [2.0, -0.3]]
WEIGHT = [[0.8, -0.5], [0.2, 1.1], [-0.9, 0.4]]  # pixels by units of the code
OF_CLASS = [[0.3, -0.4, 0.9], [-1.0, 0.6, 0.1], [0.7, 0.2, -0.8]]  # added to the logits
MEANS, LOG_VARS = [[0.4, -0.6], [1.0, 0.2], [-0.8, 0.9]], [[-0.5, 0.3], [0.2, -1.0], [0.6, -0.2]]
PLAIN = "an empty code, and a decoder that ignores the class"
DECODER = "an empty code, and a decoder that uses the class"
RATE = "pixels that cost the same for every code, and an encoder that uses the class"
BOTH = "everything at once"


def _model(code, pixels, use):
    """encode and decode, in which the code, the pixels and the class can be switched off."""

    def encode(x, labels):
        shift = 0.1 * x.sum(1, keepdim=True)
        mu = torch.tensor(MEANS)[labels] + shift
        return code * mu, code * torch.tensor(LOG_VARS)[labels]

    def decode(z, labels):
        return pixels * (z @ torch.tensor(WEIGHT).T) + use * torch.tensor(OF_CLASS)[labels]

    return encode, decode


CASES = {
    PLAIN: (0.0, 1.0, 0.0),
    DECODER: (0.0, 1.0, 1.0),
    RATE: (1.0, 0.0, 0.0),
    BOTH: (1.0, 1.0, 1.0),
}


def _given():
    return torch.tensor(X), torch.tensor(LABELS), torch.tensor(EPS)


def see_bound(answer):
    return {name: answer(*_model(*case), *_given()) for name, case in CASES.items()}


def expect_bound():
    right = {}
    x, labels, eps = _given()
    for name, case in CASES.items():
        encode, decode = _model(*case)
        mu, log_var = encode(x, labels)
        code = Normal(mu, log_var.exp().sqrt())
        likelihood = Independent(
            Bernoulli(logits=decode(code.icdf(Normal(0, 1).cdf(eps)), labels)), 1
        )
        right[name] = likelihood.log_prob(x) - kl_divergence(code, Normal(0.0, 1.0)).sum(1)
    return right


BOUND = Exercise(
    label="ex-conditional-bound",
    solution=conditional.conditional_bound,
    probe=see_bound,
    oracle=expect_bound,
    see=("eq-cvae-bound", PAGE),
    asks=(
        (
            PLAIN,
            "Here the rate is 0, and the likelihood of the pixels is left: a sum over them, at a "
            "code that is drawn with the given eps, and with the sign of a bound. Nothing is paid "
            "for the class, which is given. What is different in yours?",
        ),
        (DECODER, "Without the class all is well. Does your decoder get it, and the right one?"),
        (
            RATE,
            "Here the code says nothing to the decoder. What is taken off for it: the divergence, "
            "summed over the code's units, of an encoder that knows the class?",
        ),
        (
            BOTH,
            "Each part alone is as it should be. Is the draw of the code the mean plus the "
            "standard deviation times eps?",
        ),
    ),
    mistakes=(
        Mistake(
            "decode(z, labels)",
            "decode(z, torch.zeros_like(labels))",
            "What does your decoder know of the class?",
            "Nothing: it decodes every code as one and the same class.",
        ),
        Mistake(
            "encode(x, labels)",
            "encode(x, torch.zeros_like(labels))",
            "What does your encoder know of the class?",
            "Nothing. The code of a digit then depends on the image alone.",
        ),
        Mistake(
            " - losses.kl_standard_normal(mu, log_var)",
            "",
            "What is paid for the code?",
            "Nothing in yours: without the rate it is no bound.",
        ),
        Mistake(
            " - losses.kl_standard_normal(mu, log_var)",
            " + losses.kl_standard_normal(mu, log_var)",
            "Does a code that says more, with a larger divergence, raise your bound?",
            "The rate is a cost: it is taken off the likelihood.",
        ),
        Mistake(
            "torch.exp(0.5 * log_var)",
            "torch.exp(log_var)",
            "By what is eps multiplied, the variance or the standard deviation?",
            "log_var is the logarithm of the variance, of which the deviation is the root.",
        ),
        Mistake(
            "mu + torch.exp(0.5 * log_var) * eps",
            "mu",
            "Is your code a draw? Where is eps?",
            "The mean alone is the likeliest code, and the bound is an expectation over draws.",
        ),
        Mistake(
            "return log_likelihood - losses.kl_standard_normal(mu, log_var)",
            "return losses.kl_standard_normal(mu, log_var) - log_likelihood",
            "Is it the bound that you return, or the loss? Look at the sign.",
            "The loss is what an optimiser lowers; the bound is its negative.",
        ),
    ),
)

FEATURES = [[1.0, 0.0], [3.0, 1.0], [2.0, -1.0], [10.0, 4.0], [14.0, 5.0], [11.0, 9.0], [9.0, 6.0]]
KINDS = [4, 4, 4, 7, 7, 7, 7]
ONE, SAME, ALL = "one class, one feature", "one class, two features", "two classes, far apart"


def see_spread(answer):
    features, labels = torch.tensor(FEATURES), torch.tensor(KINDS)
    return {
        ONE: answer(features[:3, :1], labels[:3]),
        SAME: answer(features[:3], labels[:3]),
        ALL: answer(features, labels),
    }


def expect_spread():
    """By half the mean squared distance of two different members, which is the variance."""

    def trace(points):
        apart = np.square(np.array(points)[:, None] - np.array(points)[None]).sum()
        return apart / (2 * len(points) * (len(points) - 1))

    first = trace(FEATURES[:3])
    return {
        ONE: trace([point[:1] for point in FEATURES[:3]]),
        SAME: first,
        ALL: (first + trace(FEATURES[3:])) / 2,
    }


SPREAD = Exercise(
    label="ex-class-spread",
    solution=conditional.class_spread,
    probe=see_spread,
    oracle=expect_spread,
    see=("image-measures", PAGE),
    asks=(
        (
            ONE,
            "The numbers are 1, 3 and 2: their mean is 2, and the squares of the distances to it "
            "sum to 2. Is it this spread within the class that you compute? By what do you divide, "
            "n or n - 1, and is a root taken?",
        ),
        (SAME, "One feature alone comes out. The trace is the sum of the features' variances."),
        (
            ALL,
            "One class alone comes out. Around which mean is a class spread: its own, or that of "
            "all? And the result is a mean of the classes, in which each class counts equally.",
        ),
    ),
    mistakes=(
        Mistake(
            "features[labels == c].var(0).sum()",
            "features.var(0).sum()",
            "Around which mean do you measure a class: its own, or that of all classes together?",
            "Around that of all, so that the distance between classes passes for variety.",
        ),
        Mistake(
            ".var(0).sum()",
            ".var(0).mean()",
            "A trace has a term for each feature. What do you do with them?",
            "You average them; it is their sum.",
        ),
        Mistake(
            ".var(0).sum()",
            ".std(0).sum()",
            "Is it the variance or its root that you add up?",
            "The root, the standard deviation. The trace of a covariance has variances.",
        ),
        Mistake(
            ".var(0)",
            ".var(0, correction=0)",
            "By what do you divide the squares, n or n - 1?",
            "By n. Around a mean that was taken from the same points, that is too small.",
        ),
        Mistake(
            "torch.stack(traces).mean()",
            "torch.stack(traces).sum()",
            "Would your number grow if there were more classes, all equally spread?",
            "It is a sum over the classes; their mean is asked for.",
        ),
        Mistake(
            "torch.stack(traces).mean()",
            "torch.stack(traces).min()",
            "Is it the mean of the classes that you return, or the smallest?",
            "The smallest is worth looking at as well, but it is another number.",
        ),
    ),
)
