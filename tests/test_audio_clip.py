"""Clips: bytes that others read, their size, and their words."""

import io
import re

import numpy as np
import pytest
import soundfile
import torch

from genai_utils import audio


@pytest.fixture(scope="module")
def tone():
    """Half a second of 440 Hz that grows from silence, at 22,050 Hz."""
    t = torch.arange(11025) / 22050
    return torch.sin(2 * torch.pi * 440 * t) * t * 1.8


def test_libsndfile_reads_what_we_write(tone):
    samples, rate = soundfile.read(io.BytesIO(audio.wav(tone)))
    assert rate == audio.clip_file.CLIP_RATE
    ours = audio.resampled(tone, 22050).numpy()
    assert samples.shape == ours.shape
    # A step of the scale is at most a sixteenth of its power of two, and an error half a step.
    assert (np.abs(samples - ours) <= np.abs(ours) / 32 + 1 / 4096).all()


@pytest.mark.parametrize("amplitude", [1e-3, 1e-2, 0.1, 0.9])
def test_soft_and_loud_sounds_keep_their_share_of_noise(amplitude):
    """What μ-law is for: about as many decibels of noise below the sound, soft or loud."""
    sound = amplitude * torch.sin(torch.arange(16000) * 0.3)
    heard, _ = soundfile.read(io.BytesIO(audio.wav(sound, rate=16000)))
    noise = ((heard - sound.numpy()) ** 2).mean() / sound.square().mean().item()
    assert -10 * np.log10(noise) > (15 if amplitude < 5e-3 else 30)


def test_the_bytes_lie_on_the_scale(tone):
    """G.711 draws straight lines where the formula has a curve: never a tenth apart."""
    codes = 255 - np.frombuffer(audio.mu_law(tone), np.uint8).astype(int)
    steps = np.where(codes & 128, -1, 1) * (codes & 127)
    assert np.abs(steps / 127 - audio.companded(tone).numpy()).max() < 0.03


def test_resampling_keeps_a_tone_and_drops_what_is_too_high():
    t = torch.arange(22050) / 22050
    low, high = (torch.sin(2 * torch.pi * hertz * t) for hertz in (1000.0, 10000.0))
    kept, dropped = (audio.resampled(sound, 22050)[1000:-1000] for sound in (low, high))
    assert kept.square().mean() == pytest.approx(0.5, abs=0.01)
    assert dropped.square().mean() < 1e-4


def test_a_clip_is_light_or_refused(tone):
    assert len(audio.wav(torch.zeros(int(3.7 * 22050)))) <= audio.clip_file.HEAVIEST
    with pytest.raises(ValueError, match=r"at most 60000 bytes .* 4\.0 s take 64058"):
        audio.wav(torch.zeros(4 * 22050))


def test_a_player_waits_and_has_words(tone):
    clip = audio.clip(tone, 'Say "A" & <B>.', "a machine")
    shown = clip._repr_html_()
    assert 'preload="none"' in shown
    assert "autoplay" not in shown
    assert re.search('aria-label="“Say &quot;A&quot; &amp; &lt;B&gt;.”, said by a machine."', shown)
    assert repr(clip) == 'A sound: “Say "A" & <B>.”, said by a machine.'


@pytest.mark.parametrize(("said", "voice"), [("", "a machine"), ("A", " ")])
def test_a_sound_without_words_is_refused(tone, said, voice):
    with pytest.raises(ValueError, match="what is said and by whom"):
        audio.clip(tone, said, voice)
