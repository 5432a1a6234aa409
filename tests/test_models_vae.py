"""The VAE's network and the linear-Gaussian model: sizes, randomness, and bad input."""

import math

import numpy as np
import pytest
import torch
from scipy import stats
from torch import nn

from genai_utils.models import VAE, LinearGaussian

DOUBLE = torch.double


@pytest.fixture
def model():
    torch.manual_seed(0)
    return VAE(pixels=12, hidden=(8, 6), latent=3)


def widths(network):
    return [(layer.in_features, layer.out_features) for layer in network if hasattr(layer, "bias")]


def test_the_decoder_mirrors_the_encoder(model):
    assert widths(model.encoder) == [(12, 8), (8, 6), (6, 6)]  # 2 x 3 outputs: mu and log_var
    assert widths(model.decoder) == [(3, 6), (6, 8), (8, 12)]
    for network in (model.encoder, model.decoder):
        kinds = [type(layer) for layer in network]
        assert kinds == [nn.Linear, nn.ReLU, nn.Linear, nn.ReLU, nn.Linear]


def test_the_default_is_the_network_of_the_book():
    parameters = sum(p.numel() for p in VAE().parameters())
    assert parameters == 785 * 400 + 401 * 40 + 21 * 400 + 401 * 784


def test_shapes_of_all_outputs(model):
    logits, mu, log_var = model(torch.rand(5, 12))
    assert logits.shape == (5, 12)
    assert mu.shape == log_var.shape == (5, 3)
    assert model.decode(torch.zeros(7, 5, 3)).shape == (7, 5, 12)


def test_mu_and_log_var_are_the_halves_of_the_last_layer(model):
    with torch.no_grad():
        model.encoder[-1].weight.zero_()
        model.encoder[-1].bias.copy_(torch.arange(6.0))
    mu, log_var = model.encode(torch.rand(2, 12))
    assert mu.tolist() == [[0, 1, 2]] * 2
    assert log_var.tolist() == [[3, 4, 5]] * 2


def test_a_draw_has_the_mean_and_the_deviation_asked_for(model):
    torch.manual_seed(1)
    shape = (40_000, 2)
    z = model.reparameterize(torch.full(shape, 2.0), torch.full(shape, math.log(0.25)))
    assert stats.kstest(z[:, 0].numpy(), "norm", args=(2.0, 0.5)).pvalue > 0.01
    assert abs(np.corrcoef(z.T.numpy())[0, 1]) < 0.02  # each unit has noise of its own


def test_a_draw_is_repeated_by_the_seed_alone(model):
    mu, log_var = torch.zeros(4, 3), torch.zeros(4, 3)
    torch.manual_seed(2)
    first = model.reparameterize(mu, log_var)
    second = model.reparameterize(mu, log_var)
    torch.manual_seed(2)
    assert torch.equal(model.reparameterize(mu, log_var), first)
    assert not torch.equal(first, second)


def test_gradients_reach_the_encoder_through_the_draw(model):
    logits, _, _ = model(torch.rand(5, 12))
    logits.sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in model.encoder.parameters())


@pytest.mark.parametrize(
    "sizes", [{"pixels": 0}, {"latent": 0}, {"hidden": (4, 0)}, {"hidden": (-1,)}]
)
def test_a_layer_without_units_is_refused(sizes):
    (name, value), *_ = sizes.items()
    with pytest.raises(ValueError, match="at least one unit") as error:
        VAE(**sizes)
    assert f"{name}={value}" in str(error.value)


def test_without_hidden_layers_the_network_is_linear():
    assert [len(part) for part in VAE(4, (), 2).children()] == [1, 1]


@pytest.mark.parametrize("method", ["encode", "decode"])
class TestInputOfTheNetwork:
    def test_another_size_is_refused_with_both_sizes(self, model, method):
        with pytest.raises(ValueError, match=r"last axis of (12|3).*\(2, 7\)"):
            getattr(model, method)(torch.zeros(2, 7))

    def test_a_number_is_refused(self, model, method):
        with pytest.raises(ValueError, match=r"\(\)"):
            getattr(model, method)(torch.tensor(0.5))

    @pytest.mark.parametrize("dtype", [torch.uint8, torch.int64, torch.float64])
    def test_another_dtype_is_refused_and_named(self, model, method, dtype):
        size = model.pixels if method == "encode" else model.latent
        with pytest.raises(ValueError, match=f"{dtype}"):
            getattr(model, method)(torch.zeros(2, size, dtype=dtype))

    def test_a_nan_is_refused(self, model, method):
        size = model.pixels if method == "encode" else model.latent
        bad = torch.zeros(2, size)
        bad[1, 2] = math.nan
        with pytest.raises(ValueError, match="NaN"):
            getattr(model, method)(bad)


