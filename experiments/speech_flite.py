"""What our listener hears of another teacher, Flite, whose voices it was not trained on.

Needs Flite, Debian's package of that name. Stores `notebooks/6-speech-synthesis.flite.json`. Takes
half a minute.
"""

import cells
import speech_measures as measures
import stored_json
import torch
from speech import LISTENER, rounded

from genai_utils import speech
from genai_utils.data import flite
from genai_utils.models.recogniser import Recogniser

HEARD = cells.NOTEBOOKS / "6-speech-synthesis.flite.json"
TEXTS = 30  # of the test sentences


def main() -> None:
    listener = Recogniser(39)
    listener.load_state_dict(speech.read(LISTENER)["listener"])
    texts = speech.parts()[2][:TEXTS]
    examples = speech.examples(texts)
    found = {}
    for voice in (speech.VOICE, *(f"flite {name}" for name in flite.VOICES)):
        said = [
            (speech.teacher(text, voice=voice), example)
            for text, example in zip(texts, examples, strict=True)
        ]
        found[voice] = measures.judged(listener.eval(), said)
    stored_json.write(HEARD, rounded(found))
    print(found)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
