"""What the text figure computes, in node, against PyTorch and by hand."""

import math
import re

import numpy as np
import pytest
import torch
from text_figure import ALPHABET, READ, TEXT, TRACES, WRITE, explorer, in_node, small_model

from genai_utils import models
from genai_utils.widgets.text_model import logits_of, start_of, write_greedily
from genai_utils.widgets.text_stages import STAGES

LONG = "the loss of the generator falls.\nthe discriminator is sure"
TEXTS = ["t", TEXT, TEXT + "s are", "a discriminator", LONG, LONG + " of it"]
KINDS = {"learned": {}, "rotary": {"positions": "rotary", "width": 24, "heads": 2}}


@pytest.mark.parametrize("kind", KINDS)
def test_logits_are_pytorchs(kind):
    """Texts read one after the other by one reader, so that the cache is kept, cut and dropped."""
    figure = explorer(small_model(**KINDS[kind]), exact=True)
    answers = in_node(READ, weights=figure.weights, texts=TEXTS)
    for text, answer in zip(TEXTS, answers, strict=True):
        expected = logits_of(figure._model, figure._about, text).numpy()
        assert expected.std() > 0.5
        assert answer["start"] == start_of(len(text), 24)
        assert np.array(answer["logits"]) == pytest.approx(expected, abs=1e-4), text


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_greedy_text(kind):
    figure = explorer(small_model(**KINDS[kind]), exact=True)
    scene = figure.make_scene(TEXT, greedy=True)
    written = in_node(WRITE, weights=figure.weights, scene=scene, count=60)
    assert written == write_greedily(figure._model, figure._about, TEXT, 60)
    assert len(set(written[len(TEXT) :])) > 2


def test_greedy_is_that_of_chapter_4():
    """Within the context, by the book's own loop with its own cache."""
    model = small_model()
    tokens = torch.tensor([[ALPHABET.index(letter) for letter in TEXT]])
    expected = models.generate(model, tokens, length=7, greedy=True)[0]
    figure = explorer(model)
    text = write_greedily(model, figure._about, TEXT, 7)
    assert [ALPHABET.index(letter) for letter in text] == expected.tolist()


def test_what_is_alike_is_read_once():
    answers = in_node(READ, weights=explorer().weights, texts=["abc", "abcd", "abce", "abce"])
    assert [answer["steps"] for answer in answers] == [3, 4, 5, 5]


def test_a_full_context_loses_half_of_itself():
    longer = "abc" * 10  # 30 characters, a context of 24
    texts = [longer[:24], longer[:25], longer[:26]]
    answers = in_node(READ, weights=explorer().weights, texts=texts)
    assert [answer["start"] for answer in answers] == [0, 12, 12]
    assert [answer["steps"] for answer in answers] == [24, 24 + 13, 24 + 14]


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_is_made_of_those_before_it(kind):
    """Each stage's each number, in both blocks, computed again by its equation: 1e-5 apart."""
    figure = explorer(small_model(**KINDS[kind]), exact=True)
    for block, head, at in ((0, 0, -1), (1, 1, 5)):
        scene = figure.make_scene(TEXT, block=block, head=head, at=at, mass=0.9)
        traces = in_node(TRACES, weights=figure.weights, scene=scene)
        given = {stage["key"] for stage in STAGES}
        left_out = {"placed"} if kind == "rotary" else {"askedBy", "foundBy"}
        assert set(traces) == given - left_out
        for key, numbers in traces.items():
            for number in numbers:
                assert number["agrees"], (key, number)
                assert number["made"] == pytest.approx(number["value"], abs=1e-5), key


def test_the_products_sum_to_the_number():
    figure = explorer(exact=True)
    traces = in_node(TRACES, weights=figure.weights, scene=figure.make_scene(TEXT))
    for key in ("query", "key", "value", "scores", "mixed", "attended", "mlp", "logits"):
        for number in traces[key]:
            total = sum(term["a"] * term["b"] for term in number["terms"])
            assert total / number["scale"] + number["bias"] == pytest.approx(number["made"])
    assert [len(traces[key][0]["terms"]) for key in ("query", "scores", "mixed")] == [12, 4, 17]


def test_weights_are_those_of_chapter_4():
    """The shown head's weights, by hooking PyTorch's projection of the first block."""
    figure = explorer(exact=True)
    kept = []
    model = figure._model
    hook = model.blocks[0].attention.project.register_forward_hook(lambda *io: kept.append(io[2]))
    logits_of(model, figure._about, TEXT)
    hook.remove()
    query, key, _ = kept[0][0].reshape(len(TEXT), 3, 3, 4).permute(1, 2, 0, 3)
    expected = models.attention_weights(query, key, causal=True)[2, -1]
    traces = in_node(TRACES, weights=figure.weights, scene=figure.make_scene(TEXT, head=2))
    shown = [number["value"] for number in traces["weights"]]
    assert shown == pytest.approx(expected.tolist(), abs=1e-5)


