"""What is measured of the chain, on sentences that nothing was trained on; `speech.py` stores it.

Prints nothing and stores nothing by itself. Takes a minute, as `speech.py measure` calls it.
"""

import itertools
import time
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from genai_utils import audio, speech
from genai_utils.audio.vocoder import Vocoder
from genai_utils.data.spoken import PLAIN
from genai_utils.models.recogniser import Recogniser, best_path, written
from genai_utils.speech import Chain, Example
from genai_utils.speech.chain import ENVELOPE

KEPT, TEMPERATURE = 25, 0.3
TEXTS = 30  # of the test part


def heard(listener: Recogniser, sound: Tensor) -> list[int]:
    """What the listener writes of a sound."""
    frames = audio.mel_cepstrum(audio.log_mel(sound), listener.centre.shape[0]).T
    with torch.no_grad():
        return best_path(listener(frames[None])[0])


def phone_error(pairs: list[tuple[list[int], list[int]]]) -> float:
    return sum(audio.edits(a, b) for a, b in pairs) / sum(len(a) for a, _ in pairs)


def words_of(symbols: list[str], begins: list[float]) -> list[list[int]]:
    """The phones of each word."""
    words: list[list[int]] = []
    for symbol, begin in zip(symbols, begins, strict=True):
        if begin:
            words.append([])
        if PLAIN[symbol] and words:
            words[-1].append(PLAIN[symbol])
    return words


def missed_words(words: list[list[int]], found: list[int]) -> int:
    """Words whose phones the listener doesn't write as they are, in the best alignment."""
    phones = [phone for word in words for phone in word]
    n, m = len(phones), len(found)
    cost = np.zeros((n + 1, m + 1), int)
    cost[:, 0], cost[0] = np.arange(n + 1), np.arange(m + 1)
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            change = cost[i - 1, j - 1] + (phones[i - 1] != found[j - 1])
            cost[i, j] = min(change, cost[i - 1, j] + 1, cost[i, j - 1] + 1)
    right, i, j = [False] * n, n, m
    while i and j:
        if cost[i, j] == cost[i - 1, j - 1] + (phones[i - 1] != found[j - 1]):
            right[i - 1] = phones[i - 1] == found[j - 1]
            i, j = i - 1, j - 1
        elif cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    ends = np.cumsum([0, *map(len, words)])
    return sum(not all(right[a:b]) for a, b in itertools.pairwise(ends))


def judged(listener: Recogniser, said: list[tuple[Tensor, Example]]) -> dict[str, float]:
    """Phone and word error of sounds that should say what the examples say."""
    pairs, missed, count = [], 0, 0
    for sound, example in said:
        symbols = [speech.SYMBOLS[number] for number in example.symbols]
        found = heard(listener, sound)
        pairs.append((written([PLAIN[symbol] for symbol in symbols]), found))
        words = words_of(symbols, example.begins.tolist())
        missed, count = missed + missed_words(words, found), count + len(words)
    return {"phones": phone_error(pairs), "words": missed / count}


def ways(chain: Chain) -> dict[str, Callable[[Example], Tensor]]:
    """The ways from an example's phones to a sound, by their names."""

    def frames(example: Example, temperature: float | None) -> tuple[Tensor, Tensor]:
        symbols = tuple(speech.SYMBOLS[number] for number in example.symbols)
        return chain.frames(symbols, example.begins, temperature)[1:]

    def again(drawn: Tensor, voiced: Tensor) -> Tensor:
        cepstrum = audio.mel_cepstrum(chain.log_mel(drawn), ENVELOPE)
        return audio.with_envelope(chain.sound(drawn, voiced), cepstrum)

    return {
        "mean, Griffin–Lim": lambda it: audio.sung(chain.log_mel(frames(it, None)[0])),
        "mean, source and filter": lambda it: chain.sound(*frames(it, None)),
        "drawn, Griffin–Lim": lambda it: audio.sung(chain.log_mel(frames(it, TEMPERATURE)[0])),
        "drawn, source and filter": lambda it: chain.sound(*frames(it, TEMPERATURE)),
        "drawn, filtered again": lambda it: again(*frames(it, TEMPERATURE)),
    }


