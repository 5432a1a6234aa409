"""Attacks, bounds and DP-SGD: against Opacus, scikit-learn, and by hand."""

import math
import warnings

import numpy as np
import pytest
import torch
from scipy import integrate, stats
from sklearn.metrics import roc_auc_score, roc_curve
from torch import nn
from torch.nn import functional as F

from genai_utils import privacy
from genai_utils.privacy.accountant import ORDERS


@pytest.fixture(scope="module")
def opacus():
    """Loaded by who needs it: it takes a second, and every worker reads this file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import opacus.accountants
        import opacus.optimizers
    return opacus


def drawn_scores(seed, ties):
    random = np.random.default_rng(seed)
    members, others = random.normal(0.7, 1, 60), random.normal(0, 1, 90)
    return (members.round(1), others.round(1)) if ties else (members, others)


@pytest.mark.parametrize("ties", [False, True])
def test_area_and_curve_agree_with_scikit_learn(ties):
    members, others = drawn_scores(0, ties)
    truth = np.r_[np.ones(60), np.zeros(90)]
    assert privacy.area(members, others) == pytest.approx(
        roc_auc_score(truth, np.r_[members, others]), abs=1e-12
    )
    false, true = privacy.roc(members, others)
    theirs = roc_curve(truth, np.r_[members, others], drop_intermediate=False)
    assert np.allclose(false, theirs[0])
    assert np.allclose(true, theirs[1])
    assert privacy.area(members, others) > 0.6, "larger scores belong to members"


def test_interval_of_the_area_holds_it_as_often_as_it_says():
    truth, held = stats.norm.cdf(0.7 / math.sqrt(2)), 0
    for seed in range(400):
        low, high = privacy.area_interval(*drawn_scores(seed, False), coverage=0.9)
        held += low <= truth <= high
    assert 0.86 < held / 400 < 0.94


def test_caught_allows_no_more_false_alarms_than_asked():
    members, others = drawn_scores(1, True)
    for share in (0.02, 0.1, 0.5):
        false, true = privacy.roc(members, others)
        assert privacy.caught(members, others, share) == pytest.approx(
            true[false <= share + 1e-9].max()
        )


@pytest.mark.parametrize(("noise", "rate", "steps"), [(1.0, 0.01, 1000), (2.0, 0.1, 600)])
def test_accountant_agrees_with_opacus(opacus, noise, rate, steps):
    theirs = opacus.accountants.RDPAccountant()
    theirs.history = [(noise, rate, steps)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = theirs.get_epsilon(1e-5, alphas=list(ORDERS))
    assert privacy.epsilon(noise, rate, steps, 1e-5) == pytest.approx(expected, rel=1e-9)


def test_accountant_is_not_below_the_truth_and_grows_with_the_steps():
    """At full batches the sum of Gaussians is one Gaussian, whose delta is known exactly."""
    for noise, steps in ((4.0, 1), (8.0, 16), (20.0, 100)):
        mine = privacy.epsilon(noise, 1.0, steps, 1e-5)
        assert privacy.gaussian_delta(mine, noise / math.sqrt(steps)) <= 1e-5
        assert privacy.gaussian_delta(0.8 * mine, noise / math.sqrt(steps)) > 1e-5
    grown = [privacy.epsilon(2.0, 0.1, steps, 1e-5) for steps in (1, 10, 100)]
    assert grown[0] < grown[1] < grown[2]


def toy():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3)).double()
    x, y = 3 * torch.randn(7, 5, dtype=torch.double), torch.randint(3, (7,))
    return model, x, y


def test_gradient_without_noise_is_that_of_opacus(opacus):
    model, x, y = toy()
    mine = privacy.private_gradient(model, F.cross_entropy, x, y, clip=0.5, noise=0.0, expected=4.0)
    wrapped = opacus.GradSampleModule(model, loss_reduction="sum")
    optimizer = opacus.optimizers.DPOptimizer(
        torch.optim.SGD(wrapped.parameters(), lr=1.0),
        noise_multiplier=0.0,
        max_grad_norm=0.5,
        expected_batch_size=4,
    )
    F.cross_entropy(wrapped(x.requires_grad_()), y, reduction="sum").backward()
    optimizer.pre_step()
    for name, parameter in model.named_parameters():
        assert torch.allclose(parameter.grad, mine[name], atol=1e-12)


def clipped_mean(model, x, y):
    """What one does against exploding steps: the whole gradient, no longer than 0.5."""
    loss = F.cross_entropy(model(x), y)
    own = torch.cat([g.flatten() for g in torch.autograd.grad(loss, list(model.parameters()))])
    return own * min(1.0, 0.5 / own.norm().item())


def clipped_each(model, x, y):
    found = privacy.private_gradient(
        model, F.cross_entropy, x, y, clip=0.5, noise=0.0, expected=1.0
    )
    return torch.cat([g.flatten() for g in found.values()])


def test_no_example_moves_the_sum_by_more_than_the_clip():
    """What clipping the mean doesn't give: the bound holds for a record of any size."""
    _, x, y = toy()
    model = nn.Linear(5, 3).double()  # whose gradient grows with the record
    for size in (0.01, 1.0, 1e4):
        changed = torch.cat([size * x[:1], x[1:]])
        moved = (clipped_each(model, changed, y) - clipped_each(model, x[1:], y[1:])).norm()
        assert moved <= 0.5 + 1e-9
    # Of a clipped mean already the mean moves farther, and so does the sum, the mean times 7.
    assert (clipped_mean(model, changed, y) - clipped_mean(model, x[1:], y[1:])).norm() > 0.5


