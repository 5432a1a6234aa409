"""The Python side of the generator's figure: what it refuses, folds, rounds and hands over."""

import base64

import numpy as np
import pytest
import torch
from torch import nn

from genai_utils.widgets import GeneratorExplorer
from genai_utils.widgets.generator_layers import fold, quantise, unpack
from genai_utils.widgets.generator_scene import between, input_at

CONDITIONS = {"tone": ["light", "dark"]}
SMILE = {"smile": {"vector": [1.0, 0, 0], "ends": ["less", "more"], "reach": 2.0}}


def network(*layers, inputs=5):
    torch.manual_seed(0)
    return nn.Sequential(*(layers or (nn.Linear(inputs, 9), nn.Sigmoid())))


def figure(**options):
    return GeneratorExplorer(
        network(), latent=3, **({"conditions": CONDITIONS, "directions": SMILE} | options)
    )


def conv(before, after, **options):
    return nn.Conv2d(before, after, **({"kernel_size": 3, "padding": 1} | options))


PLANES = [nn.Linear(5, 16), nn.Unflatten(1, (1, 4, 4))]


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([nn.Linear(5, 9)], "end with Sigmoid or Tanh, but ends with Linear"),
        ([nn.Linear(4, 9), nn.Tanh()], "needs 5 inputs"),
        ([nn.Linear(5, 8), nn.Tanh()], r"drew \(8,\)"),
        ([nn.Linear(5, 8), nn.Unflatten(1, (2, 2, 2)), nn.Tanh()], r"drew \(2, 2, 2\)"),
        ([nn.Linear(5, 65**2), nn.Tanh()], r"drew \(1, 65, 65\)"),
        ([nn.Linear(5, 9), nn.Softplus(), nn.Sigmoid()], "other layers than Softplus"),
        ([*PLANES, conv(1, 1, kernel_size=5, padding=2), nn.Tanh()], "other layers than Conv2d"),
        ([*PLANES, conv(1, 1, stride=2), nn.Tanh()], "other layers than Conv2d"),
        ([*PLANES, conv(1, 1, padding_mode="circular"), nn.Tanh()], "other layers than Conv2d"),
        ([*PLANES, nn.Upsample(scale_factor=3), nn.Tanh()], "other layers than Upsample"),
        ([*PLANES, nn.Upsample(scale_factor=2, mode="bilinear"), nn.Tanh()], "than Upsample"),
        ([*PLANES, nn.ReLU(), nn.BatchNorm2d(1), nn.Tanh()], r"got \['view', 'leaky'\]"),
        ([*PLANES, nn.BatchNorm2d(1, track_running_stats=False), nn.Tanh()], "stored moments"),
    ],
)
def test_a_network_that_the_page_cannot_compute_is_refused(layers, message):
    with pytest.raises(ValueError, match=message):
        GeneratorExplorer(network(*layers), latent=3, conditions=CONDITIONS)


def test_weights_that_are_not_finite_are_refused():
    spoilt = network()
    with torch.no_grad():
        spoilt[0].bias[2] = float("inf")
    with pytest.raises(ValueError, match="finite weights"):
        GeneratorExplorer(spoilt, latent=5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"directions": {"smile": SMILE["smile"] | {"vector": [1.0]}}}, r"'smile' .* \(1,\)"),
        ({"directions": {"smile": SMILE["smile"] | {"vector": [np.nan] * 3}}}, "finite"),
        ({"directions": {"smile": SMILE["smile"] | {"reach": 0}}}, "above 0"),
        ({"slices": np.zeros((1, 2, 3))}, r"slices .* \(1, 2, 3\)"),
        ({"slices": np.full((1, 3, 3), np.nan)}, "slices .* finite"),
        ({"temperature": 0}, "temperature above 0, but got 0"),
        ({"conditions": {"tone": []}}, "'tone' .* at least one"),
        ({"presets": {"far": {"slice": 12}}}, "from 0 to 11, but got 12"),
        ({"presets": {"far": {"ends": [[0, 0], [76, 0]]}}}, "within 75"),
        ({"presets": {"far": {"ends": [[0, 0]]}}}, "two places"),
        ({"presets": {"far": {"blend": 1.1}}}, "from 0 .* got 1.1"),
        ({"presets": {"far": {"choose": {"tone": "green"}}}}, "tone needs one of .* got green"),
        ({"presets": {"far": {"choose": {"age": "old"}}}}, "no age here, only .*tone"),
        ({"presets": {"far": {"move": {"smile": 2.5}}}}, "from -2 to 2, but got 2.5"),
        ({"presets": {"far": {"move": {"frown": 1}}}}, "no frown here"),
    ],
)
def test_what_the_page_does_not_offer_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        figure(**options)


