"""The transformer that the book's page holds, in node, against PyTorch with the stored weights."""

import base64
import json
from functools import cache

import numpy as np
import pytest
import torch
from book_sources import ROOT
from text_figure import READ, WRITE, in_node

from genai_utils import data, models, texts
from genai_utils.widgets import TextExplorer
from genai_utils.widgets.text_model import logits_of, write_greedily

NOTEBOOKS = ROOT / "notebooks"
STATE = "application/vnd.jupyter.widget-state+json"
LARGEST = 600_000  # bytes of weights


@cache
def stored():
    """The figure's state as the notebook stores it, and its weights' bytes."""
    notebook = json.loads((NOTEBOOKS / "6-text-live.ipynb").read_text("utf-8"))
    (held,) = [
        h for h in notebook["metadata"]["widgets"][STATE]["state"].values() if "_esm" in h["state"]
    ]
    (weights,) = [base64.b64decode(b["data"]) for b in held["buffers"] if b["path"] == ["weights"]]
    return held["state"], weights


@cache
def figure(exact=False):
    model, symbols = models.load_transformer(NOTEBOOKS / "6-text-generation.safetensors")
    return TextExplorer(model, symbols, stored()[0]["scene"]["text"], exact=exact)


def presets():
    return [preset["scene"]["text"] for preset in stored()[0]["presets"]]


def test_the_page_holds_the_stored_model_in_few_bytes():
    assert stored()[1] == figure().weights
    assert len(stored()[1]) <= LARGEST
    assert stored()[0]["_esm"] == TextExplorer._esm


@pytest.mark.parametrize("exact", [True, False], ids=["single precision", "one byte"])
def test_logits_are_pytorchs(exact):
    """Of each scene of the page, at each position; with one byte beside the rounded model."""
    made = figure(exact)
    model = made._model if exact else made.rounded()
    answers = in_node(READ, weights=made.weights, texts=presets())
    for text, answer in zip(presets(), answers, strict=True):
        expected = logits_of(model, made._about, text).numpy()
        assert expected.std() > 1
        assert np.abs(np.array(answer["logits"]) - expected).max() < 1e-4


@pytest.mark.parametrize("exact", [True, False], ids=["single precision", "one byte"])
def test_the_same_greedy_text(exact):
    made = figure(exact)
    model = made._model if exact else made.rounded()
    scene = made.make_scene(presets()[0], greedy=True)
    written = in_node(WRITE, weights=made.weights, scene=scene, count=100)
    assert written == write_greedily(model, made._about, presets()[0], 100)


def test_one_byte_a_weight_costs_less_than_a_hundredth_of_a_bit():
    _, validation, _ = data.split_prose(data.prose())
    tokens = data.encode_text(validation[0].text[:1000])
    bits = [texts.token_bits(m, tokens).mean() for m in (figure()._model, figure().rounded())]
    assert 0 < abs(bits[1] - bits[0]) < 0.01


def test_each_scene_can_go_on_in_more_than_one_way():
    """Or there would be nothing to see: by the model's shares, half a bit of entropy at least."""
    entropies = []
    for preset in stored()[0]["presets"]:
        own, _ = figure().shares(preset["scene"])
        entropies.append(torch.distributions.Categorical(own).entropy().item() / np.log(2))
    assert min(entropies) > 0.5
    assert max(entropies) > 1
