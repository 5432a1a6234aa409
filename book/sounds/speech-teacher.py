"""The sentence of the page on speech, spoken by its teacher, eSpeak NG."""

from genai_utils import speech


def speak():
    sound = speech.teacher("The morning train was late, but nobody was angry.")
    return 0.8 * sound / sound.abs().max()
