"""Does the listener take the mean for good because it doesn't hear the harmonics?

`python experiments/speech_listeners.py`, after `speech_train.py listener 0 1 2` and `listener to
all 0 1 2`. The first hear 20 coefficients of the cepstrum, the others all 80. On the validation
sentences, since the answer may lead to another listener.

Stores `notebooks/6-speech-synthesis.listeners.json`. Takes a minute.
"""

import cells
import speech_measures as measures
import stored_json
import torch
from speech import rounded, state

from genai_utils import speech
from genai_utils.models.recogniser import Recogniser

STORED = cells.NOTEBOOKS / "6-speech-synthesis.safetensors"
HEARD = cells.NOTEBOOKS / "6-speech-synthesis.listeners.json"
SEEDS = 3
LISTENERS = {"20": "listener", "80": "listener to all"}
WAYS = ("mean, Griffin–Lim", "drawn, Griffin–Lim")


def trained(name: str) -> Recogniser:
    weights = state(name)
    listener = Recogniser(39, len(weights["centre"]))
    listener.load_state_dict(weights)
    return listener.eval()


def main() -> None:
    texts = speech.parts()[1]
    examples = speech.examples(texts)
    ways = measures.ways(speech.loaded(STORED))
    sounds = {"teacher": [speech.teacher(text) for text in texts]}
    sounds |= {way: [ways[way](example) for example in examples] for way in WAYS}
    found: dict = {}
    for heard, name in LISTENERS.items():
        listeners = [trained(f"{name} {seed}") for seed in range(SEEDS)]
        for way, made in sounds.items():
            said = list(zip(made, examples, strict=True))
            errors = [measures.judged(listener, said)["phones"] for listener in listeners]
            found.setdefault(heard, {})[way] = errors
    stored_json.write(HEARD, rounded(found))
    print(rounded(found))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
