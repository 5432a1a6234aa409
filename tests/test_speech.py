"""The chain that speaks: its pieces, its stored weights, and what was measured of it."""

import collections
import json

import book_sources
import cells
import pytest
import torch

from genai_utils import audio, losses, speech
from genai_utils.data import pronunciations, spoken, voices
from genai_utils.models.pronouncer import Pronouncer
from genai_utils.models.recogniser import Recogniser, best_path
from genai_utils.models.speaker import Speaker, spread_out

STORED = cells.NOTEBOOKS / "6-speech-synthesis.safetensors"
LISTENER = cells.NOTEBOOKS / "6-speech-synthesis.listener.safetensors"
MEASURED = json.loads((cells.NOTEBOOKS / "6-speech-synthesis.measured.json").read_text("utf-8"))
SPELLED = json.loads((cells.NOTEBOOKS / "6-speech-synthesis.spelled.json").read_text("utf-8"))
BEAMS = str(SPELLED["beams"])
TRAININGS = ("speaker", "speaker shorter")
SENTENCE = "The morning train was late, but nobody was angry."


def said_on_page():
    """The page's text, with per cent as Python writes it."""
    return book_sources.pages()["book/6-applications/speech.md"].replace(" %", "%")


@pytest.fixture(scope="module")
def chain():
    return speech.loaded(STORED)


def test_a_family_is_in_one_part_and_a_word_torn_out_would_be_seen():
    words = sorted(pronunciations.pronunciations())
    relatives = pronunciations.families(words)
    parts = pronunciations.split_families(relatives)
    roots = [{relatives[word] for word in part} for part in parts]
    assert not roots[0] & roots[1] | roots[0] & roots[2] | roots[1] & roots[2]
    assert [len(part) >= 5000 for part in parts] == [True] * 3
    assert sorted([*parts[0], *parts[1], *parts[2]]) == words
    ((first, size),) = collections.Counter(relatives.values()).most_common(1)
    assert (
        f"of {len(words):,} words, {len(set(relatives.values())):,} are the first of theirs, and "
        f"*{first}* has the largest family, with {size} words"
    ) in said_on_page()
    assert len(pronunciations.tied(words)) == SPELLED["tied"]
    assert said_on_page().count(f"{SPELLED['tied']:,} words") == 2
    asked = "Errors on {validation:,} validation words and {test:,} test words"
    assert asked.format(**SPELLED["words"]) in said_on_page()


def test_sentences_are_in_one_part_each():
    training, validation, test = speech.parts()
    assert (
        not set(training) & set(test)
        | set(validation) & set(test)
        | set(training) & set(validation)
    )
    assert SENTENCE not in training


@pytest.mark.parametrize("text", ["Two birds sing, and why?", "A better water bottle."])
def test_symbols_last_as_long_as_the_sound(text):
    said = voices.say(text)
    row = spoken.aligned(said)
    assert sum(row.samples) == len(said.sound)
    assert row.symbols[0] == ","
    assert row.symbols[-1] == text[-1]
    assert sum(row.begins) >= len(text.split()) - 1  # eSpeak may join two words


def test_each_frame_belongs_to_the_symbol_that_sounds_at_its_centre():
    samples = torch.tensor([100.0, 700.0, 300.0])
    symbol, part = spread_out(samples, 256)
    assert symbol.tolist() == [0, 1, 1, 1, 2]
    assert part[1].item() == pytest.approx(156 / 700)


def test_the_pronouncer_writes_what_it_scores_highest():
    torch.manual_seed(0)
    model = Pronouncer(28, 70, 16).eval()
    letters = torch.tensor([[3, 1, 20, 0]])
    said = model.say(letters, longest=6)
    given = torch.cat([torch.zeros(1, 1).long(), said[:, :-1]], 1)
    scores, weights = model(letters, given)
    best = scores.argmax(-1)[0].tolist()
    upto = [*said[0].tolist(), 0].index(0)
    assert best[:upto] == said[0].tolist()[:upto]
    assert torch.allclose(weights.sum(-1), torch.ones(1, 6))


def test_frames_drawn_one_by_one_are_those_of_the_whole_row():
    torch.manual_seed(0)
    model = Speaker(5, size=4).eval()
    context, noise = torch.randn(1, 6, 192), torch.randn(1, 6, 4)
    said = model.speak(context, 0.5, noise)
    before = torch.nn.functional.pad(said[:, :-1], (0, 0, 1, 0))
    mean, spread, _ = model.drawn(context, before)
    assert torch.allclose(said, mean + 0.5 * spread.exp() * noise, atol=1e-5)


