"""Flite's voices, where the program is installed, and what is said where it isn't."""

import shutil
import stat
import sys

import pytest
import torch

from genai_utils import audio, speech
from genai_utils.speech import flite

TEXT = "Two birds sing."
INSTALLED = shutil.which(flite.PROGRAM)
FAKE = """#!{python}
import sys, wave
told = dict(zip(sys.argv[1::2], sys.argv[2::2]))
{before}
with wave.open(told["-o"], "wb") as file:
    file.setparams((1, 2, 16000, 0, "NONE", ""))
    file.writeframes(len(told["-t"]).to_bytes(2, "little") * 16000)
"""


@pytest.fixture
def pretended(tmp_path, monkeypatch):
    """A program of the same name that says one number for a second: how long its text is."""

    def put(before=""):
        path = tmp_path / flite.PROGRAM
        path.write_text(FAKE.format(python=sys.executable, before=before))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path))

    return put


def test_what_the_program_writes_comes_back_at_our_rate(pretended):
    pretended()
    sound = flite.say(TEXT, "rms")
    assert sound.dtype == torch.float32
    assert len(sound) == audio.RATE
    assert sound[5000:-5000].mean().item() == pytest.approx(len(TEXT) / 32768, rel=1e-2)


def test_the_teacher_is_another_program_by_one_argument(pretended):
    pretended()
    sound = speech.teacher(TEXT, voice="flite slt")
    assert len(sound) == audio.RATE // audio.HOP * audio.HOP
    with pytest.raises(ValueError, match="the pitch 50 alone"):
        speech.teacher(TEXT, 60, "flite slt")


def test_a_program_that_fails_is_quoted(pretended):
    pretended("sys.exit('no such voice')")
    with pytest.raises(ValueError, match="no such voice"):
        flite.say(TEXT)


def test_without_the_program_the_message_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match=r"needs the program 'flite'.*apt install flite"):
        speech.teacher(TEXT, voice="flite slt")


@pytest.mark.parametrize("text", ["", "...", "a\0b"])
def test_a_text_that_nobody_can_say_is_refused(text):
    with pytest.raises(ValueError, match="a text with a letter or digit"):
        flite.say(text)


@pytest.mark.skipif(INSTALLED is None, reason="Flite isn't installed")
@pytest.mark.parametrize("voice", flite.VOICES)
def test_each_voice_speaks_and_always_alike(voice):
    sound = flite.say(TEXT, voice)
    assert 0.5 < len(sound) / audio.RATE < 4
    assert sound.abs().max() > 0.05
    assert torch.equal(sound, flite.say(TEXT, voice))


@pytest.mark.skipif(INSTALLED is None, reason="Flite isn't installed")
def test_voices_differ():
    one, *others = (len(flite.say(TEXT, voice)) for voice in flite.VOICES)
    assert one not in others
