"""The photographs: that they are the known ones, held out whole, and how patches and holes lie."""

import dataclasses

import numpy as np
import pytest
import torch
from book_sources import ROOT
from skimage import color, data

from genai_utils.data import holes, photographs
from genai_utils.data.photographs import PHOTOGRAPHS

PAGE = (ROOT / "book/6-applications/inpainting.md").read_text(encoding="utf-8")
PARTS = ("train", "validation", "test")


def patches(part, stride=32):
    return torch.cat(
        [photographs.grid(it, 32, stride) for it in photographs.photographs(part).values()]
    )


def standard(pictures):
    flat = pictures.flatten(1)
    flat = flat[flat.std(1) > 0.03]  # even patches resemble each other, whatever they show
    return torch.nn.functional.normalize(flat - flat.mean(1, keepdim=True), dim=1)


def twins():
    """Pairs of names that show one file."""
    files = {}
    for name, it in PHOTOGRAPHS.items():
        files.setdefault(it.sha256, []).append(name)
    return [names for names in files.values() if len(names) > 1]


def likeness(part):
    """The largest correlation of a patch of the part with a patch of the training photographs."""
    return (standard(patches(part)) @ standard(patches("train", stride=8)).T).max().item()


def test_every_photograph_belongs_to_one_part_as_a_whole():
    named = [name for part in PARTS for name in photographs.photographs(part)]
    assert sorted(named) == sorted(PHOTOGRAPHS)
    assert twins() == []


@pytest.mark.parametrize("part", ["validation", "test"])
def test_no_patch_crosses_from_training_into_what_is_held_out(part):
    assert likeness(part) < 0.97


def test_a_photograph_that_crosses_is_noticed(monkeypatch):
    again = dataclasses.replace(PHOTOGRAPHS["coffee"], part="test")
    monkeypatch.setitem(PHOTOGRAPHS, "a copy", again)
    assert twins() == [["coffee", "a copy"]]
    assert likeness("test") == pytest.approx(1)


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_photograph_is_grey_and_says_whose_it_is(name):
    photo, it = photographs.photograph(name), PHOTOGRAPHS[name]
    assert photo.dtype == torch.float32
    assert 0 <= photo.min() < photo.max() <= 1
    assert photo.dim() == 2
    assert min(photo.shape) >= 150
    assert it.licence
    assert it.source


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_the_page_says_of_each_its_part_licence_and_source(name):
    longer = {"train": "training", "no known copyright": "no known copyright restrictions"}
    it = PHOTOGRAPHS[name]
    cells = [name, *(longer.get(word, word) for word in (it.part, it.licence)), it.source]
    assert f"| {' | '.join(cells)} |" in PAGE


def test_another_file_is_refused(monkeypatch):
    other = dataclasses.replace(PHOTOGRAPHS["cat"], sha256="f" * 64)
    monkeypatch.setitem(PHOTOGRAPHS, "cat", other)
    with pytest.raises(ValueError, match=r"chelsea\.png .*f{64} but has"):
        photographs.photograph("cat")


@pytest.mark.parametrize("call", [
    lambda: photographs.photograph("astronaut"),
    lambda: photographs.photographs("training"),
    lambda: photographs.grid(torch.zeros(20, 40)),
    lambda: photographs.grid(torch.zeros(1, 40, 40)),
    lambda: holes.square(hole=32),
    lambda: holes.square(top=20),
    lambda: holes.strokes(width=0),
])  # fmt: skip
def test_what_is_not_there_is_refused(call):
    with pytest.raises(ValueError, match=r"there is|part must|fits|hole|stroke"):
        call()


def test_grey_is_the_luminance_and_four_pixels_become_their_mean():
    grey = color.rgb2gray(data.coffee())
    assert photographs.photograph("coffee")[7, 9] == pytest.approx(
        np.mean(grey[14:16, 18:20]), abs=1e-6
    )


def test_a_grid_lays_patches_side_by_side():
    photo = torch.arange(70.0 * 100).view(70, 100)
    found = photographs.grid(photo)
    assert found.shape == (6, 1, 32, 32)
    assert torch.equal(found[4, 0], photo[32:64, 32:64])


def test_crops_lie_inside_and_keep_every_pixel():
    torch.manual_seed(0)
    photo = torch.rand(34, 36)
    for patch in photographs.crops({"one": photo}, 20, side=32):
        values = set(patch.flatten().tolist())
        assert len(values) == 32 * 32
        assert values <= set(photo.flatten().tolist())


def test_all_eight_orientations_of_a_patch_are_drawn():
    torch.manual_seed(0)
    photo = torch.rand(32, 32)
    drawn = {tuple(it.flatten().tolist()) for it in photographs.crops({"one": photo}, 100, side=32)}
    assert len(drawn) == 8


def test_a_square_hole_is_where_it_was_asked():
    mask = holes.square(side=8, hole=3, top=1, left=4)[0]
    assert mask.sum() == 9
    assert mask[1:4, 4:7].all()


def test_strokes_are_masks_of_the_asked_width():
    torch.manual_seed(0)
    for _ in range(20):
        mask = holes.strokes(count=1, width=3)
        assert set(mask.unique().tolist()) <= {0.0, 1.0}
        assert 3 <= mask.sum() < 4 * 46  # at most a diagonal, not quite four pixels wide
