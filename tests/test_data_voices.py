"""eSpeak NG's voices: a text always sounds alike, and its times are where its sounds are."""

import itertools
import subprocess
import sys

import pytest
import torch

from genai_utils.data import espeak, voices

TEXT = "Please sell the six sheep, he said."


def loudness(utterance, names):
    """Root mean square over all phones with one of these names."""
    own = [p for p in utterance.phones if voices.plain(p.name) in names and p.stop > p.start]
    assert own, names
    return torch.cat([utterance.sound[p.start : p.stop] for p in own]).square().mean().sqrt()


def crossings(utterance, names):
    """Changes of sign a second: many in a hiss, few in a vowel."""
    own = [p for p in utterance.phones if voices.plain(p.name) in names]
    pieces = [utterance.sound[p.start : p.stop] for p in own]
    count = sum((piece[1:].sign() != piece[:-1].sign()).sum().item() for piece in pieces)
    return count * voices.RATE / sum(len(piece) for piece in pieces)


@pytest.mark.parametrize("voice", ["en-us", "en-us+f2", "en-gb-scotland+klatt", "en-us+whisper"])
def test_a_text_sounds_the_same_after_other_texts(voice):
    first = voices.say(TEXT, voice)
    for other in ("en-us+m3", voice):
        voices.say("Something else was said in between?", other)
    again = voices.say(TEXT, voice)
    assert torch.equal(first.sound, again.sound)
    assert first.phones == again.phones
    assert first.words == again.words


def test_another_process_hears_the_same():
    code = (
        "from genai_utils.data import voices; "
        f"print(voices.say({TEXT!r}, 'en-us+f2').sound.double().square().sum().item())"
    )
    heard = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = voices.say(TEXT, "en-us+f2").sound.double().square().sum().item()
    assert float(heard.stdout) == here


def test_hisses_and_vowels_are_where_their_times_say():
    utterance = voices.say(TEXT)
    hisses, vowels = {"s", "S"}, {"i:", "E", "I"}
    assert crossings(utterance, hisses) > 3 * crossings(utterance, vowels)
    assert loudness(utterance, vowels) > 2 * loudness(utterance, {"_", "_:"})


def test_phones_follow_each_other_to_the_end_and_words_are_made_of_them():
    utterance = voices.say("Two more, please. Ask a café!")
    phones = utterance.phones
    assert all(one.stop == two.start for one, two in itertools.pairwise(phones))
    assert phones[-1].stop == len(utterance.sound)
    assert [w.name for w in utterance.words] == "Two more please Ask a café".split()
    edges = {edge for phone in phones for edge in (phone.start, phone.stop)}
    assert {edge for word in utterance.words for edge in (word.start, word.stop)} <= edges
    assert all(word.start < word.stop for word in utterance.words)


def test_voices_differ_and_sounds_are_in_range():
    names = ("en-us", "en-us+f2", "en-us+m1", "en-gb-x-rp")
    some = [voices.say("How are you?", name) for name in names]
    sums = {utterance.sound.double().square().sum().item() for utterance in some}
    assert len(sums) == len(some)
    for utterance in some:
        assert utterance.sound.dtype == torch.float32
        assert 0.1 < utterance.sound.abs().max() <= 1


def test_rate_and_pitch_do_what_they_say():
    slow, fast = (voices.say(TEXT, rate=rate) for rate in (100, 250))
    assert len(slow.sound) > 1.5 * len(fast.sound)
    low, high = (voices.say("Ah", pitch=pitch) for pitch in (10, 90))
    assert crossings(high, {"A:"}) > crossings(low, {"A:"})


@pytest.mark.parametrize("accent", voices.ACCENTS)
def test_every_accent_speaks(accent):
    assert len(voices.say("Yes.", accent).words) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"text": ""}, "text with a letter or digit.*got ''"),
        ({"text": " . "}, "text with a letter or digit"),
        ({"text": "a\0b"}, "no NUL"),
        ({"text": "a", "voice": "en-xx"}, "got 'en-xx'.*variants"),
        ({"text": "a", "voice": "en-us+nobody"}, r"got 'en-us\+nobody'"),
        ({"text": "a", "voice": "en-us+"}, r"got 'en-us\+'"),
        ({"text": "a", "rate": 20}, "rate from 80 to 450 .* got 20"),
        ({"text": "a", "pitch": 100}, "pitch from 0 to 99 .* got 100"),
    ],
)
def test_what_cannot_be_said_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        voices.say(**arguments)


def test_an_unknown_accent_has_no_list():
    with pytest.raises(ValueError, match="got 'fr'"):
        voices.voices("fr")


def test_other_phones_data_are_refused(monkeypatch):
    voices.variants.cache_clear()
    monkeypatch.setattr(voices, "PHONES_SHA256", "f" * 64)
    with pytest.raises(ValueError, match=r"phondata .*f{64}"):
        voices.say("Yes.", "en-us")
    voices.variants.cache_clear()


def test_missing_data_are_named(monkeypatch):
    monkeypatch.setattr(espeak.espeakng_loader, "get_data_path", lambda: "/nowhere")
    with pytest.raises(OSError, match="/nowhere"):
        espeak.heard("a", "en-us", {})