def test_queries_and_keys_are_turned_by_their_place_from_0():
    """Scores alone would not show it: they depend on the distance only."""
    figure = explorer(small_model(**KINDS["rotary"]), exact=True)
    for at in (0, 5):
        scene = figure.make_scene(TEXT, at=at)
        traces = in_node(TRACES, weights=figure.weights, scene=scene)
        for plain, turned in (("query", "askedBy"), ("key", "foundBy")):
            before, after = (
                torch.tensor([[number["value"] for number in traces[key]]])
                for key in (plain, turned)
            )
            expected = models.rotary(before.float(), start=at)
            assert after[0].tolist() == pytest.approx(expected[0].tolist(), abs=1e-5)


@pytest.mark.parametrize(
    "settings",
    [
        {"temperature": 0.3, "keep": 30, "mass": 1},
        {"temperature": 1.7, "keep": 5, "mass": 1},
        {"temperature": 1, "keep": 30, "mass": 0.6},
        {"temperature": 0.9, "keep": 8, "mass": 0.8},
        {"temperature": 1, "keep": 1, "mass": 0.05},
    ],
)
def test_shares_are_those_of_the_decoding_maps(settings):
    figure = explorer(exact=True, **settings)
    traces = in_node(TRACES, weights=figure.weights, scene=figure.scene)
    own, drawn = figure.shares()
    assert [n["value"] for n in traces["own"]] == pytest.approx(own.tolist(), abs=1e-5)
    assert [n["value"] for n in traces["drawn"]] == pytest.approx(drawn.tolist(), abs=1e-5)


def test_equal_logits_stay_in_their_order():
    kept = "(given) => keepLargest([1, 2, 2, 2], 2).map((a) => a === -Infinity ? null : a)"
    assert in_node(kept) == [None, 2, 2, None]


def test_draws_have_the_shares():
    """Of 4,000 draws at 4,000 places, each share within four standard errors; a seed repeats it."""
    draw = """() => [0, 0, 1].map((seed) => Array.from({length: 4000}, (_, place) =>
        nextToken([0, 1, 2, -1], {temperature: 1, keep: 3, mass: 1, seed}, place)))"""
    first, again, other = in_node(draw)
    assert first == again
    assert first != other
    shares = np.exp([0, 1, 2]) / np.exp([0, 1, 2]).sum()
    counts = np.bincount(first, minlength=4)
    assert counts[3] == 0
    assert (np.abs(counts[:3] / 4000 - shares) < 4 * np.sqrt(shares * (1 - shares) / 4000)).all()


def test_the_error_function():
    points = [-7, -3.2, -1, 0, 1e-9, 0.5, 2, 4, 5.9, 6.1]
    values = in_node("({points}) => points.map(erf)", points=points)
    assert values == pytest.approx([math.erf(x) for x in points], abs=1e-12)


@pytest.mark.parametrize(
    ("text", "start", "share"),
    [("abcdabcd", 4, 1), ("abcdefgh", 4, 0), ("aaaaa", 1, 1), ("abxab", 2, 1 / 2), ("ab", 0, 0)],
)
def test_repeats_are_counted(text, start, share):
    """Pieces of two characters that begin in what was written: xa is new, ab stood before."""
    found = in_node("({text, start}) => repeated([...text], start, 2)", text=text, start=start)
    assert found == share


def test_one_byte_a_number_moves_shares_by_little():
    """Of this steep model a hundredth in the mean."""
    model = small_model()
    whole, small = explorer(model, exact=True), explorer(model)
    assert len(small.weights) < 0.6 * len(whole.weights)
    scene = whole.make_scene(TEXT)
    exact, rounded = (
        np.array([n["value"] for n in in_node(TRACES, weights=w, scene=scene)["own"]])
        for w in (whole.weights, small.weights)
    )
    assert 0 < np.abs(exact - rounded).mean() < 0.01


def test_a_scene_is_the_same_text_in_the_address():
    """A line that separates the settings may stand in the text, too."""
    scene = explorer().make_scene("a b.é\n", temperature=0.35, at=2, tour=3) | {"text": "a_b.é\n"}
    about = {"alphabet": [*ALPHABET, "_"], "heads": 3, "layers": 2}
    there = "({scene, about}) => readTextScene(writeTextScene(scene), about)"
    assert in_node(there, scene=scene, about=about) == scene


@pytest.mark.parametrize(
    "changed",
    [
        {"temperature": 0}, {"temperature": 9}, {"keep": 0}, {"keep": 31}, {"mass": 0},
        {"mass": 1.1}, {"seed": -1}, {"at": 17}, {"at": 0.5}, {"block": 2}, {"head": 3},
        {"stage": "nothing"}, {"tour": 7}, {"text": ""}, {"text": "A"}, {"text": "a" * 601},
    ],
)  # fmt: skip
def test_an_address_that_names_no_scene_is_none(changed):
    scene = explorer().scene | changed
    about = {"alphabet": list(ALPHABET), "heads": 3, "layers": 2}
    there = "({scene, about}) => readTextScene(writeTextScene(scene), about)"
    assert in_node(there, scene=scene, about=about) is None
    with pytest.raises(ValueError, match=r"needs|needed|no stage|got"):
        explorer().scene = scene


def test_each_stage_has_a_way_and_each_way_a_stage():
    ways = in_node("() => Object.keys(HOW)")
    assert ways == [stage["key"] for stage in STAGES]
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", stage["equation"]) for stage in STAGES)
