"""What is no input for a public function is refused in words, whichever function it is.

Each line of `CALLS` is a function with tensors that it takes. Each of these is spoilt, one at a
time, in every way but those that the function takes on purpose.
"""

import math
import re
from dataclasses import dataclass, field

import pytest
import torch
from torch import nn

from genai_utils import data, fidelity, losses, metrics, models


@dataclass
class Call:
    """A function, good arguments, and the ways of spoiling them that it accepts on purpose."""

    function: object
    arguments: list
    takes: set = field(default_factory=set)


def rand(*shape, seed=0):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed))


def scores(seed=0):
    return rand(8, seed=seed) - 0.5


LINEAR = models.LinearGaussian(torch.eye(4, 2), torch.zeros(4), 0.5)
VAE = models.VAE(pixels=4, hidden=(3,), latent=2)
GENERATOR = models.FullyConnectedGenerator(latent=3, hidden=(4,), pixels=6)
DISCRIMINATOR = models.FullyConnectedDiscriminator(pixels=6, hidden=(4,))
CRITIC = nn.Linear(6, 1)
HOLES = torch.eye(3, 5)
PICTURES, DOTS = rand(3, 1, 9, 9), torch.eye(9).expand(3, 1, 9, 9).contiguous()
TOKENS = torch.randint(5, (4, 6), generator=torch.Generator().manual_seed(0))

EMPTY = {"empty"}  # a batch of no example has no likelihoods
RANKS = {"one axis less", "one axis more"}  # the last axis counts
WHOLE = {"whole numbers"}
VALUES = {"NaN", "infinite", "minus"}
ALONE = {"fewer examples"}  # two batches of two lengths, or one tensor alone

