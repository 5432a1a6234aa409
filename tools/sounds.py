"""Say the sounds of the pages: `tools/sounds.py [NAME...]` writes `book/sounds/NAME.wav`.

Each sound has a program of its name beside it, whose `speak` returns the samples at 22,050 Hz.
"""

import runpy
import sys
from pathlib import Path

from genai_utils import audio, files, runtime

SOUNDS = Path(__file__).resolve().parents[1] / "book" / "sounds"


def programs() -> dict[str, Path]:
    """Every program that makes a sound, by the sound's name."""
    return {path.stem: path for path in sorted(SOUNDS.glob("*.py"))}


def content(name: str) -> bytes:
    """The WAV file of a sound, made now; the same bytes each time on one machine."""
    runtime.start(seed=0)
    return audio.wav(runpy.run_path(str(programs()[name]))["speak"]())


def main(names: list[str]) -> None:
    unknown = sorted(set(names) - set(programs()))
    if unknown:
        raise SystemExit(f"no program book/sounds/NAME.py for {', '.join(unknown)}.")
    for name in names or programs():
        files.write_atomically(SOUNDS / f"{name}.wav", content(name))
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