def distance(sound: Tensor, other: Tensor) -> float:
    one, two = (audio.mel_cepstrum(audio.log_mel(s), KEPT) for s in (sound, other))
    return audio.mel_cepstral_distance(one, two)


def copied(vocoder: Vocoder | None, chain: Chain, example: Example) -> Tensor:
    """The teacher's own frames as a sound: by a vocoder, or without one by Griffin and Lim."""
    if vocoder is None:
        return audio.sung(audio.from_mel_cepstrum(example.cepstrum.T, audio.BANDS))
    frames = (example.cepstrum - chain.speaker.centre[:-1]) / chain.speaker.scale[:-1]
    noise = torch.randn(
        1, audio.HOP * (len(frames) - 1), generator=torch.Generator().manual_seed(0)
    )
    with torch.no_grad():
        return vocoder(frames[None], example.pitch[None], noise)[0]


def chosen(chain: Chain, vocoders: dict[str, Vocoder], listener: Recogniser) -> dict[str, dict]:
    """What the listener hears in copies of validation sentences, by what made them."""
    texts = speech.parts()[1][:TEXTS]
    examples = speech.examples(texts)
    own = [(speech.teacher(text), example) for text, example in zip(texts, examples, strict=True)]
    found = {"teacher": judged(listener, own)}
    for name, vocoder in {**vocoders, "Griffin–Lim": None}.items():
        found[name] = judged(listener, [(copied(vocoder, chain, it), it) for it in examples])
    return found


def copies(chain: Chain, examples: list[Example], sounds: list[Tensor]) -> dict[str, dict]:
    """Both ways from frames to sound, from the teacher's own frames."""
    found: dict[str, dict] = {}
    for name, vocoder in (("Griffin–Lim", None), ("source and filter", chain.vocoder)):
        far, used, length = [], 0.0, 0
        for example, sound in zip(examples, sounds, strict=True):
            start = time.process_time()
            made = copied(vocoder, chain, example)
            used, length = used + time.process_time() - start, length + len(made)
            far.append(distance(made, sound))
        faster = length / audio.RATE / used
        found[name] = {"decibels": float(np.mean(far)), "times real time": round(faster, 1)}
    return found


def variances(chain: Chain, examples: list[Example]) -> dict[str, list[float]]:
    """Global variances of the first coefficients as shares of the teacher's."""
    kept: dict[str, list] = {"mean": [], "drawn": []}
    for example in examples:
        symbols = tuple(speech.SYMBOLS[number] for number in example.symbols)
        own = ((example.cepstrum - chain.speaker.centre[:-1]) / chain.speaker.scale[:-1]).var(0)
        for name, temperature in (("mean", None), ("drawn", 1.0)):
            made = chain.frames(symbols, example.begins, temperature, samples=example.samples)[1]
            kept[name].append((made[:, :-1].var(0) / own)[:60])
    return {name: torch.stack(it).median(0).values.tolist() for name, it in kept.items()}


def everything(chain: Chain, listener: Recogniser) -> dict:
    """The page's measures, on sentences of the test part."""
    texts = speech.parts()[2][:TEXTS]
    examples = speech.examples(texts)
    sounds = [speech.teacher(text) for text in texts]
    own = list(zip(sounds, examples, strict=True))
    found: dict = {
        "teacher": judged(listener, own),
        "copies": copies(chain, examples[:12], sounds[:12]),
    }
    for name, way in ways(chain).items():
        said = [(way(example), example) for example in examples]
        far = [distance(sound, other) for (sound, _), other in zip(said[:12], sounds, strict=False)]
        found[name] = judged(listener, said) | {"decibels": float(np.mean(far))}
    start = time.process_time()
    whole = [
        (chain.clearer(chain.say(text, TEMPERATURE)), example)
        for text, example in zip(texts, examples, strict=True)
    ]
    used = time.process_time() - start
    found["from letters"] = judged(listener, whole)
    length = sum(len(sound) for sound, _ in whole) / audio.RATE
    return found | {"times real time": length / used, "variances": variances(chain, examples)}
