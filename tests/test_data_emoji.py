"""The emoji: that they are the known ones, their labels, and that no near-duplicate crosses."""

import hashlib

import numpy as np
import pytest
import torch

from genai_utils import data
from genai_utils.data import emoji, emoji_names, near

PICTURES_SHA256 = "5b70c1c89d4d00e91040ef62d5bc043235f2c11e53f420fe4feb53bb138d4150"


@pytest.fixture(scope="module")
def glyphs():
    return data.openmoji()


@pytest.fixture(scope="module")
def parts(glyphs):
    return data.split_emoji(glyphs)


def crossing(parts):
    """How many held-out pictures have a near-duplicate in another part, moved by up to a pixel."""
    training, *held = (part.images for part in parts)
    return sum(len(near.near_duplicates(each, training)[0].unique()) for each in held)


def test_the_emoji_are_the_known_ones(glyphs):
    assert glyphs.images.shape == (4045, 3, 32, 32)
    assert glyphs.images.aminmax() == (0, 1)
    pictures = (glyphs.images * 255).round().to(torch.uint8).numpy()
    assert hashlib.sha256(pictures.tobytes()).hexdigest() == PICTURES_SHA256
    assert len(np.unique(pictures.reshape(len(pictures), -1), axis=0)) == len(glyphs)


def test_another_font_is_refused(monkeypatch):
    monkeypatch.setattr(emoji, "FONT_SHA256", "f" * 64)
    with pytest.raises(ValueError, match=r"glyf_colr0\.ttf .*f{64} but has"):
        emoji.font()


def test_without_raqm_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(emoji.features, "check", lambda feature: False)
    with pytest.raises(ValueError, match=r"needs Raqm .* libfribidi0"):
        emoji.font()


def test_no_near_duplicate_crosses_the_split(parts):
    assert crossing(parts) == 0


def test_a_split_by_file_lets_hundreds_cross(glyphs):
    """What the split by family is for: this is what the test above is to find."""
    order = torch.randperm(len(glyphs), generator=torch.Generator().manual_seed(0))
    by_file = [
        glyphs.where(torch.isin(torch.arange(len(glyphs)), some))
        for some in order.split((2831, 607, 607))
    ]
    assert crossing(by_file) > 600


def test_a_split_by_base_emoji_alone_lets_some_cross(glyphs):
    """Hence the families: different emoji can look alike, as two flags or two heads do."""
    bases = np.array([emoji_names.base_of(code) for code in glyphs.codes])
    alone = torch.from_numpy(np.unique(bases, return_inverse=True)[1])
    labels = glyphs.images, glyphs.codes, glyphs.groups, glyphs.tones
    assert crossing(data.split_emoji(data.Emoji(*labels, alone))) > 10


def test_the_parts_hold_all_and_share_no_family(glyphs, parts):
    assert sorted(code for part in parts for code in part.codes) == sorted(glyphs.codes)
    kin = [set(part.families.tolist()) for part in parts]
    assert sum(map(len, kin)) == len(set.union(*kin))
    for part in parts:
        assert part.groups.bincount(minlength=8).min() > 10


@pytest.mark.parametrize("held_out", [0, 0.5, -1, 2])
def test_a_split_without_training_part_is_refused(glyphs, held_out):
    with pytest.raises(ValueError, match=r"between 0 and 0\.5"):
        data.split_emoji(glyphs, held_out)


def test_variants_of_one_base_emoji_are_one_family(glyphs):
    family = dict(zip(glyphs.codes, glyphs.families.tolist(), strict=True))
    scientists = [
        family[f"{who}{tone}-200D-1F52C"]
        for who, tone in (("1F468", ""), ("1F469", "-1F3FF"), ("1F9D1", "-1F3FB"))
    ]
    assert len(set(scientists)) == 1
    assert family["1F600"] != family["1F622"]


def test_two_tones_are_left_out_and_one_is_read(glyphs):
    assert not [code for code in glyphs.codes if emoji_names.tone_of(code) is None]
    tone = dict(zip(glyphs.codes, glyphs.tones.tolist(), strict=True))
    assert [tone[f"1F44B{end}"] for end in ("", "-1F3FB", "-1F3FF")] == [0, 1, 5]


class TestNearDuplicates:
    def test_a_picture_that_moved_is_found_and_one_that_moved_too_far_is_not(self, glyphs):
        face = glyphs.images[glyphs.codes.index("1F600")]
        moved = torch.stack([face.roll(by, dims=2) for by in (0, 1, 2)])
        assert near.near_duplicates(moved, face[None])[0].tolist() == [0, 1]

    def test_all_pairs_are_found_that_looking_at_every_pair_finds(self, glyphs):
        some = glyphs.images[1500:1800]
        gaps = [torch.cdist(each.flatten(1), some.flatten(1)) for each in near.moved(some, 1)]
        least = torch.stack(gaps).amin(0) / 3072**0.5
        rows, columns = near.near_duplicates(some, some)
        assert set(zip(rows.tolist(), columns.tolist(), strict=True)) == set(
            map(tuple, (least <= 0.1).nonzero().tolist())
        )
        assert len(rows) > 300

    @pytest.mark.parametrize("shape", [(2, 3, 7, 7), (2, 12), (2, 1, 8, 8)])
    def test_what_does_not_fit_is_refused(self, shape):
        with pytest.raises(ValueError, match="even side are needed"):
            near.near_duplicates(torch.zeros(shape), torch.zeros(2, 3, 8, 8))


def test_choosing_needs_a_boolean_for_each(glyphs):
    with pytest.raises(ValueError, match="a boolean for each of 4045"):
        glyphs.where(torch.tensor([True]))
