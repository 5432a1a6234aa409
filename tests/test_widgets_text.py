"""The Python side of the text figure: what it refuses, packs, draws first and reads back."""

import numpy as np
import pytest
import torch
from book_sources import ROOT
from safetensors.numpy import load
from text_figure import ALPHABET, TEXT, explorer, small_model
from torch import nn

from genai_utils import models
from genai_utils.models import Transformer
from genai_utils.widgets import TextExplorer
from genai_utils.widgets.text_stages import STAGES, TOUR


def spoilt():
    model = small_model()
    with torch.no_grad():
        model.head.bias[3] = float("nan")
    return model


@pytest.mark.parametrize(
    ("model", "alphabet", "message"),
    [
        (nn.Linear(2, 2), "ab", "Transformer of genai_utils.models is needed, but got Linear"),
        (Transformer(2, 4, 1, 1, 8, triples=2), "ab", "without triples are needed"),
        (Transformer(2, 4, 1, 1, 8), "abc", "2 symbols, one a token, .* got 3"),
        (Transformer(2, 4, 1, 1, 8), ["a", "bc"], "single characters are needed"),
        (Transformer(3, 4, 1, 1, 8), "aba", "Different single characters"),
        (spoilt(), ALPHABET, "finite weights"),
    ],
)
def test_a_model_that_the_page_cannot_compute_is_refused(model, alphabet, message):
    with pytest.raises(ValueError, match=message):
        TextExplorer(model, alphabet, text="a")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"text": ""}, "1 to 600 characters is needed, but got 0"),
        ({"text": "a" * 601}, "got 601"),
        ({"text": "THE"}, r"alphabet, but got \['E', 'H', 'T'\]"),
        ({"temperature": 0}, "temperature needs a number from 0.1 to 2.5, but got 0"),
        ({"keep": 1.5}, "keep needs a whole number from 1 to 30, but got 1.5"),
        ({"mass": 0}, "mass needs a number"),
        ({"block": 2}, "block needs a whole number from 0 to 1, but got 2"),
        ({"at": 17}, "at needs a whole number from -1 to 16"),
        ({"stage": "soul"}, "no stage 'soul'"),
        ({"beam": 4}, "but got beam"),
        ({"presets": {"wrong": {"text": "a", "head": 3}}}, "head needs a whole number from 0 to 2"),
    ],
)
def test_what_the_page_does_not_offer_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        explorer(**options)


def test_a_byte_a_weight_travels():
    made = explorer()
    whole, travels = load(explorer(exact=True).weights), load(made.weights)
    state = made._model.state_dict()
    assert whole.keys() == state.keys()
    assert all((whole[name] == state[name].numpy()).all() for name in state)
    for name, values in whole.items():
        small = travels[name]
        if values.ndim == 1 or name == "positions":
            assert (small == values).all()
        else:
            scale = travels[name.replace(".weight", ".scale")][:, None]
            assert small.dtype == np.int8
            assert (np.abs(small * scale - values) <= 0.5001 * scale).all()


def test_the_same_model_makes_the_same_bytes():
    """A dictionary of words has another order in each process, and often in each call."""
    assert len({explorer().weights for _ in range(8)}) == 1


def test_save_writes_what_the_book_loads(tmp_path):
    made = explorer()
    made.save(tmp_path / "mine.safetensors")
    again, symbols = models.load_transformer(tmp_path / "mine.safetensors")
    assert symbols == list(ALPHABET)
    for name, value in made._model.state_dict().items():
        assert torch.equal(again.state_dict()[name], value.half().float())


def test_a_file_for_which_there_is_no_folder_is_refused(tmp_path):
    with pytest.raises(ValueError, match="folder 'nowhere' is missing"):
        explorer().save(tmp_path / "nowhere" / "mine.safetensors")
    assert list(tmp_path.iterdir()) == []


def test_shares_are_by_hand_those_of_the_model():
    made = explorer(temperature=0.5, keep=3, mass=1)
    tokens = torch.tensor([[ALPHABET.index(letter) for letter in TEXT]])
    with torch.no_grad():
        p = made._model(tokens)[0, -1].double().softmax(0)
    own, drawn = made.shares()
    assert own.tolist() == pytest.approx(p.tolist(), abs=1e-6)
    kept = p.argsort(descending=True)[:3]
    assert drawn[kept].tolist() == pytest.approx((p[kept] ** 2 / (p[kept] ** 2).sum()).tolist())
    assert drawn.count_nonzero() == 3


def test_a_typed_text_is_read_back():
    made = explorer()
    made.set_state({"scene": made.make_scene("a generator")})  # as from the browser
    assert made.scene["text"] == "a generator"


def test_the_model_keeps_its_mode():
    model = small_model().train()
    explorer(model).shares()
    assert model.training


def test_repr_holds_no_address():
    """Weights by `eq-parameter-count`: 2 (12 · 144 + 9 · 12) + (2 · 30 + 24 + 2) 12 + 30."""
    assert repr(explorer()) == "TextExplorer(30 characters, 2 blocks, 3 heads, 4734 weights)"


def test_every_equation_that_the_figure_names_is_in_the_book():
    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "book").rglob("*.md"))
    named = {stage["equation"] for stage in STAGES} | {e for s in TOUR for e in s["equations"]}
    for label in named:
        assert f"$$ ({label})" in pages, label


def test_the_tour_has_six_steps_to_places_that_exist():
    assert len(TOUR) == 6
    assert {step["stage"] for step in TOUR} <= {stage["key"] for stage in STAGES}
