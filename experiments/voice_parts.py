"""The texts and voices of voice conversion, and how a conversion is judged.

Four parts of texts: those of the judges, those that every voice has to itself (40 each), those that
all voices say (40), and those on which conversions are judged (3 of validation words, 15 of test
words). No word of the last two is in the others. The first ten texts of test words were looked at
while settings were still open; `TEST` are five of the others.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from genai_utils import audio, conversion
from genai_utils.conversion import Frames, Judges, Spoken

DISTANCES = 2  # texts
TEST = (10, 15)
VOICES = len(conversion.SPEAKERS)
Convert = Callable[[Frames, int, int], Frames]


def recorded(texts: Sequence[str], speakers: Sequence[int]) -> list[Spoken]:
    return [conversion.recorded(text, speaker) for text in texts for speaker in speakers]


def pool() -> list[str]:
    return conversion.texts("training", 200)


def for_judges() -> list[Spoken]:
    return recorded(pool()[:40], range(VOICES))


def apart() -> list[Spoken]:
    """40 texts of its own for every voice: no text is said by two."""
    own = (pool()[40 + 40 * speaker :][:40] for speaker in range(VOICES))
    return [each for speaker, texts in enumerate(own) for each in recorded(texts, [speaker])]


def together() -> list[Spoken]:
    """Texts that all voices say."""
    return recorded(pool()[40:80], range(VOICES))


def unseen(part: str, first: int, last: int) -> list[Spoken]:
    """The texts number `first` to `last` of a part, in all voices."""
    return recorded(conversion.texts(part, last)[first:], range(VOICES))


def judged(convert: Convert, judges: Judges, utterances: Sequence[Spoken]) -> list[dict]:
    """Every utterance converted to each other voice, said, analysed again, and judged.

    The distance takes as long as the rest, so it is taken for the first `DISTANCES` texts.

    "phones": the share of frames whose phone is heard. "target", "source": whether the judge takes
    it for that voice; with "by spectrum" the judge that hears no pitch. "distance": to the same
    text in the target's voice, in decibels.
    """
    known = {(each.utterance.text, each.speaker): each for each in utterances}
    found, near = [], {text for text, _ in list(known)[: VOICES * DISTANCES]}
    for (text, source), each in known.items():
        for target in set(range(VOICES)) - {source}:
            frames = conversion.analyse(conversion.spoken(convert(each.frames, source, target)))
            verdict = judges.listen(frames, each.phones)
            wanted = known[text, target].frames.cepstrum
            found.append(
                {
                    "pair": f"{source} to {target}",
                    "phones": verdict.phones,
                    "target": verdict.speaker == target,
                    "target by spectrum": verdict.speaker_by_spectrum == target,
                    "source": verdict.speaker == source,
                    "distance": audio.mel_cepstral_distance(frames.cepstrum, wanted)
                    if text in near
                    else math.nan,
                }
            )
    return found


def real(judges: Judges, utterances: Sequence[Spoken], rounds: int | None) -> dict[str, float]:
    """What the judges hear in real speech, or when it was analysed and said again in `rounds`."""
    found = []
    for each in utterances:
        frames = each.frames
        if rounds:
            frames = conversion.analyse(conversion.spoken(frames, rounds))
        verdict = judges.listen(frames, each.phones)
        right = verdict.speaker == each.speaker, verdict.speaker_by_spectrum == each.speaker
        found.append((verdict.phones, *right))
    names = ("phones", "target", "target by spectrum")
    return dict(zip(names, np.mean(np.array(found, float), 0).round(3).tolist(), strict=True))


def summary(found: Sequence[dict]) -> dict[str, float]:
    names = [name for name in found[0] if name != "pair"]
    return {name: round(float(np.nanmean([row[name] for row in found])), 3) for name in names}
