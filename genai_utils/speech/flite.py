"""Another synthesiser, Flite, where its program is installed: Debian's package `flite` brings it.

Nothing of the book needs it: a second teacher shows whether a listener knows more than the voice
that it was trained on.
"""

import shutil
import subprocess
import tempfile
import wave
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from genai_utils.audio import RATE, resampled

PROGRAM = "flite"
VOICES = ("kal16", "awb", "rms", "slt")


def say(text: str, voice: str = "slt") -> Tensor:
    """The sound of a text in one of `VOICES`: float32 (n,) in [-1, 1), at 22,050 Hz.

    Raises `ValueError` for another voice, a text without a letter or digit, where the program isn't
    installed, and with its message where it fails.

    >>> say("Hello.", "bob")
    Traceback (most recent call last):
    ValueError: one of the voices kal16, awb, rms, slt is needed, but got 'bob'.
    """
    if voice not in VOICES:
        raise ValueError(f"one of the voices {', '.join(VOICES)} is needed, but got {voice!r}.")
    if not any(sign.isalnum() for sign in text) or "\0" in text:
        raise ValueError(f"a text with a letter or digit, and no NUL, is needed, but got {text!r}.")
    program = shutil.which(PROGRAM)
    if program is None:
        raise ValueError(
            f"the voice {voice!r} needs the program {PROGRAM!r}, and none is installed: on Debian "
            "`apt install flite` brings it. eSpeak NG's voices need no program."
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "said.wav")
        command = [program, "-voice", voice, "-t", text, "-o", str(path)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode or not path.exists():
            raise ValueError(f"{program} said nothing of {text!r}, but: {run.stderr.strip()!r}.")
        return _read(path)


def _read(path: Path) -> Tensor:
    """A file of 16-bit samples on one channel, at our rate."""
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        rate = file.getframerate()
    return resampled(torch.from_numpy(samples / np.float32(32768)), rate, RATE)
