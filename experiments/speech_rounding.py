"""What a byte a weight costs the chain of speech, on sentences and words of no training.

`python experiments/speech_rounding.py`, after `pronounce.py letters 0`, `speech_train.py speaker 0`
and `listener 0` and `speech.py vocoder`, whose weights in single precision it needs.

Stores `notebooks/6-speech-live.measured.json`. Takes a minute.
"""

import cells
import numpy as np
import speech_measures as measures
import stored_json
import torch
from pronounce import errors
from speech import LISTENER, rounded, trained
from speech_data import FOLDER

from genai_utils import speech
from genai_utils.data.pronunciations import pronunciations
from genai_utils.models.recogniser import Recogniser

MEASURED = cells.NOTEBOOKS / "6-speech-live.measured.json"
TEXTS, WORDS = 30, 2000  # of the test sentences; of the validation words


def of_words(chains: dict[str, speech.Chain]) -> dict[str, float]:
    """Word errors on validation words, and the share that is said otherwise after rounding."""
    ways = pronunciations()
    held_out = np.load(FOLDER / "letters.npz")["validation"]
    words = np.array(sorted(ways))[held_out]
    drawn = np.random.default_rng(0).choice(words, WORDS, replace=False).tolist()
    said = {name: speech.spelled(chain.pronouncer, drawn) for name, chain in chains.items()}
    known = {word: ways[word] for word in drawn}
    found = {name: errors(it, known)["words"] for name, it in said.items()}
    one, other = said.values()
    return found | {"changed": float(np.mean([one[word] != other[word] for word in drawn]))}


def of_frames(
    chains: dict[str, speech.Chain], examples: list[speech.Example]
) -> dict[str, dict[str, float]]:
    """Root mean squares of what rounding does to frames, in standard deviations, and to durations.

    The durations of frames that are compared are the teacher's.
    """
    far: dict[str, list[float]] = {"the mean": [], "drawn": [], "durations": []}
    for example in examples:
        symbols = tuple(speech.SYMBOLS[number] for number in example.symbols)
        given = (symbols, example.begins)
        for name, temperature in (("the mean", None), ("drawn", measures.TEMPERATURE)):
            one, other = (
                chain.frames(*given, temperature, samples=example.samples)[1]
                for chain in chains.values()
            )
            far[name].append((one - other).square().mean().item())
        one, other = (chain.frames(*given, None)[0] for chain in chains.values())
        far["durations"].append((one / other).log().square().mean().item())
    return {name: float(np.sqrt(np.mean(values))) for name, values in far.items()}


def main() -> None:
    listener = Recogniser(39)
    listener.load_state_dict(speech.read(LISTENER)["listener"])
    examples = speech.examples(speech.parts()[2][:TEXTS])
    networks = trained()
    chains = {
        "single precision": speech.Chain(**networks),
        "a byte": speech.chain_of(speech.packed(networks)),
    }
    heard = {}
    for name, chain in chains.items():
        way = measures.ways(chain)["drawn, Griffin–Lim"]
        said = [(way(example), example) for example in examples]
        heard[name] = measures.judged(listener.eval(), said)["phones"]
    found = {"frames": of_frames(chains, examples), "phone error": heard, "words": of_words(chains)}
    stored_json.write(MEASURED, rounded(found))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
