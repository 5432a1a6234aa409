"""The tour of the speech figure: six steps, each with what to look at and the equations behind it.

An equation is named by its label; the page finds the link to it on the page that holds the figure.
"""

from typing import Any


def _step(title: str, part: str, equations: list[str], says: str) -> dict[str, Any]:
    return {"title": title, "part": part, "equations": equations, "says": says}


TOUR = [
    _step(
        "Letters become phones",
        "word",
        ["eq-phone-likelihood", "eq-attention"],
        "Click a word below the spectrogram. A network reads its letters both ways and writes one "
        "phone after the other; the table says which letters it looked at for each. Nobody told it "
        "which letter goes with which phone. Words of a short list are looked up instead, because "
        "the network would say them wrong.",
    ),
    _step(
        "Phones become durations",
        "sounds",
        ["eq-duration-loss"],
        "The numbers below the phones are milliseconds. The network that gives them reads the "
        "whole sentence. Say “The train is late.” and “We wait for the late train.”: where does "
        "the vowel of “late” last longer? The rate divides all of them.",
    ),
    _step(
        "Phones become frames",
        "settings",
        ["eq-frame-likelihood", "eq-conditional-mean", "eq-dct"],
        "86 times a second a frame of 81 numbers is drawn: 80 for the spectrum, one for the pitch. "
        "Its spread is multiplied by the temperature τ. At 0 each frame is the likeliest after the "
        "one before it; at 1 there is more grain than in the voice that it learned from. Choose "
        "the mean: what becomes of the thin lines, the harmonics?",
    ),
    _step(
        "Frames become sound",
        "settings",
        ["eq-griffin-lim", "eq-istft", "eq-pulses", "eq-source-filter"],
        "A frame says how loud each band is and nothing of the phase. Griffin and Lim look for "
        "phases that fit. Pulses and noise through learned filters have a phase of their own, and "
        "a pitch that you can move. The page on speech says which of the two is understood better.",
    ),
    _step(
        "What is seen",
        "sounds",
        ["eq-stft"],
        "Time goes to the right and frequency up, to 8 kHz. Dark is loud. Look for the bands of "
        "the vowels, the formants, for the hiss of an s near the top, and for the short silence "
        "before a t.",
    ),
    _step(
        "It says that it is a machine",
        "took",
        ["eq-mark", "eq-mark-score"],
        "What is played has a mark in it: a pattern of a decibel, by a key. The page tests its own "
        "sound. Without the mark a score is about standard normal, so 4 is rare; with another key "
        "the same sound has such a score. Type a longer sentence: the score grows.",
    ),
]
