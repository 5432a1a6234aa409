"""What is a copy: exact, moved, drawn again, and a few among many; and what is none."""

import pytest
import torch

from genai_utils import copying, data

STORED, UNSEEN = data.split(data.mnist(), held_out=1000)
FRESH, OTHER = (part.images for part in data.split(UNSEEN, held_out=500))


def test_the_ratio_by_hand():
    stored = torch.zeros(2, 25)
    stored[1, :9] = 1  # the first row and most of the second, of five
    sample = torch.zeros(1, 25)
    sample[0, 24] = 1  # a corner: moved out of the picture, nothing is left of it
    assert copying.neighbour_ratio(sample, stored).item() == pytest.approx(0, abs=1e-6)
    sample[0, 12] = 1  # and the centre
    # Moved right, the corner leaves: 1 pixel from the first. Moved up as well, the centre meets
    # the second's nine, of which 8 are missing then.
    assert copying.neighbour_ratio(sample, stored).item() == pytest.approx(1 / 8**0.5)


def test_a_copy_has_a_ratio_near_0_also_when_it_is_moved():
    for probability in (0.0, 1.0):
        moved = data.shift(STORED.images[:50], probability)
        assert copying.neighbour_ratio(moved, STORED.images).max() < 0.2


def with_copies(share, made):
    """Unseen digits of which a share is replaced by copies, made by `made`."""
    samples = FRESH.clone()
    count = int(share * len(samples))
    samples[:count] = made(STORED.images[40 : 40 + count])
    return samples


MADE = {
    "exact": lambda images: images,
    "moved": lambda images: data.shift(images, 1.0),
    "moved and noisy": lambda images: data.shift(images, 1.0) + 0.1 * torch.randn_like(images),
}


@pytest.mark.parametrize("made", MADE)
def test_five_in_a_hundred_copies_are_seen(made):
    torch.manual_seed(0)
    share = copying.share_of_copies(with_copies(0.05, MADE[made]), STORED.images, OTHER)
    assert 0.045 <= share <= 0.08


@pytest.mark.parametrize("made", MADE)
def test_a_median_distance_does_not_see_them(made):
    torch.manual_seed(0)
    samples = with_copies(0.05, MADE[made])
    of_samples, of_unseen = (
        torch.cdist(images, STORED.images).amin(1).median() for images in (samples, OTHER)
    )
    assert of_samples / of_unseen > 0.9


def test_a_copier_that_moves_everything_passes_the_median_and_not_the_share():
    torch.manual_seed(0)
    moved = data.shift(STORED.images[torch.randperm(4000)[:500]], 1.0)
    ratio = torch.cdist(moved, STORED.images).amin(1).median()
    ratio /= torch.cdist(OTHER, STORED.images).amin(1).median()
    assert ratio > 0.7
    assert copying.share_of_copies(moved, STORED.images, OTHER) > 0.99


def test_unseen_digits_have_about_the_false_alarms():
    assert copying.share_of_copies(FRESH, STORED.images, OTHER) < 0.03


def test_what_cannot_be_judged_is_refused():
    with pytest.raises(ValueError, match="square images"):
        copying.neighbour_ratio(torch.zeros(3, 10), torch.zeros(3, 10))
    with pytest.raises(ValueError, match="none twice, are needed, but got 3 of which 2"):
        copying.neighbour_ratio(torch.zeros(1, 4), torch.eye(4)[[0, 1, 1]])
    with pytest.raises(ValueError, match="five unseen images below the threshold"):
        copying.share_of_copies(FRESH, STORED.images, OTHER[:400])
