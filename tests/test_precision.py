"""Half precision, devices without float64, what is not finite: one answer, or a true reason."""

import math

import pytest
import torch
from torch import Tensor

from genai_utils import losses, metrics, models, precision

HALVES = (torch.float16, torch.bfloat16)


def draw(*shape, scale=1.0, seed=0):
    return scale * torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def unit(*shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(1))


TOKENS = torch.randint(27, (4, 30), generator=torch.Generator().manual_seed(2))
LINEAR = draw(5, 7, scale=3.0)


def linear(x):
    return (x @ LINEAR[0].to(x.dtype)).sin()


# Each loss with inputs of the sizes that the book has: sums of hundreds.
LOSSES = {
    losses.bernoulli_log_likelihood: (draw(6, 784, scale=3), unit(6, 784)),
    losses.normal_log_density: (draw(6, 784), draw(6, 784, seed=3), draw(6, 784, seed=4)),
    losses.optimal_variance: (draw(6, 784), draw(6, 784, seed=3)),
    losses.kl_standard_normal: (draw(6, 300), draw(6, 300, seed=3)),
    losses.kl_normal: tuple(draw(6, 300, seed=s) for s in range(4)),
    losses.elbo: (draw(6, scale=100), draw(6, scale=20, seed=3)),
    losses.importance_weighted_bound: (draw(50, 6, scale=5) - 600,),
    losses.discriminator_loss: (draw(3000, scale=4), draw(3000, scale=4, seed=3)),
    losses.generator_loss_saturating: (draw(3000, scale=4),),
    losses.generator_loss_non_saturating: (draw(3000, scale=4),),
    losses.least_squares_discriminator_loss: (draw(3000, scale=9), draw(3000, scale=9, seed=3)),
    losses.least_squares_generator_loss: (draw(3000, scale=9),),
    losses.hinge_discriminator_loss: (draw(3000, scale=9), draw(3000, scale=9, seed=3)),
    losses.misfiled_loss: (draw(3000, scale=4),),
    losses.hinge_generator_loss: (draw(3000, scale=90) + 300,),
    losses.critic_loss: (draw(3000, scale=90) + 300, draw(3000, scale=90, seed=3)),
    losses.autoregressive_log_likelihood: (draw(4, 30, 27, scale=3), TOKENS),
}


def halved(inputs, dtype):
    return [x.to(dtype) if x.is_floating_point() else x for x in inputs]


