"""Models that are told a class use it where they should, and refuse what is no class."""

import pytest
import torch

from genai_utils import models

LABELS = torch.tensor([3, 8, 3])


def networks():
    torch.manual_seed(0)
    return {
        "generator": (models.ConditionalGenerator(latent=4, channels=2), torch.randn(3, 4)),
        "planes": (models.PlanesDiscriminator(channels=2), torch.rand(3, 784)),
        "projection": (models.ProjectionDiscriminator(channels=2), torch.rand(3, 784)),
    }


@pytest.mark.parametrize("name", networks())
def test_another_class_gives_another_answer_and_only_in_its_row(name):
    network, x = networks()[name]
    network.eval()  # so that no row sees the others
    changed = network(x, torch.tensor([3, 5, 3]))
    same = torch.isclose(network(x, LABELS), changed).reshape(len(x), -1).all(1)
    assert same.tolist() == [True, False, True]


def test_the_projected_logit_is_that_of_the_image_plus_a_product_with_the_class():
    network, x = networks()["projection"]
    network.eval()
    features = network.features(x)
    vectors = network.of_class.weight.T[LABELS]
    expected = network.alone(features).squeeze(1) + torch.einsum("nf,nf->n", vectors, features)
    assert torch.allclose(network(x, LABELS), expected, atol=1e-6)


def test_without_its_class_vectors_a_projection_is_the_plain_discriminator():
    network, x = networks()["projection"]
    torch.nn.init.zeros_(network.of_class.weight)
    plain = models.ConvDiscriminator(channels=2)
    plain.layers.load_state_dict(torch.nn.Sequential(*network.features, network.alone).state_dict())
    assert torch.equal(network.eval()(x, LABELS), plain.eval()(x))


def test_one_class_makes_the_conditional_vae_a_vae():
    torch.manual_seed(0)
    conditional = models.ConditionalVAE(pixels=6, hidden=[5], latent=2, classes=1)
    plain = models.VAE(pixels=6, hidden=[5], latent=2)
    with torch.no_grad():  # the input of the one class is always 1: a further bias
        for name in ("encoder", "decoder"):
            own, other = getattr(plain, name), getattr(conditional, name)
            own[0].weight.copy_(other[0].weight[:, :-1])
            own[0].bias.copy_(other[0].bias + other[0].weight[:, -1])
            own[2].load_state_dict(other[2].state_dict())
    x, none = torch.rand(4, 6), torch.zeros(4, dtype=torch.long)
    torch.manual_seed(1)
    first = conditional(x, none)
    torch.manual_seed(1)
    for one, other in zip(first, plain(x), strict=True):
        assert torch.allclose(one, other, atol=1e-6)


def test_several_codes_of_a_digit_are_decoded_under_its_class():
    model = models.ConditionalVAE(pixels=4, hidden=[3], latent=2, classes=10)
    codes = torch.randn(5, 3, 2)
    together = model.decode(codes, LABELS)
    apart = torch.stack([model.decode(code, LABELS) for code in codes])
    assert torch.allclose(together, apart, atol=1e-6)


@pytest.mark.parametrize(
    "labels",
    [[3.0, 8.0, 3.0], [True, False, True], [3, 8, 10], [-1, 0, 1], [[3, 8, 3]]],
)
@pytest.mark.parametrize("name", networks())
def test_what_is_no_class_is_refused(name, labels):
    network, x = networks()[name]
    with pytest.raises(ValueError, match=r"labels must be integers .* from 0 to 9, but got"):
        network(x, torch.tensor(labels))


@pytest.mark.parametrize("name", networks())
def test_too_few_labels_are_refused(name):
    network, x = networks()[name]
    with pytest.raises(ValueError, match=r"one label for each row is needed, but got .* 2 labels"):
        network(x, LABELS[:2])


@pytest.mark.parametrize("size", [0, -1, 2.5])
def test_sizes_below_one_are_refused(size):
    for network in (
        lambda: models.ConditionalGenerator(latent=size),
        lambda: models.PlanesDiscriminator(classes=size),
        lambda: models.ProjectionDiscriminator(channels=size),
        lambda: models.ConditionalVAE(classes=size),
    ):
        with pytest.raises(ValueError, match="at least one unit"):
            network()


def test_a_louder_class_changes_more_of_the_answer():
    moved = []
    for loudness in (1.0, 10.0):
        torch.manual_seed(0)
        model = models.ConditionalVAE(pixels=4, hidden=[50], latent=2, loudness=loudness)
        codes = torch.zeros(3, 2)
        moved.append((model.decode(codes, LABELS) - model.decode(codes, 0 * LABELS)).norm())
    assert moved[1] > 3 * moved[0]


@pytest.mark.parametrize("loudness", [0.0, -1.0, float("inf"), float("nan")])
def test_a_loudness_that_says_nothing_is_refused(loudness):
    with pytest.raises(ValueError, match="a finite loudness above 0"):
        models.ConditionalVAE(loudness=loudness)
