"""Each loss sends the gradient of its value to each of its inputs: against differences of values.

A `detach` too many changes no value, and no test of values sees it.
"""

import pytest
import torch
from torch.autograd import gradcheck
from torch.func import functional_call

from genai_utils import losses, models

DOUBLE = torch.double


def draw(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=DOUBLE)


GREY = torch.rand((3, 4), generator=torch.Generator().manual_seed(9), dtype=DOUBLE)
TOKENS = torch.tensor([[0, 4, 2], [1, 1, 3]])
HOLE = (GREY > 0.4).double()
INSIDE = torch.tensor([0.2, 0.5, 0.9], dtype=DOUBLE)


def curved(x):
    """A critic whose slope depends on the place, so that a penalty has a gradient there."""
    return (x**3).sum(1) + x[:, 0] * x[:, 1]


SCALED = {
    "gradient penalty": lambda w: losses.gradient_penalty(
        lambda x: curved(w * x), draw(3, 4), draw(3, 4, seed=1), INSIDE
    ),
    "r1": lambda w: losses.r1_penalty(lambda x: curved(w * x), draw(3, 4)),
}
FUNCTIONS = {
    "bernoulli": (losses.bernoulli_log_likelihood, draw(3, 4), GREY),
    "normal": (losses.normal_log_density, *(draw(3, 4, seed=s) for s in range(3))),
    "optimal variance": (losses.optimal_variance, draw(3, 4), draw(3, 4, seed=1)),
    "kl": (losses.kl_standard_normal, draw(3, 4), draw(3, 4, seed=1)),
    "kl of two": (losses.kl_normal, *(draw(3, 4, seed=s) for s in range(4))),
    "diffuse": (lambda x, y: losses.diffuse(x, y, 0.3), draw(3, 4), draw(3, 4, seed=1)),
    "velocity": (lambda x, y: losses.velocity(x, y, 0.3), draw(3, 4), draw(3, 4, seed=1)),
    "step": (
        lambda x, y: losses.diffusion_posterior(x, y, 0.3, 0.7)[0],
        draw(3, 4),
        draw(3, 4, seed=1),
    ),
    "term": (lambda x, y: losses.diffusion_term(x, y, 0.3, 0.7), draw(3, 4), draw(3, 4, seed=1)),
    "noise": (losses.noise_prediction_loss, draw(3, 4), draw(3, 4, seed=1)),
    "elbo": (losses.elbo, draw(5), draw(5, seed=1)),
    "beta": (lambda x, y: losses.beta_objective(x, y, 4.0), draw(5), draw(5, seed=1)),
    "importance": (losses.importance_weighted_bound, draw(6, 4)),
    "discriminator": (losses.discriminator_loss, draw(5), draw(7, seed=1)),
    "saturating": (losses.generator_loss_saturating, draw(5)),
    "non-saturating": (losses.generator_loss_non_saturating, draw(5)),
    "critic": (losses.critic_loss, draw(5), draw(7, seed=1)),
    "least squares": (losses.least_squares_discriminator_loss, draw(5), draw(7, seed=1)),
    "least squares, generator": (losses.least_squares_generator_loss, draw(5)),
    "hinge": (losses.hinge_discriminator_loss, draw(5), draw(7, seed=1)),
    "misfiled": (losses.misfiled_loss, draw(5)),
    "hinge, generator": (losses.hinge_generator_loss, draw(5)),
    "tokens": (lambda x: losses.autoregressive_log_likelihood(x, TOKENS), draw(2, 3, 5)),
    "gradient penalty": (SCALED["gradient penalty"], draw(4)),
    "r1": (SCALED["r1"], draw(4)),
    "preference": (losses.preference_loss, draw(5), draw(5, seed=1)),
    "implicit reward": (lambda x, y: losses.implicit_reward(x, y, 0.5), draw(5), draw(5, seed=1)),
    "dpo": (lambda x, y: losses.dpo_loss(x, y, 0.5), draw(2, 5), draw(2, 5, seed=1)),
    "tilted": (lambda q, r: losses.tilted(q, r, 0.5), draw(3, 4), draw(3, 4, seed=1)),
    "missing pixels": (lambda f: losses.missing_squared_error(f, GREY, HOLE), draw(3, 4)),
    "flow": (lambda v: losses.flow_matching_loss(v, GREY, draw(3, 4), HOLE), draw(3, 4, seed=1)),
    "path": (lambda x, e: losses.flow_point(x, e, INSIDE), draw(3, 4), draw(3, 4, seed=1)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_loss_sends_its_gradient_to_every_input(name):
    function, *inputs = FUNCTIONS[name]
    for place in range(len(inputs)):
        marked = [x.clone().requires_grad_(i == place) for i, x in enumerate(inputs)]
        if name == "bernoulli" and place == 1:  # differences would leave [0, 1]
            marked[1] = (0.1 + 0.8 * GREY).requires_grad_()
        assert gradcheck(function, marked)


def test_the_discriminators_gradients_are_the_two_shares_of_certainty():
    real, fake = draw(5).requires_grad_(), draw(7, seed=1).requires_grad_()
    losses.discriminator_loss(real, fake).backward()
    torch.testing.assert_close(real.grad, (real.sigmoid().detach() - 1) / 5)
    torch.testing.assert_close(fake.grad, fake.sigmoid().detach() / 7)


def test_a_draw_sends_its_gradient_to_mean_and_variance():
    model = models.VAE(pixels=4, hidden=(3,), latent=2)

    def drawn(mu, log_var):
        torch.manual_seed(0)
        return model.reparameterize(mu, log_var)

    assert gradcheck(drawn, [draw(3, 2).requires_grad_(), draw(3, 2, seed=1).requires_grad_()])


def smooth(network):
    """The network with the softplus for each ReLU, which has a derivative everywhere."""
    for part in network.modules():
        for name, layer in part.named_children():
            if isinstance(layer, torch.nn.ReLU):
                setattr(part, name, torch.nn.Softplus())
    return network.double()


def require_gradients(network, function):
    names = [name for name, _ in network.named_parameters()]
    weights = [p.detach().clone().requires_grad_() for p in network.parameters()]

    def of_weights(*given):
        held = dict(zip(names, given, strict=True))
        return function(lambda *x: functional_call(network, held, x))

    assert gradcheck(of_weights, weights)


def test_the_bound_sends_its_gradient_to_every_weight():
    torch.manual_seed(1)
    model = smooth(models.VAE(pixels=4, hidden=(3,), latent=2))

    def bound(forward):
        torch.manual_seed(0)
        logits, mu, log_var = forward(GREY)
        rate = losses.kl_standard_normal(mu, log_var)
        return losses.elbo(losses.bernoulli_log_likelihood(logits, GREY), rate).mean()

    require_gradients(model, bound)


def test_both_players_send_the_gradients_of_their_scores():
    torch.manual_seed(1)
    generator = smooth(models.FullyConnectedGenerator(latent=2, hidden=(3,), pixels=4))
    discriminator = smooth(models.FullyConnectedDiscriminator(pixels=4, hidden=(3,)))
    z = draw(3, 2)
    require_gradients(generator, lambda forward: discriminator(forward(z)))
    require_gradients(discriminator, lambda forward: forward(generator(z)))