CALLS = {
    "bernoulli": Call(losses.bernoulli_log_likelihood, [rand(3, 5), rand(3, 5)], EMPTY | RANKS),
    "normal": Call(losses.normal_log_density, [rand(3, 5)] * 3, EMPTY | RANKS),
    "optimal variance": Call(losses.optimal_variance, [rand(3, 5)] * 2, RANKS),
    "kl": Call(losses.kl_standard_normal, [rand(3, 5)] * 2, EMPTY | RANKS),
    "kl of two": Call(losses.kl_normal, [rand(3, 5)] * 4, EMPTY | RANKS),
    "diffuse": Call(lambda x, y: losses.diffuse(x, y, 0.5), [rand(3, 5)] * 2, EMPTY | RANKS),
    "posterior of a step": Call(
        lambda x, y: losses.diffusion_posterior(x, y, 0.5, 0.8), [rand(3, 5)] * 2, EMPTY | RANKS
    ),
    "term of a step": Call(
        lambda x, y: losses.diffusion_term(x, y, 0.5, 0.8), [rand(3, 5)] * 2, EMPTY | RANKS
    ),
    "noise": Call(losses.noise_prediction_loss, [rand(3, 5)] * 2, EMPTY | RANKS),
    "velocity": Call(lambda x, y: losses.velocity(x, y, 0.5), [rand(3, 5)] * 2, EMPTY | RANKS),
    "elbo": Call(losses.elbo, [scores(), rand(8)]),
    "beta": Call(lambda x, y: losses.beta_objective(x, y, 2.0), [scores(), rand(8)]),
    "iwae": Call(losses.importance_weighted_bound, [rand(4, 3)], ALONE | {"minus"}),
    "discriminator": Call(losses.discriminator_loss, [scores(), scores(1)], ALONE),
    "saturating": Call(losses.generator_loss_saturating, [scores()], ALONE),
    "non-saturating": Call(losses.generator_loss_non_saturating, [scores()], ALONE),
    "critic": Call(losses.critic_loss, [scores(), scores(1)], ALONE),
    "squares": Call(losses.least_squares_discriminator_loss, [scores(), scores(1)], ALONE),
    "squares, generator": Call(losses.least_squares_generator_loss, [scores()], ALONE),
    "hinge": Call(losses.hinge_discriminator_loss, [scores(), scores(1)], ALONE),
    "misfiled": Call(losses.misfiled_loss, [scores()], ALONE),
    "hinge, generator": Call(losses.hinge_generator_loss, [scores()], ALONE),
    "penalty": Call(
        lambda x, y, m: losses.gradient_penalty(CRITIC, x, y, m),
        [rand(3, 6), rand(3, 6), rand(3)],
    ),
    "r1": Call(lambda x: losses.r1_penalty(CRITIC, x), [rand(3, 6)], ALONE),
    "tokens": Call(
        lambda x: losses.autoregressive_log_likelihood(x, TOKENS), [rand(4, 6, 5)], {"minus"}
    ),
    "preference": Call(losses.preference_loss, [scores(), scores(1)]),
    "implicit reward": Call(lambda x, y: losses.implicit_reward(x, y, 0.5), [scores(), scores(1)]),
    "dpo": Call(lambda x, y: losses.dpo_loss(x, y, 0.5), [rand(2, 8), rand(2, 8)]),
    "missing pixels": Call(losses.missing_squared_error, [rand(3, 5), rand(3, 5), HOLES]),
    "flow": Call(losses.flow_matching_loss, [rand(3, 5), rand(3, 5), rand(3, 5), HOLES]),
    "path": Call(losses.flow_point, [rand(3, 5), rand(3, 5), rand(3)]),
    "U-Net": Call(models.UNet(), [rand(3, 1, 4, 4), rand(3)]),
    "psnr": Call(
        fidelity.psnr, [PICTURES, rand(3, 1, 9, 9, seed=1), DOTS], WHOLE | {"one axis more"}
    ),
    "ssim": Call(
        fidelity.ssim, [PICTURES, rand(3, 1, 9, 9, seed=1), DOTS], WHOLE | {"one axis more"}
    ),
    "encode": Call(VAE.encode, [rand(3, 4)], EMPTY | RANKS | ALONE),
    "decode": Call(VAE.decode, [rand(3, 2)], EMPTY | RANKS | ALONE),
    "VAE": Call(VAE, [rand(3, 4)], EMPTY | RANKS | ALONE),
    "generator": Call(GENERATOR, [rand(4, 3)], EMPTY | ALONE),
    "network that judges": Call(DISCRIMINATOR, [rand(4, 6)], EMPTY | ALONE),
    "convolutions": Call(models.ConvGenerator(channels=1), [rand(4, 64)], EMPTY | ALONE),
    "judging convolutions": Call(models.ConvDiscriminator(1), [rand(4, 784)], EMPTY | ALONE),
    "classifier": Call(models.DigitClassifier(), [rand(4, 784)], EMPTY | ALONE),
    "marginal": Call(LINEAR.log_marginal, [rand(3, 4).double()], EMPTY | ALONE),
    "posterior": Call(LINEAR.posterior, [rand(3, 4).double()], EMPTY | RANKS | ALONE),
    "active": Call(metrics.active_units, [rand(9, 4)], ALONE | WHOLE),
    "bits": Call(
        lambda x: metrics.bits_per_character(x, torch.tensor([3, 4, 5])), [-rand(3)], {"minus"}
    ),
    "perplexity": Call(
        lambda x: metrics.perplexity(x, torch.tensor([3, 4, 5])), [-rand(3)], {"minus"}
    ),
    "coverage": Call(
        lambda x, y: metrics.mode_coverage(x, y, radius=1.0),
        [rand(9, 2), rand(4, 2)],
        ALONE | WHOLE,
    ),
    "frechet": Call(metrics.frechet_distance, [rand(9, 2), rand(8, 2)], ALONE | WHOLE),
    "precision": Call(metrics.precision_and_recall, [rand(9, 2), rand(8, 2)], ALONE | WHOLE),
    "importance": Call(
        lambda w: metrics.importance_log_likelihood(lambda x, k: w, torch.zeros(3, 2), 4, 4),
        [rand(4, 3)],
        WHOLE | {"minus"},
    ),
    "binarize": Call(data.binarize, [rand(3, 4)], RANKS | ALONE | {"a number"}),
    "shift": Call(data.shift, [rand(3, 9)], EMPTY | ALONE | WHOLE | VALUES),
    "images": Call(
        lambda x: data.Images(x, torch.arange(3)),
        [rand(3, 4)],
        RANKS | WHOLE | VALUES | {"complex"},
    ),
}


def put(x, value):
    spoilt = x.clone()
    spoilt.view(-1)[-1] = value
    return spoilt


WAYS = {
    "a number": lambda x: x.flatten()[0],
    "empty": lambda x: x[:0],
    "one axis less": lambda x: x[0],
    "one axis more": lambda x: x[None, None].expand(1, 2, *x.shape),
    "NaN": lambda x: put(x, math.nan),
    "infinite": lambda x: put(x, math.inf),
    "minus": lambda x: put(x, -math.inf),
    "whole numbers": lambda x: torch.ones_like(x, dtype=torch.long),
    "truth values": lambda x: torch.ones_like(x, dtype=torch.bool),
    "complex": lambda x: x + 1j,
    "fewer examples": lambda x: x[:-1],
}
CASES = [
    (name, place, way)
    for name, call in CALLS.items()
    for place in range(len(call.arguments))
    for way in WAYS
    if way not in call.takes and not (way == "truth values" and "whole numbers" in call.takes)
]


@pytest.mark.parametrize(("name", "place", "way"), CASES, ids=str)
def test_what_is_no_input_is_refused_in_words(name, place, way):
    call = CALLS[name]
    arguments = list(call.arguments)
    arguments[place] = WAYS[way](arguments[place])
    with pytest.raises(ValueError, match=r"got|hold|gave") as error:
        call.function(*arguments)
    # A sentence that goes on after "ValueError: ", and says more than one thing.
    assert re.fullmatch(r"[^A-Z].{40,}\.", str(error.value), re.DOTALL)