def test_a_mean_and_a_variance_of_two_shapes_are_refused(model):
    with pytest.raises(ValueError, match=r"\(4, 3\).*\(4, 1\)"):
        model.reparameterize(torch.zeros(4, 3), torch.zeros(4, 1))


def test_a_mean_and_a_variance_of_two_dtypes_are_refused(model):
    with pytest.raises(ValueError, match="float64"):
        model.reparameterize(torch.zeros(4, 3), torch.zeros(4, 3, dtype=DOUBLE))


@pytest.fixture
def linear():
    generator = torch.Generator().manual_seed(3)
    weight = torch.randn(4, 2, generator=generator)
    return LinearGaussian(weight, torch.tensor([0.0, 1.0, -1.0, 0.5]), 0.3)


def test_the_likelihood_is_a_normal_around_the_line(linear):
    x, z = torch.rand(5, 4, dtype=DOUBLE), torch.rand(3, 5, 2, dtype=DOUBLE)
    center = z.numpy() @ linear.weight.numpy().T + linear.bias.numpy()
    oracle = stats.norm.logpdf(x.numpy(), center, math.sqrt(0.3)).sum(-1)
    np.testing.assert_allclose(linear.log_likelihood(x, z).numpy(), oracle, rtol=1e-12)


def test_the_bound_touches_the_evidence_at_a_diagonal_posterior():
    # Orthogonal columns make the posterior diagonal, so the bound's q can be the posterior.
    weight = torch.tensor([[1.0, 0.0], [0.0, 2.0], [0.0, 0.0]])
    model = LinearGaussian(weight, torch.zeros(3), 0.5)
    x = torch.rand(4, 3, dtype=DOUBLE)
    mean, covariance = model.posterior(x)
    bound = model.elbo(x, mean, covariance.diagonal())
    torch.testing.assert_close(bound, model.log_marginal(x))


def test_each_example_may_have_its_own_variances(linear):
    x, mu = torch.rand(3, 4, dtype=DOUBLE), torch.rand(3, 2, dtype=DOUBLE)
    variances = torch.rand(3, 2, dtype=DOUBLE) + 0.1
    one_by_one = [linear.elbo(x[i : i + 1], mu[i : i + 1], variances[i]) for i in range(3)]
    torch.testing.assert_close(linear.elbo(x, mu, variances), torch.cat(one_by_one))


@pytest.mark.parametrize(
    ("weight", "bias", "variance"),
    [
        (torch.zeros(4), torch.zeros(4), 1.0),
        (torch.zeros(4, 2), torch.zeros(2), 1.0),
        (torch.zeros(4, 2), torch.zeros(4, 1), 1.0),
        (torch.zeros(4, 2), torch.zeros(4), 0.0),
        (torch.zeros(4, 2), torch.zeros(4), math.nan),
    ],
)
def test_a_linear_model_that_is_none_is_refused(weight, bias, variance):
    wanted = f"{tuple(weight.shape)}, {tuple(bias.shape)} and {variance}"
    with pytest.raises(ValueError, match="positive variance") as error:
        LinearGaussian(weight, bias, variance)
    assert wanted in str(error.value)


@pytest.mark.parametrize("pixels", [1, 5])
def test_images_of_another_size_are_refused_by_the_linear_model(linear, pixels):
    x = torch.zeros(3, pixels, dtype=DOUBLE)
    for call in (linear.log_marginal, linear.posterior):
        with pytest.raises(ValueError, match=rf"last axis of 4.*\(3, {pixels}\)"):
            call(x)
    with pytest.raises(ValueError, match=rf"last axis of 4.*\(3, {pixels}\)"):
        linear.log_likelihood(x, torch.zeros(3, 2, dtype=DOUBLE))


def test_variances_that_are_none_are_refused_by_the_linear_model(linear):
    x, mu = torch.zeros(3, 4, dtype=DOUBLE), torch.zeros(3, 2, dtype=DOUBLE)
    for bad in (0.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="positive variances"):
            linear.elbo(x, mu, torch.tensor([1.0, bad], dtype=DOUBLE))