@pytest.mark.parametrize("dtype", HALVES, ids=str)
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_a_loss_of_halves_is_the_loss_of_their_values(loss, dtype):
    inputs = halved(LOSSES[loss], dtype)
    found = loss(*inputs)
    wanted = loss(*halved(inputs, torch.double))
    assert found.dtype == torch.float32
    torch.testing.assert_close(found.double(), wanted, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("dtype", HALVES, ids=str)
def test_the_penalties_of_halves_are_those_of_their_values(dtype):
    # A slope of 300: its square is beyond float16.
    real, fake = (draw(6, 7, seed=s).to(dtype) for s in (5, 6))
    mix = torch.full((6,), 0.5, dtype=dtype)

    def steep(x):
        return (300 * x).sum(1)

    for found in (losses.gradient_penalty(steep, real, fake, mix), losses.r1_penalty(steep, real)):
        assert found.dtype == torch.float32
        assert math.isfinite(found)
    assert losses.r1_penalty(steep, real).item() == pytest.approx(0.5 * 7 * 300**2, rel=1e-3)


def test_the_losses_gradients_are_halves_again():
    logits = draw(6, 784).bfloat16().requires_grad_()
    losses.bernoulli_log_likelihood(logits, unit(6, 784)).sum().backward()
    assert logits.grad.dtype == torch.bfloat16
    wanted = unit(6, 784) - logits.detach().float().sigmoid()
    torch.testing.assert_close(logits.grad.float(), wanted, rtol=1e-2, atol=1e-3)


def test_sums_that_halves_cannot_hold_are_no_accident():
    scores = torch.full((256,), 300.0).half()
    assert losses.critic_loss(scores, scores) == 0
    assert losses.critic_loss(scores, 2 * scores) == 300
    assert losses.discriminator_loss(-scores, scores) == 600


def test_a_training_step_of_the_vae_works_under_autocast():
    torch.manual_seed(0)
    model, x = models.VAE(), unit(16, 784)
    with torch.autocast("cpu", torch.bfloat16):
        logits, mu, log_var = model(x)
        assert mu.dtype == torch.bfloat16
        z = model.reparameterize(mu, log_var)
        assert z.dtype == torch.float32  # a draw isn't rounded to 8 digits
        bound = losses.elbo(
            losses.bernoulli_log_likelihood(logits, x), losses.kl_standard_normal(mu, log_var)
        )
    (-bound.mean()).backward()
    assert all(torch.isfinite(p.grad).all() for p in model.parameters())


@pytest.mark.parametrize("dtype", HALVES, ids=str)
def test_networks_in_half_precision_take_float32_and_halves(dtype):
    torch.manual_seed(0)
    model = models.VAE(pixels=12, hidden=(8,), latent=3).to(dtype)
    logits, *_ = model(torch.rand(4, 12))
    assert logits.dtype == dtype
    generator = models.FullyConnectedGenerator(latent=3, hidden=(4,), pixels=6).to(dtype)
    discriminator = models.FullyConnectedDiscriminator(pixels=6, hidden=(4,)).to(dtype)
    assert discriminator(generator(torch.randn(4, 3)).float()).shape == (4,)


class WithoutDouble(Tensor):
    """A tensor on a device without float64, as Apple's MPS: only `.cpu()` brings it off it."""

    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        found = super().__torch_function__(function, types, args, kwargs or {})
        if function is Tensor.cpu:
            return found.as_subclass(Tensor)
        if isinstance(found, Tensor) and found.dtype == torch.double:
            raise TypeError("this device has no float64")
        return found


def away(tensor):
    return tensor.as_subclass(WithoutDouble)


# Each measure that takes tensors, with inputs and what turns a result into numbers.
FEATURES = draw(60, 5), draw(50, 5, seed=3)
MEASURES = {
    metrics.frechet_distance: FEATURES,
    metrics.precision_and_recall: FEATURES,
    metrics.active_units: (draw(60, 5) * torch.tensor([1, 0.01, 1, 0.01, 1]),),
    metrics.bits_per_character: (draw(8) - 20, torch.arange(1, 9)),
    metrics.perplexity: (draw(8) - 20, torch.arange(1, 9)),
    lambda x, modes: metrics.mode_coverage(x, modes, radius=2.0): (draw(60, 2), draw(4, 2, seed=3)),
    lambda x: metrics.importance_log_likelihood(
        lambda x, k: x[:, 0] - torch.arange(k)[:, None], x, 20, 10
    ): (draw(6, 2),),
    lambda weight: models.LinearGaussian(weight, weight[:, 0], 0.3).log_marginal(
        torch.zeros(2, 4, dtype=torch.double)
    ): (draw(4, 2),),
}


def test_the_device_without_float64_refuses_it():
    for wrong in (
        lambda x: x.double(),
        lambda x: x.mean(dtype=torch.double),
        lambda x: x + x.to(torch.double),
    ):
        with pytest.raises(TypeError, match="no float64"):
            wrong(away(torch.zeros(3)))
    assert precision.double(away(torch.zeros(3))).dtype == torch.double


@pytest.mark.parametrize("number", range(len(MEASURES)))
def test_a_measure_needs_no_float64_of_the_device(number):
    measure, inputs = list(MEASURES.items())[number]
    wanted, found = measure(*inputs), measure(*map(away, inputs))
    torch.testing.assert_close(torch.as_tensor(found), torch.as_tensor(wanted), rtol=0, atol=0)
    assert type(found) is type(wanted)


@pytest.mark.parametrize("dtype", HALVES, ids=str)
@pytest.mark.parametrize("number", range(len(MEASURES) - 2))
def test_a_measure_of_halves_is_that_of_their_values(number, dtype):
    measure, inputs = list(MEASURES.items())[number]
    inputs = halved(inputs, dtype)
    wanted, found = measure(*halved(inputs, torch.double)), measure(*inputs)
    torch.testing.assert_close(torch.as_tensor(found), torch.as_tensor(wanted), rtol=0, atol=0)


@pytest.mark.parametrize("offset", [1e3, 1e5, 1e7])
def test_features_far_from_the_origin_have_the_same_neighbours(offset):
    real, fake = draw(200, 8).double(), 1.3 * draw(200, 8, seed=3).double()
    at_home = metrics.precision_and_recall(real, fake)
    assert metrics.precision_and_recall(real + offset, fake + offset) == at_home
    assert 0.1 < at_home[0] < 0.9
    # Float32 numbers, too: their own rounding moves no point past another at an offset of 1,000.
    real, fake = (real + 1000).float(), (fake + 1000).float()
    wanted = metrics.precision_and_recall(real.double() - 1000, fake.double() - 1000)
    assert metrics.precision_and_recall(real, fake) == wanted


def test_modes_far_from_the_origin_are_covered_as_at_home():
    modes = torch.cartesian_prod(torch.arange(6.0), torch.arange(6.0))  # more than 25: the fast way
    samples = modes + draw(36, 2, scale=0.1)
    far, shifted = samples + 1000, modes + 1000  # in float32: its squares end at 0.06
    at_home = metrics.mode_coverage(far.double() - 1000, modes, radius=0.12)
    assert metrics.mode_coverage(far, shifted, radius=0.12) == at_home
    assert 0 < at_home[1] < 1


@pytest.mark.parametrize(
    ("value", "words"),
    [(math.nan, "1 NaN and 0 infinite"), (math.inf, "0 NaN and 1 infinite")],
)
def test_what_is_not_finite_is_counted_by_its_kind(value, words):
    scores = torch.zeros(5)
    scores[2] = value
    for call in (
        lambda: losses.critic_loss(scores, torch.zeros(5)),
        lambda: models.VAE(pixels=5, hidden=(2,), latent=1).encode(scores[None]),
        lambda: metrics.active_units(scores[:, None]),
        lambda: precision.require_finite(scores=scores),
    ):
        with pytest.raises(ValueError, match=words):
            call()


def test_infinities_of_both_signs_are_no_nan():
    with pytest.raises(ValueError, match="0 NaN and 2 infinite"):
        precision.require_finite(scores=torch.tensor([math.inf, -math.inf, 1.0]))


def test_a_variance_that_overflows_is_called_infinite():
    model = models.VAE(pixels=12, hidden=(8,), latent=3)
    z = model.reparameterize(torch.zeros(4, 3), torch.full((4, 3), 200.0))
    with pytest.raises(ValueError, match=r"z must hold finite numbers, but holds 0 NaN and 12 inf"):
        model.decode(z)


def test_finite_numbers_whose_sum_overflows_are_finite():
    precision.require_finite(x=torch.full((4,), 3e38), y=torch.full((900,), 6e4).half())
    precision.require_finite(x=torch.full((4,), 1e300, dtype=torch.double))
