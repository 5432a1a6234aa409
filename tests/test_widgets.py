"""The Python side of the live figures: what they refuse, hand to the page and read back."""

import base64

import numpy as np
import pytest
import torch
from ipywidgets.embed import embed_data
from safetensors.torch import load_file
from torch import nn

from genai_utils.widgets import LatentExplorer


def small_decoder(latents=2, pixels=16):
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(latents, 5), nn.ReLU(), nn.Linear(5, pixels))


def explorer(decoder=None, count=4, **options):
    decoder = small_decoder() if decoder is None else decoder
    codes = np.random.default_rng(0).normal(size=(count, 2))
    return LatentExplorer(decoder, codes, np.arange(count) % 10, **options)


def spoilt_decoder(value):
    decoder = small_decoder()
    with torch.no_grad():
        decoder[0].weight[0, 0] = value
    return decoder


@pytest.mark.parametrize(
    ("decoder", "message"),
    [
        (small_decoder(latents=3), r"2 latents .* got 3 and 16"),
        (small_decoder(pixels=15), r"square .* got 2 and 15"),
        (nn.Sequential(nn.Linear(2, 5), nn.Tanh(), nn.Linear(5, 16)), r"got Linear, Tanh, Linear"),
        (nn.Sequential(nn.Linear(2, 5), nn.Linear(5, 16)), r"got Linear, Linear"),
        (nn.Sequential(nn.Linear(2, 16), nn.ReLU()), r"got Linear, ReLU"),
        (nn.Sequential(), r"got no layer"),
        (nn.Tanh(), r"got Tanh"),
        (nn.Sequential(nn.Linear(2, 16, bias=False)), r"needs a bias"),
        (spoilt_decoder(float("nan")), r"largest is nan"),
        (spoilt_decoder(1e5), r"largest is 100000"),
    ],
)
def test_a_decoder_that_the_page_cannot_run_is_refused(decoder, message):
    with pytest.raises(ValueError, match=message):
        explorer(decoder)


@pytest.mark.parametrize(
    ("codes", "labels", "message"),
    [
        (np.zeros((3, 3)), np.zeros(3), r"\(n, 2\) .* got \(3, 3\)"),
        (np.zeros((3, 2)), np.zeros(4), r"got \(3, 2\) and \(4,\)"),
        (np.full((3, 2), np.inf), np.zeros(3), r"finite"),
        (np.zeros((3, 2)), np.array([0, 1, 10]), r"labels 0 to 9"),
        (np.zeros((3, 2)), np.array([0, 1, 0.5]), r"labels 0 to 9"),
    ],
)
def test_codes_that_cannot_be_drawn_are_refused(codes, labels, message):
    with pytest.raises(ValueError, match=message):
        LatentExplorer(small_decoder(), codes, labels)


@pytest.mark.parametrize("z", [(0.0,), (0.0, 0.0, 0.0), (4.1, 0.0), (float("nan"), 0.0)])
def test_a_handle_beyond_the_map_is_refused(z):
    with pytest.raises(ValueError, match=r"two numbers between -4 and 4, but got"):
        explorer(z=z)


@pytest.mark.parametrize("extent", [0.0, -1.0, float("inf"), float("nan")])
def test_a_map_without_extent_is_refused(extent):
    with pytest.raises(ValueError, match="extent > 0"):
        explorer(extent=extent)


def test_repr_holds_no_address():
    assert repr(explorer(z=(1, -0.5))) == "LatentExplorer(16 pixels, 4 codes)"


def test_a_dragged_place_is_read_back():
    figure = explorer()
    figure.set_state({"z": [1, -2.5]})  # what the kernel does with the browser's message
    assert figure.z == [1.0, -2.5]


def test_it_opens_on_a_code_among_codes_of_its_class():
    """Twenty sevens near (2, -1), twenty ones near (-3, 2), and at the origin one of each."""
    random = np.random.default_rng(0)
    clouds = [centre + 0.1 * random.normal(size=(20, 2)) for centre in ((2, -1), (-3, 2))]
    codes = np.concatenate([*clouds, np.zeros((2, 2))])
    labels = [7] * 20 + [1] * 20 + [7, 1]
    z = np.array(LatentExplorer(small_decoder(), codes, labels).z)
    assert np.linalg.norm(z - (2, -1)) < 0.5
    assert np.abs(z - codes[:20]).max(axis=1).min() < 0.01, "a code, and no place between two"


