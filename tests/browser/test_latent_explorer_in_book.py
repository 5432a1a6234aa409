"""The latent explorer on the built notebook page, with the weights that the notebook trained."""

import base64
import os
from itertools import pairwise

import numpy as np
import pytest
import torch
from latent_page import VIEW, drag_and_check
from torch import nn
from visiting import HTML

BUILT = HTML / "notebooks" / "3-vae.html"


def decoder_from_state(stored):
    """A PyTorch network from the weights that the page holds."""
    (data,) = [base64.b64decode(b["data"]) for b in stored["buffers"] if b["path"] == ["weights"]]
    weights = torch.tensor(np.frombuffer(data, "<f2").astype(np.float32))
    layers = []
    sizes = stored["state"]["sizes"]
    for inputs, outputs in pairwise(sizes):
        layer = nn.Linear(inputs, outputs)
        matrix, bias, weights = weights.split(
            [inputs * outputs, outputs, len(weights) - (inputs + 1) * outputs]
        )
        layer.load_state_dict({"weight": matrix.reshape(outputs, inputs), "bias": bias})
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


@pytest.fixture(scope="session")  # so that it comes before `site`, which fails without a book
def built():
    """The notebook page's address below the book's; skips, or with CI=true fails, without it."""
    if not BUILT.exists():
        reason = f"the page {BUILT.name} is not built; run `make book`"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    return BUILT.relative_to(HTML).as_posix()


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_dragging_on_the_built_page(built, visit, scheme):
    seen = visit(scheme)
    page = seen.open(built)
    page.locator(f'script[type="{VIEW}"] + div').first.scroll_into_view_if_needed()
    page.get_by_role("slider").wait_for()
    state = page.evaluate("liveState.state")
    (stored,) = [model for model in state.values() if "sizes" in model["state"]]
    drag_and_check(page, decoder_from_state(stored))
    assert seen.problems == []


def test_without_javascript_the_built_page_shows_the_still_picture(built, visit):
    seen = visit(java_script_enabled=False)
    seen.page.goto(f"{seen.home}/{built}")
    still = seen.page.locator(f'script[type="{VIEW}"] ~ noscript img').first
    still.scroll_into_view_if_needed()
    assert still.bounding_box()["width"] > 200
    assert len(still.get_attribute("alt")) > 20
