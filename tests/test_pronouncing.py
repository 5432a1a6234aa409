"""From letters to phones: parts that no hash order moves, and a search among all rows of phones."""

import itertools
import os
import subprocess
import sys

import pytest
import torch

from genai_utils import losses
from genai_utils.data import pronunciations
from genai_utils.models.beam import search
from genai_utils.models.pronouncer import Pronouncer

SPLIT = """
import hashlib
from genai_utils.data import pronunciations as p
parts = p.split_families(p.families(sorted(p.pronunciations())))
print([hashlib.sha256(" ".join(part).encode()).hexdigest() for part in parts])
"""
PHONES, LONGEST = 4, 4


def small(seed=0):
    """A network of three phones and an end, steep enough that what it wrote before matters."""
    torch.manual_seed(seed)
    model = Pronouncer(28, PHONES, 8).eval()
    with torch.no_grad():
        for value in model.parameters():
            value.normal_(0, 0.5)
        model.scores.bias.zero_()
    return model


def likeliest(model, letters):
    """Of all rows of up to `LONGEST` phones, those that are shorter with their end."""
    best = -torch.inf, []
    for length in range(LONGEST + 1):
        rows = torch.tensor(list(itertools.product(range(1, PHONES), repeat=length))).long()
        meant = torch.nn.functional.pad(rows, (0, LONGEST - length))[:, : max(length + 1, 1)]
        given = torch.nn.functional.pad(meant[:, :-1], (1, 0))
        with torch.no_grad():
            scores, _ = model(letters.expand(len(meant), -1), given)
        sums = -losses.spelling_loss(scores, meant)
        row = [*rows[sums.argmax()].tolist(), *[0] * (LONGEST - length)]
        best = max(best, (sums.max().item(), row))
    return best[1]


def split_with(seed):
    environment = os.environ | {"PYTHONHASHSEED": seed}
    run = subprocess.run(
        [sys.executable, "-c", SPLIT], capture_output=True, text=True, check=True, env=environment
    )
    return run.stdout


@pytest.mark.slow
def test_the_parts_are_the_same_whatever_the_order_of_a_set():
    assert split_with("1") == split_with("2")


def test_of_two_parents_as_long_the_first_is_taken():
    assert pronunciations.families(["ably", "able", "abled"])["abled"] == "able"
    assert pronunciations.families(["able", "ably", "abled"])["abled"] == "able"


def test_what_a_tie_placed_is_told_with_all_that_hangs_on_it():
    words = ["able", "ably", "abled", "king", "kings", "ableds"]
    assert pronunciations.tied(words) == {"abled", "ableds"}


@pytest.mark.parametrize("seed", range(3))
def test_one_beam_is_the_likeliest_phone_each_time(seed):
    model = small(seed)
    letters = torch.tensor([[3, 1, 20, 0], [5, 5, 1, 0]])
    assert torch.equal(search(model, letters, 1), model.say(letters))


def test_enough_beams_find_the_likeliest_of_all_rows_and_one_beam_does_not_always():
    """So wide a search forgets nothing."""
    letters, right, greedy = torch.tensor([[3, 1, 20, 0]]), [], []
    for seed in range(20):
        model = small(seed)
        best = likeliest(model, letters)
        right.append(search(model, letters, PHONES**LONGEST, LONGEST)[0].tolist() == best)
        greedy.append(model.say(letters, LONGEST)[0].tolist() == best)
    assert all(right)
    assert not all(greedy)


def test_words_side_by_side_are_searched_each_by_itself():
    model = small(4)
    letters = torch.tensor([[3, 1, 20, 0], [5, 5, 1, 0], [2, 9, 7, 0]])
    each = [search(model, row[None], 4, 8) for row in letters]
    assert torch.equal(search(model, letters, 4, 8), torch.cat(each))


@pytest.mark.parametrize("beams", [0, -1])
def test_no_beam_is_refused(beams):
    with pytest.raises(ValueError, match="one beam or more"):
        search(small(), torch.tensor([[3, 0]]), beams)