def test_it_opens_on_the_map_and_never_beyond():
    far = LatentExplorer(small_decoder(), [[9.0, 9.0], [3.9999, 0.0]], [1, 1])
    assert far.z == [4.0, 0.0]
    assert LatentExplorer(small_decoder(), [[9.0, 9.0]], [1]).z == [0.0, 0.0]


def test_a_saved_file_holds_what_the_figure_shows(tmp_path):
    figure = explorer(count=3)
    figure.save(tmp_path / "mine.safetensors")
    held = load_file(tmp_path / "mine.safetensors")
    again = small_decoder()
    again.load_state_dict({name: held[name].float() for name in again.state_dict()})
    expected = torch.sigmoid(again(torch.tensor([1.0, 2.0]))).detach().numpy()
    assert figure.decode([1.0, 2.0]).ravel() == pytest.approx(expected, abs=1e-6)
    assert held["codes"].numpy().tobytes() == figure.codes
    assert held["labels"].tolist() == [0, 1, 2]


def test_a_file_for_which_there_is_no_folder_is_refused(tmp_path):
    with pytest.raises(ValueError, match="folder 'nowhere' is missing"):
        explorer().save(tmp_path / "nowhere" / "mine.safetensors")
    assert list(tmp_path.iterdir()) == []


def test_decode_equals_pytorch_on_the_rounded_weights():
    decoder = small_decoder()
    figure = explorer(decoder)
    z = torch.tensor([1.5, -2.0])
    expected = torch.sigmoid(decoder.half().float()(z)).reshape(4, 4)
    assert figure.decode(z) == pytest.approx(expected.detach().numpy(), abs=1e-6)
    assert figure.decode(z).dtype == np.float32


def test_rounding_the_weights_moves_no_pixel_of_a_digit_decoder_by_a_grey_level():
    torch.manual_seed(0)
    decoder = nn.Sequential(
        nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 784)
    )
    figure = explorer(decoder)
    exact = torch.sigmoid(decoder(torch.tensor([3.0, -3.0]))).detach().numpy()
    assert np.abs(figure.decode([3.0, -3.0]).ravel() - exact).max() < 1 / 255


def test_the_state_is_half_precision_and_at_most_1000_codes():
    figure = explorer(count=5000)
    parameters = sum(p.numel() for p in small_decoder().parameters())
    assert len(figure.weights) == 2 * parameters
    assert (len(figure.codes), len(figure.labels)) == (2 * 2 * 1000, 1000)
    stored = embed_data([figure], drop_defaults=False)["manager_state"]["state"][figure.model_id]
    assert {tuple(b["path"]) for b in stored["buffers"]} == {("weights",), ("codes",), ("labels",)}
    assert len(stored["state"]["_esm"]) + len(stored["state"]["_css"]) < 20_000


def test_each_picked_code_keeps_its_label():
    labels = np.random.default_rng(0).integers(10, size=3000)
    figure = LatentExplorer(small_decoder(), np.stack([labels, -labels], axis=1), labels)
    codes = np.frombuffer(figure.codes, "<f2").reshape(-1, 2)
    assert codes[:, 0].tolist() == list(figure.labels)
    assert codes[:, 1].tolist() == [-label for label in figure.labels]


def test_no_code_at_all_is_a_map_without_numerals():
    assert repr(LatentExplorer(small_decoder(), np.zeros((0, 2)), [])).endswith("0 codes)")


def test_the_figure_is_shown_with_a_still_picture_that_is_the_same_each_time():
    first, second = (explorer()._repr_mimebundle_()[0] for _ in range(2))
    assert "application/vnd.jupyter.widget-view+json" in first
    assert base64.b64decode(first["image/png"]).startswith(b"\x89PNG")
    assert first["image/png"] == second["image/png"]
