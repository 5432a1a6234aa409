"""The reader's own checkpoint on the page: files that the package writes, and files that are wrong.

The oracle is the network itself in PyTorch, whose weights the file holds.
"""

import json
import struct

import numpy as np
import pytest
import torch
from latent_page import DECODER, FIGURE, assert_decoded, digit_decoder, said_place
from safetensors.torch import save, save_file

from genai_utils import losses, train
from genai_utils.models import VAE
from genai_utils.widgets import LatentExplorer

PLACES = [0.0, 0.0], [0.5, 0.1]
# Drops a file of these bytes onto the figure, as a reader who drags it there does.
DROP = """([name, bytes]) => {
    const held = new DataTransfer();
    held.items.add(new File([Uint8Array.from(bytes)], name));
    const options = {bubbles: true, cancelable: true, dataTransfer: held};
    const figure = document.querySelector(".latent-explorer");
    window.handled = ["dragover", "drop"].map((kind) =>
        !figure.dispatchEvent(new DragEvent(kind, options)));
}"""


def other_decoder():
    return digit_decoder(seed=1)


def trained_vae(path):
    """A small VAE after two epochs on noise, and the checkpoint that `train.fit` left."""
    torch.manual_seed(3)
    vae = VAE(pixels=784, hidden=(32, 16), latent=2)
    optimizer = torch.optim.Adam(vae.parameters(), lr=0.01)

    def step(model, batch):
        logits, mu, log_var = model(batch)
        rate = losses.kl_standard_normal(mu, log_var)
        return {"loss": (rate - losses.bernoulli_log_likelihood(logits, batch)).mean()}

    train.fit(vae, torch.rand(64, 784), step, optimizer, epochs=2, checkpoint=path)
    return vae


def explorers(path):
    """The notebook's line: the figure, saved."""
    decoder = other_decoder()
    LatentExplorer(decoder, [[0.0, 1.0], [2.0, 2.0]], [4, 9]).save(path)
    return decoder


def models(path):
    vae = VAE(pixels=784, hidden=(32, 16), latent=2)
    save_file(vae.state_dict(), path)
    return vae.decoder


def doubles(path):
    decoder = other_decoder().double()
    save_file(decoder.state_dict(), path)
    return decoder.float()


def trainings(path):
    return trained_vae(path).decoder


@pytest.fixture
def page(open_page, folder):
    """From the disk, where a browser allows the least."""
    page = open_page((folder / "one.html").as_uri())
    page.get_by_role("slider").wait_for()
    return page


def said(page):
    return page.locator(".own-file [role=status]").inner_text()


def choose(page, path):
    page.locator("input[type=file]").set_input_files(path)
    page.wait_for_function(
        "name => document.querySelector('.own-file [role=status]').textContent.includes(name)",
        arg=path.name,
    )


def press_to(page, z):
    """By keys from where the handle is: a step is 0.1."""
    page.get_by_role("slider").press("Home")
    for key, count in zip(("ArrowRight", "ArrowUp"), z, strict=True):
        for _ in range(round(10 * count)):
            page.get_by_role("slider").press(key)
    assert said_place(page) == z


@pytest.mark.parametrize("write", [explorers, models, doubles, trainings])
def test_the_figure_runs_on_a_file_of_the_package(page, tmp_path, write):
    path = tmp_path / "mine.safetensors"
    decoder = write(path)
    choose(page, path)
    assert "now runs on mine.safetensors" in said(page)
    for z in PLACES:
        press_to(page, z)
        assert_decoded(page, z, decoder)
    page.get_by_role("button", name="Back to the page’s weights").click()
    assert_decoded(page, PLACES[-1], DECODER)
    assert page.get_by_role("button", name="Back").count() == 0


def test_the_codes_of_the_file_are_on_the_map(page, tmp_path):
    numerals = page.locator('.map text[class^="class-"]')
    explorers(tmp_path / "mine.safetensors")
    choose(page, tmp_path / "mine.safetensors")
    assert numerals.all_text_contents() == ["4", "9"]
    models(tmp_path / "bare.safetensors")
    choose(page, tmp_path / "bare.safetensors")
    assert numerals.count() == 0
    assert "no codes" in said(page)


def test_a_dropped_file_is_taken(page, tmp_path):
    decoder = explorers(tmp_path / "mine.safetensors")
    page.evaluate(DROP, ["mine.safetensors", list((tmp_path / "mine.safetensors").read_bytes())])
    page.wait_for_function("document.querySelector('.own-file').textContent.includes('now runs')")
    assert page.evaluate("handled") == [True, True], "the browser would open the file instead"
    assert_decoded(page, [0.0, 0.0], decoder)