def test_weights_come_back_within_half_a_step(tmp_path):
    layer = torch.nn.Linear(7, 3)
    speech.write(tmp_path / "a", {"layer": layer})
    back = speech.read(tmp_path / "a")["layer"]
    step = layer.weight.abs().amax(1, keepdim=True) / 127
    assert ((back["weight"] - layer.weight).abs() <= 0.5001 * step).all()
    assert torch.equal(back["bias"], layer.bias)


def test_all_that_speaks_weighs_less_than_a_megabyte():
    assert STORED.stat().st_size < 1_000_000


def test_the_sentence_is_said_again_and_the_listener_hears_most_of_it(chain):
    listener = Recogniser(39)
    listener.load_state_dict(speech.read(LISTENER)["listener"])
    said = chain.say(SENTENCE)
    assert torch.equal(said.sound, chain.say(SENTENCE).sound)
    frames = audio.mel_cepstrum(audio.log_mel(said.sound), 20).T
    with torch.no_grad():
        heard = best_path(listener.eval()(frames[None])[0])
    meant = [spoken.PLAIN[symbol] for symbol in said.symbols if spoken.PLAIN[symbol]]
    assert audio.edits(meant, heard) / len(meant) < 0.25


def test_a_higher_voice_and_a_slower_one(chain):
    plain, slow, high = (
        chain.say("A word.", None, **it) for it in ({}, {"rate": 0.5}, {"higher": 1.5})
    )
    assert slow.samples.sum() == pytest.approx(2 * plain.samples.sum().item(), rel=1e-4)
    voiced = plain.pitch > 0
    assert torch.allclose(high.pitch[voiced], 1.5 * plain.pitch[voiced])


def test_the_mean_loses_the_variance_of_the_harmonics_and_drawn_frames_keep_it():
    mean, drawn = (sum(MEASURED["variances"][way][50:60]) / 10 for way in ("mean", "drawn"))
    assert mean < 0.2 < 0.8 < drawn
    assert f"keeps {mean:.0%} in the mean, and what is drawn keeps {drawn:.0%}" in said_on_page()


def test_numbers_in_the_prose_are_the_stored_ones():
    runs, page = MEASURED["runs"], said_on_page()
    heard = {name: f"{it['phones']:.1%}" for name, it in MEASURED["copies, validation"].items()}
    fast, long = runs["vocoder short 0"], runs["vocoder 0"]
    spelled = {kind: SPELLED["test"][BEAMS][kind] for kind in ("with stress", "without")}
    only = 100 * (spelled["with stress"]["words"] - spelled["without"]["words"])
    sentences = (
        f"{heard['teacher']} of the phones in the teacher's own sound, {heard['Griffin–Lim']} "
        f"through Griffin and Lim, {heard['vocoder short']} through filters trained for "
        f"{fast['steps']} steps, and {heard['vocoder']} after {long['steps']:,} steps, which take "
        f"{long['CPU seconds']:.0f} seconds of one core",
        f"{runs['letters 0']['wall']:.0f} seconds on a lent GPU",
        f"{runs['speaker 0']['wall']:.0f} seconds on a lent GPU",
        f"With stress {spelled['with stress']['words']:.1%} of the words are wrong: "
        f"in the other {only:.1f} of 100",
        f"without stress {spelled['without']['words']:.1%} of the words of the test part are "
        f"wrong, ± {100 * spelled['without']['within']:.1f} (for so many words, 95%), and "
        f"{spelled['without']['phones']:.1%} of the phones",
        f"misses {MEASURED['from letters']['phones']:.1%} of the phones",
        f"speaks {MEASURED['times real time']:.0f} times faster than real time",
        f"trained for {runs['listener 0']['CPU seconds']:.0f} seconds of one core",
        f"{MEASURED['drawn, filtered again']['phones']:.1%} of the phones are missed, instead of "
        f"{MEASURED['drawn, source and filter']['phones']:.1%}",
    )
    assert [sentence for sentence in sentences if sentence not in page] == []


def test_the_listener_knows_its_teachers_voice_alone():
    flite = json.loads((cells.NOTEBOOKS / "6-speech-synthesis.flite.json").read_text("utf-8"))
    own, below = (flite.pop(name)["phones"] for name in ("en-us", "en-us below 8 kHz"))
    missed = sorted(row["phones"] for row in flite.values())
    assert len(missed) == 4
    assert own == MEASURED["teacher"]["phones"]
    assert (
        f"between {missed[0]:.0%} and {missed[-1]:.0%} of the phones, by the voice; of its "
        f"teacher's it misses {own:.1%}"
    ) in said_on_page()
    assert f"missed in {below:.1%} of the phones, so that isn't the reason" in said_on_page()


def test_the_mean_is_understood_about_as_well_as_what_is_drawn():
    less, more = (
        MEASURED[f"drawn, {way}"]["phones"] - MEASURED[f"mean, {way}"]["phones"]
        for way in ("Griffin–Lim", "source and filter")
    )
    assert -0.02 < more < 0 < less < 0.02


