"""What the speech figure computes, in node, against PyTorch and by hand."""

import functools

import numpy as np
import pytest
import torch
from speech_figure import SAY, SPELL, TEXT, explorer, far, in_node, small_chain

from genai_utils import audio
from genai_utils.data.pronunciations import PHONES, SPELLED
from genai_utils.widgets.speech_scene import MARK_KEY, STEPS, make_scene

SCENES = {
    "griffin and lim": {},
    "filters, higher": {"filters": True, "higher": 1.25},
    "the mean": {"mean": True},
    "hot and slow": {"temperature": 1, "rate": 0.8, "seed": 3},
    "cold, by the network": {"temperature": 0, "network": True, "filters": True},
}
TEXTS = ["Hi, you?", "Hi! You", "it's  a ’test’... no!", "A", "'tis ' the end", "Wait. Is it?"]


def drawn(seed, *shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@functools.cache
def both():
    """What node and PyTorch say of each scene, with the same weights in a byte each."""
    made = explorer()
    scenes = [make_scene(TEXT, **given) for given in SCENES.values()]
    answers = in_node(SAY, weights=made.weights, scenes=scenes)
    said = [made.said(scene) for scene in scenes]
    return dict(zip(SCENES, zip(answers, said, strict=True), strict=True))


@pytest.mark.parametrize("name", SCENES)
def test_phones_durations_frames_and_sound_are_pytorchs(name):
    """With the same seeds: frames within 1e-4, sound within a thousandth of its own size.

    Through the filters within a hundredth: where a harmonic reaches half the rate, the rounding of
    the pitch decides at which sample it falls silent.
    """
    answer, said = both()[name]
    assert answer["symbols"] == list(said.symbols)
    assert answer["samples"] == pytest.approx(said.samples.tolist(), rel=1e-5)
    frames = np.array(answer["frames"])
    assert frames.shape == said.frames.shape
    assert np.abs(frames - said.frames.numpy()).max() < 1e-4
    assert len(answer["sound"]) == len(said.sound) > 10_000
    assert far(answer["sound"], said.sound) < (1e-2 if SCENES[name].get("filters") else 1e-3)


def test_scenes_differ():
    sounds = [np.array(answer["sound"][:8000]) for answer, _ in both().values()]
    for number, sound in enumerate(sounds):
        assert all(far(sound, other) > 0.1 for other in sounds[number + 1 :])


def test_words_of_the_list_are_looked_up_unless_the_network_is_asked():
    looked, network = (both()[name][0]["words"][0] for name in list(SCENES)[::4])
    assert (looked["word"], looked["known"], looked["said"]) == ("a", True, ["AH0"])
    assert (network["known"], network["said"]) == (False, network["spelled"]["phones"])


def test_a_word_is_spelled_as_pytorch_spells_it():
    """Also one that comes to no end; and the attention of each step."""
    made, words = explorer(exact=True), ["voice", "trains", "o'clock", "quickly"]
    reader = small_chain().pronouncer
    answers = in_node(SPELL, weights=made.weights, words=words)
    assert max(len(answer["phones"]) for answer in answers) == 32
    for word, answer in zip(words, answers, strict=True):
        assert tuple(answer["phones"]) == small_chain().phones(word)
        letters = torch.tensor([[SPELLED.index(letter) + 1 for letter in word] + [0]])
        phones = [PHONES.index(phone) + 1 for phone in answer["phones"]]
        with torch.no_grad():
            weights = reader(letters, torch.tensor([[0, *phones]]))[1][0]
        looks = torch.tensor(answer["looks"])
        assert torch.allclose(looks, weights[: len(looks)], atol=1e-5)
        assert len(looks) == min(32, len(phones) + 1)


def test_a_seed_draws_what_pytorch_draws():
    script = """() => [[...drawUniform(createTwister(7), 50)],
        ...[16, 32, 700, 1000].map((count) => [...drawNormal(createTwister(3), count)]),
        [...markSigns(2026, 5)]]"""
    uniform, *normal, signs = in_node(script)
    assert uniform == torch.rand(50, generator=torch.Generator().manual_seed(7)).tolist()
    for values in normal:
        assert values == pytest.approx(drawn(3, len(values)).tolist(), abs=1e-5)
    assert signs == audio.signs(2026, 5).T.flatten().tolist()


@pytest.mark.parametrize("samples", [5000, 5120, 5376])
def test_the_transform_and_its_inverse(samples):
    """Odd and even numbers of frames, since two are transformed at once."""
    script = """({sound}) => {
        const spectrum = stft(sound);
        return {...spectrum, real: [...spectrum.real], imaginary: [...spectrum.imaginary],
            again: [...istft(spectrum, sound.length)]};
    }"""
    sound = drawn(1, samples).double()
    answer = in_node(script, sound=sound.tolist())
    expected = audio.stft(sound)
    assert answer["count"] == expected.shape[1]
    found = torch.complex(*(torch.tensor(answer[k]).double() for k in ("real", "imaginary")))
    assert torch.allclose(found.reshape(-1, 513).T, expected, atol=1e-9)
    assert np.abs(np.array(answer["again"]) - sound.numpy())[:-256].max() < 1e-9


def test_the_nearest_sound_of_a_table_that_no_sound_has():
    table = torch.complex(drawn(2, 513, 6), drawn(3, 513, 6))
    script = """({real, imaginary}) => [...istft({count: 6, real, imaginary}, 1280)]"""
    given = {"real": table.real.T.flatten().tolist(), "imaginary": table.imag.T.flatten().tolist()}
    found = in_node(script, **given)
    expected = audio.istft(table, 1280)[:-256]
    assert np.abs(np.array(found[:-256]) - expected.numpy()).max() < 1e-5


def test_sizes_of_a_frame():
    """Three numbers a row are solved where `audio` has a pseudo-inverse."""
    script = (
        """({rows}) => rows.map((row) => [...createFromMel(80)(createFromCepstrum(80)(row))])"""
    )
    cepstrum = drawn(4, 3, 80)
    found = torch.tensor(in_node(script, rows=cepstrum.tolist())).T
    expected = audio.from_log_mel(audio.from_mel_cepstrum(cepstrum.T, 80))
    assert torch.allclose(found, expected, rtol=1e-3, atol=1e-4)


def test_pulses():
    pitch = torch.tensor([0.0, 0.0, 110.0, 130.0, 90.0, 0.0])
    script = "({pitch}) => [...pulsesOf(pitch, 1280)]"
    found = in_node(script, pitch=pitch.tolist())
    assert found == pytest.approx(audio.pulses(pitch, 1280).tolist(), abs=1e-3)
    assert max(found) > 50


def test_griffin_and_lim_begin_with_the_seeds_angles():
    mel = drawn(5, 80, 12) - 3
    script = """({sizes}) => [...griffinLim(Float64Array.from(sizes),
        drawUniform(createTwister(4), sizes.length), SHARED.griffinSteps)]"""
    sizes = audio.from_log_mel(mel) * 512
    found = in_node(script, sizes=sizes.T.flatten().tolist())
    assert far(found, audio.sung(mel, STEPS, 4)) < 1e-3
    assert far(found, audio.sung(mel, STEPS, 5)) > 0.5


def test_the_mark_is_found_by_the_books_detector():
    """And the page's own test of it gives the same score."""
    sound = 0.3 * drawn(6, 44100)
    script = """({sound}) => {
        const made = Float32Array.from(marked(sound, 9));
        return {made: [...made], scores: [markScore(made, 9), markScore(made, 10)]};
    }"""
    answer = in_node(script, sound=sound.tolist())
    made = torch.tensor(answer["made"])
    assert torch.allclose(made, audio.marked(sound, 9), atol=1e-5)
    expected = [audio.mark_score(made, key) for key in (9, 10)]
    assert answer["scores"] == pytest.approx(expected, abs=1e-3)
    assert expected[0] > 8 > 4 > expected[1]


@pytest.mark.parametrize("name", list(SCENES)[:2])
def test_what_is_said_bears_the_mark(name):
    sound = torch.tensor(both()[name][0]["sound"])
    own = audio.mark_score(sound, MARK_KEY)
    others = [audio.mark_score(sound, key) for key in range(50)]
    assert own > max(others)
    assert 0.6 < sound.abs().max() < 1


def test_a_text_is_cut_into_words_and_pauses():
    found = in_node("({texts}) => texts.map(piecesOf)", texts=TEXTS)
    assert found == [small_chain().spelled(text)[1] for text in TEXTS]


def test_what_no_phone_is_for_is_left_out():
    found = in_node("({text}) => sayable(text)", text="Über 3 Äpfel, ok!")
    assert found == {"text": "ber  pfel, ok!", "unknown": ["Ü", "3", "Ä"]}


def test_how_much_variance_the_mean_keeps():
    made = explorer()
    scene = make_scene(TEXT, seed=5)
    script = """({weights, scene}) => {
        const held = readVoice(bytes(weights));
        return varianceKept(held, createVoice(held).say(scene), scene.seed);
    }"""
    mean, hot = (
        made.said({**scene, **given}).frames for given in ({"mean": True}, {"temperature": 1})
    )
    fine = [frames[:, 20:60].var(0, correction=0).mean() for frames in (mean, hot)]
    assert in_node(script, weights=made.weights, scene=scene) == pytest.approx(
        (fine[0] / fine[1]).item(), rel=1e-3
    )