def test_noise_has_the_spread_of_noise_times_clip():
    model, x, y = toy()
    settings = {"clip": 0.5, "expected": 4.0}
    still = privacy.private_gradient(model, F.cross_entropy, x, y, noise=0.0, **settings)
    generator = torch.Generator().manual_seed(0)
    found = []
    for _ in range(300):
        noisy = privacy.private_gradient(
            model, F.cross_entropy, x, y, noise=3.0, generator=generator, **settings
        )
        found.append(torch.cat([(noisy[n] - still[n]).flatten() for n in still]))
    spread = torch.stack(found).std().item()
    assert spread == pytest.approx(3.0 * 0.5 / 4.0, rel=0.03)
    assert torch.stack(found).mean().abs() < 0.02


def test_an_empty_batch_still_gets_its_noise():
    model, x, y = toy()
    found = privacy.private_gradient(
        model, F.cross_entropy, x[:0], y[:0], clip=1.0, noise=1.0, expected=4.0
    )
    assert all(g.abs().sum() > 0 for g in found.values())


def test_each_record_takes_part_by_a_draw_of_its_own():
    drawn = torch.Generator().manual_seed(0)
    batches = [privacy.poisson_batch(50, 0.2, drawn) for _ in range(2000)]
    assert all(len(batch.unique()) == len(batch) for batch in batches)
    sizes = np.array([len(batch) for batch in batches])
    assert sizes.mean() == pytest.approx(10, abs=0.3)
    assert sizes.var() == pytest.approx(50 * 0.2 * 0.8, rel=0.15)  # a fixed size has none
    shares = torch.cat(batches).bincount(minlength=50) / 2000
    assert (shares - 0.2).abs().max() < 0.04


@pytest.mark.parametrize(("epsilon", "delta"), [(0.0, 0.0), (1.0, 0.0), (2.0, 0.05)])
def test_area_bound_is_the_area_below_the_bound(epsilon, delta):
    found, _ = integrate.quad(
        lambda a: float(privacy.most_caught(np.array(a), epsilon, delta)),
        0,
        1,
        points=[(1 - delta) / (1 + math.exp(epsilon)), 1 - delta],
    )
    assert privacy.area_bound(epsilon, delta) == pytest.approx(found, abs=1e-9)


def test_ratio_is_that_of_two_normal_densities():
    random = np.random.default_rng(0)
    inside = random.random((40, 30)).argsort(0) < 20
    references = random.normal(np.where(inside, 2.0, 0.0), 1)
    score = random.normal(size=30)
    found = privacy.likelihood_ratio(score, references, inside)
    for record in range(30):
        own, others = (references[side, record] for side in (inside[:, record], ~inside[:, record]))
        spread = np.sqrt((19 * own.var(ddof=1) + 19 * others.var(ddof=1)) / 38)
        logs = [stats.norm.logpdf(score[record], x.mean(), spread) for x in (own, others)]
        assert found[record] == pytest.approx(logs[0] - logs[1])


@pytest.mark.parametrize(
    "call",
    [
        lambda: privacy.area([], [1.0]),
        lambda: privacy.area([float("nan")], [1.0]),
        lambda: privacy.area_interval([1.0] * 3, [1.0] * 30),
        lambda: privacy.caught([1.0], [1.0] * 9, 0.01),
        lambda: privacy.without_it(np.zeros(2), np.zeros((3, 2)), np.ones((3, 2))),
        lambda: privacy.without_it(np.zeros(2), np.zeros((3, 1)), np.zeros((3, 2))),
        lambda: privacy.likelihood_ratio(np.zeros(2), np.zeros((3, 2)), np.ones((3, 2))),
        lambda: privacy.likelihood_ratio(np.zeros(2), np.zeros((3, 1)), np.zeros((3, 1))),
        lambda: privacy.epsilon(0.0, 0.1, 10, 1e-5),
        lambda: privacy.renyi(1.0, 0.1, 1),
        lambda: privacy.to_epsilon(0.1, 1.0, 1e-5),
        lambda: privacy.noise_for(1e-9, 0.5, 1000, 1e-5),
        lambda: privacy.poisson_batch(3, 0.0),
        lambda: privacy.most_caught(np.array([0.1]), -1.0),
        lambda: privacy.private_gradient(
            *toy()[:1], F.cross_entropy, *toy()[1:], clip=0.0, noise=1.0, expected=1.0
        ),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError, match="need"):
        call()
