"""Voice conversion: judges, methods without training, networks, and the bottleneck's width.

`python experiments/voice_conversion.py judges`, `train 0 1 2 3 4`, `widths 0`, `choose`, `store`,
`fresh "parallel 2000" 0`, `ship 0`.

`judges` trains the listeners. `train` trains the chosen networks from seeds, and `widths`
bottlenecks of other widths; both write to `_build/voice`. `choose` compares settings on texts of
validation words. `store` judges all networks, once, on texts of test words. `fresh` judges a
network on five others: the longer training was decided on after the first five were looked at.
`ship` stores the networks of one seed for the page.

Stores `notebooks/6-voice-conversion.measured.json` and the judges beside it:

    notebooks/6-voice-conversion.judges.safetensors  the listeners, in half precision
    notebooks/6-voice-conversion.safetensors         the bottleneck, in half precision
    notebooks/6-voice-conversion.parallel.safetensors  the regression, in half precision
    notebooks/6-voice-conversion.settings.json       settings, on validation words
    notebooks/6-voice-conversion.measured.json       methods, seeds and widths, on test words

Takes ten minutes of a core: a quarter of a minute for each network, the rest for judging.
"""

import sys
import time

import cells
import stored_json
import torch
import voice_parts as parts

from genai_utils import conversion
from genai_utils.conversion import stored, training

NAME = "6-voice-conversion"
TRAINED = cells.NOTEBOOKS.parent / "_build" / "voice"
JUDGES = cells.NOTEBOOKS / f"{NAME}.judges.safetensors"
SETTINGS = cells.NOTEBOOKS / f"{NAME}.settings.json"
MEASURED = cells.NOTEBOOKS / f"{NAME}.measured.json"
WIDTH, WIDTHS = 32, (2, 8, 32)
PARALLEL = ("parallel 900", "parallel 2000")  # steps


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
    """One of the networks: "bottleneck 32" or "disguise 32" by width, "parallel 900" by steps."""
    name, number = kind.split()
    if name == "parallel":
        return conversion.trained_regression(parts.together(), int(number), seed)[0]
    return conversion.trained_bottleneck(parts.apart(), int(number), name == "disguise", seed=seed)[
        0
    ]


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
    listeners, utterances = judges(), parts.unseen("test", 0, 5)
    found = stored_json.read(MEASURED) or {
        "steps": training.STEPS,
        "real": parts.real(listeners, utterances, again=False),
        "said again": parts.real(listeners, utterances, again=True),
        "methods": {},
        "networks": {},
    }
    methods = simple(parts.apart(), (4,))
    for name in [name for name in methods if name not in found["methods"]]:
        found["methods"][name] = parts.summary(parts.judged(methods[name], listeners, utterances))
        stored_json.write(MEASURED, found)
    for path in sorted(TRAINED.glob("*.pt")):
        kind, seed = path.stem.rsplit(" ", 1)
        runs = found["networks"].setdefault(kind, {})
        if seed not in runs:
            convert, seconds = torch.load(path, weights_only=False)
            entry = parts.summary(parts.judged(convert, listeners, utterances))
            runs[seed] = entry | {"CPU seconds": seconds}
            stored_json.write(MEASURED, found)


def fresh(kind: str, seed: str) -> None:
    """One network on five test texts that nothing was decided by."""
    listeners, utterances = judges(), parts.unseen("test", 5, 10)
    convert, _ = torch.load(TRAINED / f"{kind} {seed}.pt", weights_only=False)
    found = {
        "real": parts.real(listeners, utterances, again=False),
        "said again": parts.real(listeners, utterances, again=True),
        kind: parts.summary(parts.judged(convert, listeners, utterances)),
    }
    stored_json.write(MEASURED, stored_json.read(MEASURED) | {"fresh": found})


def ship(seed: str) -> None:
    """Store the networks of one seed for the page and the notebook."""
    for kind, name in ((f"disguise {WIDTH}", NAME), (PARALLEL[0], f"{NAME}.parallel")):
        converter, _ = torch.load(TRAINED / f"{kind} {seed}.pt", weights_only=False)
        stored.save_converter(cells.NOTEBOOKS / f"{name}.safetensors", converter)


def main(what: str, *names: str) -> None:
    if what in ("train", "widths"):
        kinds = (f"disguise {WIDTH}", *PARALLEL)
        for kind in kinds if what == "train" else [f"bottleneck {width}" for width in WIDTHS]:
            for seed in names:
                kept(kind, int(seed))
    else:
        steps = {"judges": train_judges, "choose": choose, "store": store, "fresh": fresh}
        (steps | {"ship": ship})[what](*names)


if __name__ == "__main__":
    main(*sys.argv[1:])