@pytest.mark.parametrize(
    "layers",
    [
        [nn.Linear(5, 9), nn.BatchNorm1d(9), nn.Tanh()],
        [nn.Linear(5, 9, bias=False), nn.BatchNorm1d(9, affine=False), nn.Tanh()],
        [nn.Linear(5, 32), nn.Unflatten(1, (2, 4, 4)), nn.BatchNorm2d(2), conv(2, 1), nn.Tanh()],
        [*PLANES, conv(1, 3), nn.BatchNorm2d(3), nn.Tanh()],
        [*PLANES, conv(1, 12, bias=False), nn.PixelShuffle(2), nn.BatchNorm2d(3), nn.Tanh()],
    ],
)
def test_a_folded_normalisation_is_the_same_function(layers):
    """By stepping through the folded layers in PyTorch."""
    whole = network(*layers).train()
    inputs = torch.randn(50, 5)
    for _ in range(5):
        whole(3 * inputs + 1)  # moments that aren't 0 and 1
    norm = next(m for m in whole if isinstance(m, nn.BatchNorm1d | nn.BatchNorm2d))
    if norm.affine:
        nn.init.uniform_(norm.weight, 0.5, 2.0)
        nn.init.normal_(norm.bias)
    steps, tensors = fold(whole.eval())
    x = inputs
    for kind, *rest in steps:
        if kind in ("linear", "conv"):
            weight, bias = (torch.tensor(tensors[f"{rest[0]}.{t}"]) for t in ("weight", "bias"))
            x = x @ weight.T + bias if kind == "linear" else conv_same(x, weight, bias)
        elif kind == "view":
            x = x.reshape(-1, *rest)
        elif kind == "shuffle":
            x = nn.functional.pixel_shuffle(x, 2)
        else:
            x = torch.tanh(x)
    with torch.no_grad():
        assert torch.allclose(x, whole(inputs), atol=1e-5)


def conv_same(x, weight, bias):
    return nn.functional.conv2d(x, weight, bias, padding=1)


def test_rounding_moves_a_weight_by_half_its_scale_at_most():
    weight = np.random.default_rng(0).normal(size=(4, 3, 3, 3)).astype(np.float32)
    weight[2] *= 100
    weight[3] = 0
    small = quantise({"0.weight": weight, "0.bias": np.ones(4, np.float32)})
    scale = small["0.scale"][:, None, None, None]
    assert (np.abs(small["0.weight"] * scale - weight) <= 0.5 * scale * 1.0001).all()
    assert scale.ravel()[:2] == pytest.approx(np.abs(weight[:2]).max(axis=(1, 2, 3)) / 127)
    assert small["0.weight"].dtype == np.int8
    assert (small["0.bias"] == 1).all()


def test_a_byte_a_weight_travels_and_save_keeps_them_whole(tmp_path):
    made = figure()
    made.save(tmp_path / "mine.safetensors")
    travels, whole = unpack(made.weights), unpack((tmp_path / "mine.safetensors").read_bytes())
    assert travels[0] == whole[0]
    assert travels[1]["0.weight"].dtype == np.int8
    assert (whole[1]["0.weight"] == network()[0].weight.detach().numpy()).all()
    assert (whole[1]["slices"] == travels[1]["slices"]).all()


def test_a_file_for_which_there_is_no_folder_is_refused(tmp_path):
    with pytest.raises(ValueError, match="folder 'nowhere' is missing"):
        figure().save(tmp_path / "nowhere" / "mine.safetensors")
    assert list(tmp_path.iterdir()) == []


def test_every_place_of_a_slice_is_as_likely_as_a_draw():
    """Over many slices a code's variance is 1 wherever it is taken, halfway, too."""
    slices = np.random.default_rng(0).normal(size=(20_000, 3, 1))
    for ends in ([[-40, 0], [40, 0]], [[-70, 60], [10, -30]]):
        codes = between(ends, 0.5) @ slices
        assert codes.var() == pytest.approx(1, abs=0.03)


def test_an_input_is_the_code_moved_and_a_share_for_each_choice():
    made = figure(slices=np.eye(3)[None])
    scene = made.make_scene(
        ends=[[0, 0], [0, 0]], choose={"tone": ["light", "dark"]}, blend=0.25, move={"smile": 1.5}
    )
    tensors = {"slices": np.eye(3)[None], "direction.0": np.array([1.0, 0, 0])}
    about = made._about | {"temperature": 0.5}
    expected = [0.5 + 1.5, 0, 0, 0.75, 0.25]
    assert input_at(about, tensors, scene).tolist() == pytest.approx(expected)


def test_the_network_keeps_its_mode():
    trained = network(nn.Linear(5, 9), nn.BatchNorm1d(9), nn.Sigmoid()).train()
    before = trained[1].running_mean.clone()
    GeneratorExplorer(trained, latent=5)
    assert trained.training
    assert (trained[1].running_mean == before).all()


def test_a_dragged_scene_is_read_back_and_drawn():
    made = figure()
    first = made.draw()
    made.set_state({"scene": made.make_scene(slice=3, blend=1)})  # as from the browser
    assert made.scene["slice"] == 3
    assert made.draw().shape == (1, 3, 3)
    assert (made.draw() != first).any()


@pytest.mark.parametrize(
    "wrong",
    [{"slice": 12}, {"chosen": [[0], [2]]}, {"chosen": [[0]]}, {"moves": []}, {"moves": None}],
)
def test_a_scene_that_is_none_is_refused(wrong):
    made = figure()
    with pytest.raises(ValueError, match=r"A scene needs|slice needs"):
        made.scene = made.scene | wrong


def test_the_figure_is_shown_with_a_still_picture_that_is_the_same_each_time():
    first, second = (figure(credit="After OpenMoji")._repr_mimebundle_()[0] for _ in range(2))
    assert "application/vnd.jupyter.widget-view+json" in first
    assert base64.b64decode(first["image/png"]).startswith(b"\x89PNG")
    assert first["image/png"] == second["image/png"]


def test_repr_holds_no_address():
    assert repr(figure()) == "GeneratorExplorer(1 x 3 x 3 pixels, 3 latents, 54 weights)"