def test_listeners_that_hear_the_harmonics_do_not_miss_them_in_the_mean():
    heard = json.loads((cells.NOTEBOOKS / "6-speech-synthesis.listeners.json").read_text("utf-8"))
    few, all_ = (
        [heard[size][f"{way}, Griffin–Lim"] for way in ("mean", "drawn")] for size in ("20", "80")
    )
    assert all(mean < drawn for mean, drawn in zip(*all_, strict=True))
    said = [f"{sum(errors) / len(errors):.1%}" for errors in (*few, *all_)]
    assert (
        "three seeds each, by Griffin and Lim. Those with 20 coefficients miss {} of the phones in "
        "the mean and {} in what is drawn; those with 80 miss {} and {}."
    ).format(*said) in said_on_page()


def test_both_ways_to_a_sound_are_understood_nearly_as_well_as_the_teacher():
    teacher = MEASURED["teacher"]["phones"]
    ways = (f"drawn, {way}" for way in ("Griffin–Lim", "source and filter"))
    ratio, other = (MEASURED[way]["phones"] / teacher for way in ways)
    assert max(ratio, other) <= 1.5
    assert f"the teacher's {ratio:.1f} times, with the learned filters {other:.1f} times" in (
        said_on_page()
    )


def test_the_filters_of_the_clip_were_chosen_on_validation_sentences():
    heard = MEASURED["copies, validation"]
    assert heard["vocoder"]["phones"] < heard["vocoder short"]["phones"]
    assert heard["vocoder"]["phones"] <= 1.5 * heard["teacher"]["phones"]
    steps = MEASURED["runs"]["vocoder 0"]["steps"], MEASURED["runs"]["vocoder short 0"]["steps"]
    assert steps == (2500, 400)


def test_the_training_that_speaks_lost_least_on_validation_sentences():
    runs = MEASURED["runs"]
    terms = ("durations", "means", "voicing", "drawn")
    lost = {name: sum(runs[f"{name} 0"][term] for term in terms) for name in TRAININGS}
    assert min(lost, key=lost.get) == "speaker"


@pytest.mark.parametrize("beams", ["1", BEAMS])
def test_fewer_than_a_third_of_held_out_words_are_missed_without_stress(beams):
    found = SPELLED["test"][beams]["without"]
    assert found["words"] < 1 / 3
    assert found["phones"] <= 0.08


def test_a_search_misses_fewer_words_and_its_width_was_chosen_on_validation_words():
    for part in ("validation", "test"):
        for kind in ("with stress", "without"):
            greedy, wide = (SPELLED[part][beams][kind]["words"] for beams in ("1", BEAMS))
            assert wide < greedy
    missed = {beams: row["without"]["words"] for beams, row in SPELLED["validation"].items()}
    assert missed[BEAMS] == min(missed.values()) == missed["8"] < missed["3"]


def test_the_network_has_as_many_weights_and_saw_as_many_words_as_the_page_says(chain):
    run, page = MEASURED["runs"]["letters 0"], said_on_page()
    weights = sum(it.numel() for it in chain.pronouncer.parameters())
    assert f"has {weights:,} weights" in page
    assert f"trained on {run['steps']:,} batches of {run['batch']} words" in page


def test_the_stored_network_spells_held_out_words_as_was_measured(chain):
    said = pronunciations.pronunciations()
    test = pronunciations.split_families(pronunciations.families(sorted(said)))[2][::25]
    wrong = sum(chain.phones(word) not in said[word] for word in test)
    told = SPELLED["test"]["1"]["with stress"]["words"]
    assert abs(wrong / len(test) - told) < 3 * (told * (1 - told) / len(test)) ** 0.5


def test_it_speaks_faster_than_real_time():
    assert MEASURED["times real time"] > 1


@pytest.mark.parametrize("text", ["", "12 birds", "...", "naïve"])
def test_a_text_that_it_cannot_spell_is_refused(chain, text):
    with pytest.raises(ValueError, match="a text of letters"):
        chain.say(text)


def test_the_losses_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match="of phones"):
        losses.spelling_loss(torch.zeros(1, 3, 4), torch.zeros(1, 2).long())
    with pytest.raises(ValueError, match="positive"):
        losses.duration_loss(torch.zeros(1), torch.zeros(1))


def test_the_page_has_the_tables_of_what_was_measured():
    import speech_tables
    import tables

    page = book_sources.ROOT / "book" / "6-applications" / "speech.md"
    text = page.read_text("utf-8")
    assert (
        tables.between(text, "speech_tables", speech_tables.filled(speech_tables.stored())) == text
    )
