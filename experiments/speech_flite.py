"""What our listener hears of another teacher, Flite, whose voices it was not trained on.

Needs Flite, Debian's package of that name.

Stores `notebooks/6-speech-synthesis.flite.json`. Takes thirty seconds.
"""

import cells
import speech_measures as measures
import stored_json
import torch
from speech import LISTENER, rounded

from genai_utils import audio, speech
from genai_utils.models.recogniser import Recogniser
from genai_utils.speech import flite

HEARD = cells.NOTEBOOKS / "6-speech-synthesis.flite.json"
TEXTS = 30  # of the test sentences
FLITES = 16000  # samples a second of Flite's voices
BELOW = f"{speech.VOICE} below 8 kHz"


def below(sound: torch.Tensor) -> torch.Tensor:
    """A sound without what Flite's can't have."""
    return audio.resampled(audio.resampled(sound, audio.RATE, FLITES), FLITES, audio.RATE)


def main() -> None:
    listener = Recogniser(39)
    listener.load_state_dict(speech.read(LISTENER)["listener"])
    texts = speech.parts()[2][:TEXTS]
    examples = speech.examples(texts)
    listener.eval()
    voices = (speech.VOICE, *(f"flite {name}" for name in flite.VOICES))
    said = {voice: [speech.teacher(text, voice=voice) for text in texts] for voice in voices}
    said[BELOW] = [below(sound) for sound in said[speech.VOICE]]
    found = {
        voice: measures.judged(listener, list(zip(sounds, examples, strict=True)))
        for voice, sounds in said.items()
    }
    stored_json.write(HEARD, rounded(found))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
