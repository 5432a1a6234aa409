"""The two pairs of a GAN: one interface, the article's sizes, and what they refuse."""

import pytest
import torch

from genai_utils import models

PAIRS = {
    "fully connected": (models.FullyConnectedGenerator, models.FullyConnectedDiscriminator),
    "convolutional": (models.ConvGenerator, models.ConvDiscriminator),
}


@pytest.fixture(params=PAIRS)
def pair(request):
    torch.manual_seed(0)
    generator, discriminator = PAIRS[request.param]
    return generator(), discriminator()


def parameters(network):
    return sum(parameter.numel() for parameter in network.parameters())


def test_a_pair_turns_noise_into_images_and_images_into_logits(pair):
    generator, discriminator = pair
    images = generator(torch.randn(6, generator.latent))
    assert images.shape == (6, 784)
    assert images.abs().max() <= 1
    logits = discriminator(images)
    assert logits.shape == (6,)


def test_a_batch_of_one_keeps_its_axis(pair):
    generator, discriminator = (network.eval() for network in pair)
    images = generator(torch.randn(1, generator.latent))
    assert images.shape == (1, 784)
    assert discriminator(images).shape == (1,)


def test_logits_have_no_sigmoid(pair):
    _, discriminator = pair
    last = [layer for layer in discriminator.modules() if isinstance(layer, torch.nn.Linear)][-1]
    with torch.no_grad():
        last.bias.fill_(-30.0)
    assert discriminator(torch.rand(4, 784)).max() < -20


def test_images_reach_both_ends_of_the_range(pair):
    generator, _ = pair
    last = [m for m in generator.modules() if getattr(m, "bias", None) is not None][-1]
    z = torch.randn(4, generator.latent)
    for end in (-1.0, 1.0):
        with torch.no_grad():
            last.bias.fill_(50 * end)
        assert torch.allclose(generator(z), torch.full((4, 784), end))


def test_every_parameter_of_a_pair_gets_a_gradient(pair):
    generator, discriminator = pair
    discriminator(generator(torch.randn(8, generator.latent))).sum().backward()
    for network in pair:
        assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in network.parameters())


def test_the_fully_connected_pair_is_the_articles():
    # Weights and biases of 100-128-256-512-1024-784 and of 784-1024-512-256-1, by hand.
    assert parameters(models.FullyConnectedGenerator()) == 1_506_448
    assert parameters(models.FullyConnectedDiscriminator()) == 1_460_225


def test_the_convolutional_pair_is_small():
    assert parameters(models.ConvGenerator()) < 300_000
    assert parameters(models.ConvDiscriminator()) < 50_000


def test_a_convolutional_image_keeps_its_layout():
    # What is drawn in one corner is seen there: neither flattening nor shuffling mixes places.
    discriminator = models.ConvDiscriminator().eval()
    first = discriminator.layers[:2]
    image = torch.zeros(2, 28, 28)
    image[1, :3, -3:] = 1
    seen = (first(image.flatten(1))[1] - first(image.flatten(1))[0]).abs().sum(0)
    assert seen[:3, -3:].sum() > 0
    assert seen[4:].sum() == seen[:, :-4].sum() == 0


@pytest.mark.parametrize("bad", [{"latent": 0}, {"hidden": (0,)}, {"pixels": -1}])
def test_a_dense_layer_without_units_is_refused(bad):
    with pytest.raises(ValueError, match="at least one unit"):
        models.FullyConnectedGenerator(**bad)


@pytest.mark.parametrize("bad", [{"latent": 0}, {"channels": 0}])
def test_a_convolution_without_channels_is_refused(bad):
    with pytest.raises(ValueError, match="at least one unit"):
        models.ConvGenerator(**bad)
    with pytest.raises(ValueError, match="at least one unit"):
        models.ConvDiscriminator(channels=-1)


@pytest.mark.parametrize(
    "bad",
    [torch.zeros(3, 7), torch.zeros(784), torch.zeros(2, 28, 28), torch.ones(2, 784).long()],
    ids=lambda bad: f"{tuple(bad.shape)}-{bad.dtype}",
)
def test_a_batch_of_another_form_is_refused(pair, bad):
    for network in pair:
        with pytest.raises(ValueError, match=r"must be floating-point of shape \(batch, \d+\)"):
            network(bad)
