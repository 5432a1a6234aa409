"""Voice conversion: judges, methods without training, networks, and the bottleneck's width.

`python experiments/voice_conversion.py judges`, `train 0 1 2 3 4`, `tried 0`, `rounds`, `choose`,
`store`, `ship 0`.

`judges` trains the listeners. `train` trains the chosen networks from seeds, and `tried`
bottlenecks of other widths and trainings of other lengths; both write to `_build/voice`. `rounds`
compares how often a sound is filtered, and `choose` the rest, on texts of validation words. `store`
judges what was chosen, once, on texts of test words. `ship` stores the networks of one seed.

Stores `notebooks/6-voice-conversion.measured.json` and the judges beside it:

    notebooks/6-voice-conversion.judges.safetensors  the listeners, in half precision
    notebooks/6-voice-conversion.safetensors         the bottleneck, in half precision
    notebooks/6-voice-conversion.parallel.safetensors  the regression, in half precision
    notebooks/6-voice-conversion.settings.json       settings, on validation words
    notebooks/6-voice-conversion.measured.json       methods, seeds and widths, on test words

Takes ten minutes of a core: three quarters of one for each network, two for judging.
"""

import sys
import time

import cells
import stored_json
import torch
import voice_parts as parts

from genai_utils import conversion
from genai_utils.conversion import stored

NAME = "6-voice-conversion"
TRAINED = cells.NOTEBOOKS.parent / "_build" / "voice"
JUDGES = cells.NOTEBOOKS / f"{NAME}.judges.safetensors"
SETTINGS = cells.NOTEBOOKS / f"{NAME}.settings.json"
MEASURED = cells.NOTEBOOKS / f"{NAME}.measured.json"
# Names of networks: what, then a bottleneck's width, then steps.
CHOSEN = {"disguise 32": "disguise 32 2000", "parallel": "parallel 4000"}
WIDTHS = {f"bottleneck {width}": f"bottleneck {width} 900" for width in (2, 8, 32)}
TRIED = ("parallel 2000", "disguise 32 6000")


def judges() -> conversion.Judges:
    return stored.load_judges(JUDGES, parts.VOICES)


def train_judges() -> None:
    stored.save_judges(JUDGES, conversion.trained_judges(parts.for_judges()))


def simple(utterances: list[conversion.Spoken], nearest: tuple[int, ...]) -> dict:
    """The methods that train no network, by name: `parts.Convert` each."""
    voices = conversion.all_voices(utterances)
    banks = [conversion.Neighbours(utterances, n, voice) for n, voice in enumerate(voices)]

    def pitch_alone(frames: conversion.Frames, a: int, b: int) -> conversion.Frames:
        pitch = conversion.pitch_matched(frames.pitch, voices[a], voices[b])
        return conversion.Frames(frames.cepstrum, pitch)

    return {
        "nothing": lambda frames, a, b: frames,
        "pitch": pitch_alone,
        "mean": lambda frames, a, b: conversion.mean_matched(frames, voices[a], voices[b]),
        "mean and spread": lambda f, a, b: conversion.spread_matched(f, voices[a], voices[b]),
        **{
            f"{k} nearest": lambda frames, a, b, k=k: banks[b](frames, voices[a], k)
            for k in nearest
        },
    }


def network(kind: str, seed: int) -> conversion.Converter:
    """One of the networks, by a name as in `CHOSEN`."""
    name, *numbers = kind.split()
    steps = int(numbers[-1])
    if name == "parallel":
        return conversion.trained_regression(parts.together(), steps, seed)[0]
    width, hide = int(numbers[0]), name == "disguise"
    return conversion.trained_bottleneck(parts.apart(), width, hide, steps, seed)[0]


def kept(kind: str, seed: int) -> None:
    """Train a network and write it with its cost to `_build/voice`, unless it is there."""
    path = TRAINED / f"{kind} {seed}.pt"
    if path.exists():
        return
    start = time.process_time()
    converter = network(kind, seed)
    TRAINED.mkdir(parents=True, exist_ok=True)
    torch.save((converter, round(time.process_time() - start)), path)
    print(path.stem, round(time.process_time() - start), flush=True)


def rounds() -> None:
    """What is heard in real speech that is said again, by how often it is filtered."""
    listeners, utterances = judges(), parts.unseen("validation", 0, 3)
    found = {"real": parts.real(listeners, utterances, None)}
    found |= {f"rounds {n}": parts.real(listeners, utterances, n) for n in (1, 2, 3, 5)}
    stored_json.add(SETTINGS, found)


def choose(*names: str) -> None:
    """Settings on validation words, with seed 0: those named, or all."""
    listeners, utterances = judges(), parts.unseen("validation", 0, 3)
    methods = simple(parts.apart(), (1, 4, 16))
    for path in sorted(TRAINED.glob("* 0.pt")):
        methods[path.stem[:-2]] = torch.load(path, weights_only=False)[0]
    for name in names or methods:
        entry = parts.summary(parts.judged(methods[name], listeners, utterances))
        stored_json.add(SETTINGS, {name: entry})


def store() -> None:
    """Everything on test words. What is stored already is kept."""
    listeners, utterances = judges(), parts.unseen("test", *parts.TEST)
    found = stored_json.read(MEASURED) or {
        "real": parts.real(listeners, utterances, None),
        "said again": parts.real(listeners, utterances, conversion.ROUNDS),
        "methods": {},
        "networks": {},
    }
    methods = simple(parts.apart(), (4,))
    for name in [name for name in methods if name not in found["methods"]]:
        found["methods"][name] = parts.summary(parts.judged(methods[name], listeners, utterances))
        stored_json.write(MEASURED, found)
    for name, kind in (WIDTHS | CHOSEN).items():
        runs = found["networks"].setdefault(name, {})
        for path in sorted(TRAINED.glob(f"{kind} ?.pt")):
            seed = path.stem.rsplit(" ", 1)[1]
            if seed not in runs:
                convert, seconds = torch.load(path, weights_only=False)
                runs[seed] = parts.summary(parts.judged(convert, listeners, utterances))
                runs[seed] |= {"CPU seconds": seconds}
                stored_json.write(MEASURED, found)


def ship(seed: str) -> None:
    """Store the networks of one seed for the page and the notebook."""
    for kind, name in (("disguise 32", NAME), ("parallel", f"{NAME}.parallel")):
        converter, _ = torch.load(TRAINED / f"{CHOSEN[kind]} {seed}.pt", weights_only=False)
        stored.save_converter(cells.NOTEBOOKS / f"{name}.safetensors", converter)


def main(what: str, *names: str) -> None:
    if what in ("train", "tried"):
        for kind in CHOSEN.values() if what == "train" else (*WIDTHS.values(), *TRIED):
            for seed in names:
                kept(kind, int(seed))
    else:
        steps = {"judges": train_judges, "rounds": rounds, "choose": choose, "store": store}
        (steps | {"ship": ship})[what](*names)


if __name__ == "__main__":
    main(*sys.argv[1:])
