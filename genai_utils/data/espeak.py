"""The library eSpeak NG as the package espeakng-loader ships it, called through ctypes.

Its header is speak_lib.h; numbers below are from there.
"""

import ctypes
import sys
import threading
from typing import Any, NamedTuple

import espeakng_loader
import numpy as np

RATE = 22050  # samples a second
WORD, PHONE = 1, 7  # kinds of events
SYNCHRONOUS = 2
PHONE_EVENTS, NO_EXIT = 1, 0x8000  # tell of each phone; return on an error instead of exiting
CHARACTERS, UTF8 = 1, 1
PARAMETERS = {"rate": 1, "pitch": 3}
one_at_a_time = threading.Lock()


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_int),
        ("utterance", ctypes.c_uint),
        ("position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("id", _Id),
    ]


_Listener = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Event(NamedTuple):
    """A word or phone: its first sample, its characters in the text, and a phone's mnemonic."""

    kind: int
    sample: int
    position: int
    length: int
    mnemonic: str


class Ear:
    """What eSpeak NG tells while it speaks: pieces of 16-bit samples, and events."""

    def __init__(self) -> None:
        self.pieces: list[np.ndarray] = []
        self.events: list[Event] = []

    def __call__(self, wave: Any, count: int, first: Any) -> int:
        if wave:
            self.pieces.append(np.ctypeslib.as_array(wave, (count,)).copy())
        number = 0
        while (event := first[number]).kind:
            if event.kind in (WORD, PHONE):
                # The same eight bytes hold a word's number, so they are read for phones only.
                name = event.id.string.decode() if event.kind == PHONE else ""
                told = (event.kind, event.sample, event.position - 1, event.length, name)
                self.events.append(Event(*told))
            number += 1
        return 0  # go on


def _close(library: ctypes.CDLL) -> None:
    import _ctypes

    library.espeak_Terminate()
    close = "FreeLibrary" if sys.platform == "win32" else "dlclose"
    getattr(_ctypes, close)(library._handle)


def heard(text: str, voice: str, settings: dict[str, int]) -> tuple[np.ndarray, list[Event]]:
    """int16 samples and events of a text in a voice, with settings as `PARAMETERS` names them.

    eSpeak NG keeps its noise, its flutter and the phase of its wave from one utterance to the next,
    so a sound would depend on those before it. A library that was just loaded always starts alike,
    so it is loaded and taken out of memory for each text; that takes four milliseconds. Raises
    `OSError` if it can't read its data.
    """
    ear = Ear()
    listener = _Listener(ear)
    with one_at_a_time:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        try:
            place = espeakng_loader.get_data_path()
            found = library.espeak_Initialize(
                SYNCHRONOUS, 0, place.encode(), PHONE_EVENTS | NO_EXIT
            )
            if found != RATE or library.espeak_SetVoiceByName(voice.encode()) != 0:
                raise OSError(f"eSpeak NG can't read its data, or those of {voice}, in {place}.")
            library.espeak_SetSynthCallback(listener)
            library.espeak_ng_SetRandSeed(ctypes.c_long(1))
            for name, value in settings.items():
                library.espeak_SetParameter(PARAMETERS[name], value, 0)
            told = text.encode()
            size = ctypes.c_size_t(len(told) + 1)
            library.espeak_Synth(told, size, 0, CHARACTERS, 0, UTF8, None, None)
        finally:
            _close(library)
    return np.concatenate([np.zeros(0, np.int16), *ear.pieces]), ear.events
