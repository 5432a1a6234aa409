"""Samplers, guidance and the flow's likelihood, with exact answers in a network's place."""

import math

import pytest
import sampling_rules as rules
import torch

from genai_utils import losses, models, sampling

RULES = [
    rules.the_chain_draws_the_data,
    rules.the_chain_has_the_spread_of_a_bell,
    rules.the_bound_of_a_step_is_weighted,
    rules.guidance_draws_its_spread,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_with_exact_answers(rule):
    rule()


# --- Planted faults: with each of them a rule fails -----------------------------------------------


def test_a_wrong_posterior_variance_is_seen(monkeypatch):
    right = losses.diffusion_posterior

    def wrong(x_t, x_0, alpha_bar, before):
        mean, _ = right(x_t, x_0, alpha_bar, before)
        return mean, 1 - torch.as_tensor(alpha_bar / before).reshape(1)

    monkeypatch.setattr(losses, "diffusion_posterior", wrong)
    with pytest.raises(AssertionError):
        rules.the_chain_draws_the_data()  # noise after the last step


def test_no_posterior_variance_is_seen(monkeypatch):
    right = losses.diffusion_posterior
    monkeypatch.setattr(
        losses, "diffusion_posterior", lambda *given: (right(*given)[0], torch.zeros(1))
    )
    with pytest.raises(AssertionError):
        rules.the_chain_has_the_spread_of_a_bell()


def test_a_start_in_the_place_of_the_noise_is_seen():
    with pytest.raises(AssertionError):
        rules.the_chain_draws_the_data(rules.guess_of_start)


def test_a_missing_weight_is_seen(monkeypatch):
    def unweighted(x_0, guess, **_):
        return ((x_0 - guess) ** 2).sum(-1)

    monkeypatch.setattr(losses, "diffusion_term", unweighted)
    with pytest.raises(AssertionError):
        rules.the_bound_of_a_step_is_weighted()


def test_a_class_at_the_wrong_time_is_seen():
    def wrong(network, labels, weight):
        crowd = torch.full_like(labels, network.classes)

        def velocity(x, t):
            told, free = network(x, 0.5 * t, labels), network(x, t, crowd)
            return free + (1 + weight) * (told - free)

        return velocity

    with pytest.raises(AssertionError):
        rules.guidance_draws_its_spread(wrong)


# --- The rest ------------------------------------------------------------------------------------


def test_without_dice_the_same_noise_gives_the_same_end():
    noise = torch.tensor([[-1.0], [0.3], [2.0]], dtype=torch.double)
    ends = [sampling.ddim(rules.guess_of_noise, noise, rules.SHARES, steps) for steps in (40, 40)]
    assert torch.equal(*ends)
    assert (ends[0].abs() - 1).abs().max() < 1e-3


def test_one_step_is_one_guess():
    noise = torch.tensor([[-1.0], [0.3]], dtype=torch.double)
    best = rules.guess_of_start(noise, 40)
    for sampler in (sampling.ancestral, sampling.ddim):
        found = sampler(rules.guess_of_noise, noise, rules.SHARES, steps=1)
        torch.testing.assert_close(found, best)


@pytest.mark.parametrize("steps", [0, 41, 2.5])
@pytest.mark.parametrize("sampler", [sampling.ancestral, sampling.ddim])
def test_steps_that_the_schedule_has_not_are_refused(sampler, steps):
    with pytest.raises(ValueError, match="from 1 to 40 steps"):
        sampler(rules.guess_of_noise, torch.zeros(1, 1), rules.SHARES, steps)


def test_a_schedule_that_begins_with_noise_is_refused():
    with pytest.raises(ValueError, match="begin with 1"):
        sampling.ddim(rules.guess_of_noise, torch.zeros(1, 1), rules.SHARES[1:], 2)


def test_a_flow_can_be_asked_for_the_noise():
    """The exact velocity of the two numbers on the straight path gives the exact guess."""

    def velocity(x, t):
        t = t[:, None]
        best = torch.tanh(t * x / (1 - t) ** 2 + rules.LEAN)
        return (best - x) / (1 - t)

    guess = sampling.guess_from_flow(velocity, rules.SHARES)
    x = torch.tensor([[-1.3], [0.1], [0.8]], dtype=torch.double)
    for level in (1, 20, 40):
        torch.testing.assert_close(guess(x, level), rules.guess_of_noise(x, level))


def test_weight_0_asks_once_and_is_the_class():
    asked = []

    class Counts(rules.Bells):
        def forward(self, x, t, labels):
            asked.append(len(x))
            return super().forward(x, t, labels)

    x, t, labels = torch.randn(3, 1), torch.full((3,), 0.4), torch.zeros(3, dtype=torch.long)
    plain = sampling.guided(Counts(), labels)(x, t)
    pushed = sampling.guided(Counts(), labels, weight=1e-6)(x, t)
    assert asked == [3, 6]
    torch.testing.assert_close(plain, pushed, atol=1e-4, rtol=0)


def test_guidance_needs_classes():
    with pytest.raises(ValueError, match="with classes"):
        sampling.guided(models.UNet(), torch.zeros(1, dtype=torch.long))


def bell(x, t):
    """The exact velocity of data N(0, 0.5²), in any number of dimensions."""
    t = t.view(-1, *[1] * (x.dim() - 1))
    return x * (0.25 * t - (1 - t)) / (0.25 * t**2 + (1 - t) ** 2)


@pytest.mark.parametrize("exact", [True, False])
def test_the_log_density_is_that_of_the_data(exact):
    x = torch.randn(4, 1, 2, 3, generator=torch.Generator().manual_seed(0)).double()
    found = sampling.flow_log_density(bell, x, steps=100, exact=exact)
    right = torch.distributions.Normal(0, 0.5).log_prob(x).flatten(1).sum(1)
    torch.testing.assert_close(found, right, atol=2e-3, rtol=0)


def test_random_signs_are_right_on_average():
    """A velocity that mixes the axes: each estimate is off, their mean isn't."""
    mix = torch.tensor([[0.3, 1.0], [-0.5, 0.2]], dtype=torch.double)

    def velocity(x, t):
        return x @ mix.T

    torch.manual_seed(0)
    x = torch.ones(4000, 2, dtype=torch.double)
    estimates = sampling.flow_log_density(velocity, x, steps=5)
    exact = sampling.flow_log_density(velocity, x[:1], steps=5, exact=True)
    assert estimates.std() > 0.1
    assert estimates.mean().item() == pytest.approx(exact.item(), abs=0.03)
    start = torch.linalg.matrix_exp(-mix) @ torch.ones(2, dtype=torch.double)
    known = -0.5 * (start**2).sum() - math.log(2 * math.pi) - mix.trace()
    assert exact.item() == pytest.approx(known.item(), abs=0.02)


def test_no_step_is_refused():
    with pytest.raises(ValueError, match="one step"):
        sampling.flow_log_density(bell, torch.zeros(1, 1), steps=0)


def test_twice_the_steps_of_heun_are_four_times_nearer():
    def error(steps):
        end = models.transport_heun(lambda x, t: 3 * x, torch.ones(1, 1).double(), steps)
        return abs(end.item() - math.exp(3))

    assert 3.4 < error(20) / error(40) < 4.2


LABELS = torch.tensor([0, 3, 10])


def test_the_network_hears_the_class():
    torch.manual_seed(0)
    network = models.UNet(classes=10)
    for weights in network.parameters():
        torch.nn.init.normal_(weights, std=0.1)
    x, t = torch.randn(1, 1, 8, 8).expand(3, 1, 8, 8), torch.full((3,), 0.5)
    found = network(x, t, LABELS)
    assert not torch.allclose(found[0], found[1])
    assert not torch.allclose(found[1], found[2])


@pytest.mark.parametrize("labels", [None, LABELS + 1, LABELS - 1, LABELS[:2], LABELS.float()])
def test_labels_that_do_not_fit_are_refused(labels):
    with pytest.raises(ValueError, match="from 0 to 10"):
        models.UNet(classes=10)(torch.zeros(3, 1, 8, 8), torch.zeros(3), labels)


def test_a_network_without_classes_takes_no_label():
    with pytest.raises(ValueError, match="no label without classes"):
        models.UNet()(torch.zeros(3, 1, 8, 8), torch.zeros(3), LABELS)