def test_the_button_opens_the_choice_of_a_file_by_key(page):
    button = page.get_by_role("button", name="Open a checkpoint")
    page.evaluate("""document.querySelector("input[type=file]").addEventListener("click", (e) => {
        e.preventDefault(); // no window of the system's
        window.asked = true;
    })""")
    page.get_by_role("slider").focus()
    page.keyboard.press("Tab")
    assert button.evaluate("node => node === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_function("window.asked")


def changed(**tensors):
    """The other decoder's weights with some in the place of others; None takes one away."""
    held = other_decoder().state_dict() | tensors
    return save({name: tensor for name, tensor in held.items() if tensor is not None})


def with_header(header):
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text


NAN = torch.zeros(128, 2)
NAN[5, 1] = float("nan")
HALF_NAN = NAN.half()
WHOLE = changed()
WRONG = {
    "empty": (b"", "no safetensors file"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), "no safetensors file"),
    "pickle": (b"\x80\x02}q\x00." + bytes(4), "no safetensors file"),
    "text": (struct.pack("<Q", 5) + b"{oops", "header can’t be read"),
    "list": (with_header(None), "names no tensors"),
    "cut": (WHOLE[:-10], "cut short"),
    "cut in the header": (WHOLE[:40], "cut short"),
    "nan": (changed(**{"0.weight": NAN}), "not a finite number"),
    "half nan": (changed(**{"0.weight": HALF_NAN}), "not a finite number"),
    "infinite": (changed(**{"0.weight": NAN / 0}), "not a finite number"),
    "ten latents": (changed(**{"0.weight": torch.zeros(128, 10)}), "(128, 10), and needs 2 inputs"),
    "no chain": (changed(**{"2.weight": torch.zeros(64, 99)}), "(64, 99), and needs 128 inputs"),
    "convolution": (changed(**{"0.weight": torch.zeros(128, 2, 3)}), "(128, 2, 3)"),
    "no bias": (changed(**{"2.bias": None}), "“2.bias” is missing"),
    "short bias": (changed(**{"2.bias": torch.zeros(9)}), "“2.weight” has the shape"),
    "no square": (
        changed(**{"4.weight": torch.zeros(783, 64), "4.bias": torch.zeros(783)}),
        "783 pixels",
    ),
    "no decoder": (save({"encoder.0.weight": torch.zeros(2, 2)}), "holds no decoder"),
    "two decoders": (save({f"{n}.decoder.0.weight": NAN.clone() for n in "ab"}), "more than one"),
    "no activation": (changed(**{"1.weight": torch.zeros(2, 2)}), "numbers 0, 1, 2, 4"),
    "whole numbers": (changed(**{"0.bias": torch.zeros(128).int()}), "of the kind I32"),
    "no place": (with_header({"0.weight": {"dtype": "F32", "shape": [4, 2]}}), "no place"),
    "before the file": (
        with_header({"0.weight": {"dtype": "F32", "shape": [1, 2], "data_offsets": [-8, 0]}}),
        "cut short",
    ),
    "codes alone": (changed(codes=torch.zeros(3, 2)), "one pair for each label"),
    "codes of three": (changed(codes=torch.zeros(2, 3), labels=torch.zeros(2)), "one pair"),
    "a label of ten": (
        changed(codes=torch.zeros(1, 2), labels=torch.tensor([10])),
        "none of 0 to 9",
    ),
    "a code of nothing": (changed(codes=NAN[:6], labels=torch.zeros(6)), "not a number"),
    "too many codes": (changed(codes=torch.zeros(1001, 2), labels=torch.zeros(1001)), "1001 codes"),
}


def test_wrong_files_are_refused_with_a_reason(page, tmp_path):
    """One page for all: whatever came before, the figure still runs on its old weights."""
    for kind, (content, reason) in WRONG.items():
        path = tmp_path / f"{kind}.safetensors"
        path.write_bytes(content)
        choose(page, path)
        assert f"{path.name} was refused: " in said(page), kind
        assert reason in said(page), kind
        assert_decoded(page, [0.0, 0.0], DECODER)
        assert page.locator('.map text[class^="class-"]').all_text_contents() == ["3", "8"]


def test_a_refused_file_leaves_the_readers_own_weights(page, tmp_path):
    decoder = explorers(tmp_path / "mine.safetensors")
    choose(page, tmp_path / "mine.safetensors")
    (tmp_path / "cut.safetensors").write_bytes(WHOLE[:-10])
    choose(page, tmp_path / "cut.safetensors")
    assert_decoded(page, [0.0, 0.0], decoder)


def test_the_two_networks_of_these_tests_draw_differently():
    with torch.no_grad():
        pictures = [net(torch.tensor(PLACES)).sigmoid() for net in (DECODER, other_decoder())]
    assert np.abs(pictures[0] - pictures[1]).max() > 0.2
    assert len(FIGURE.labels) == 3
