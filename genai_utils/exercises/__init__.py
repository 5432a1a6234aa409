"""The exercises of the book, by label; a notebook writes `check("ex-vae-kl", answer)`."""

import difflib
from typing import Any

from genai_utils import checks
from genai_utils.exercises import (
    attention_bits,
    attention_drawing,
    attention_layer,
    attention_positions,
    attention_predictions,
    attention_writing,
    augmentation,
    augmentation_interval,
    compute,
    conditional_bound,
    conditional_losses,
    dialogue,
    diffusion_diagnosis,
    diffusion_noise,
    diffusion_steps,
    emoji_copies,
    ethics,
    gan_diagnosis,
    gan_least,
    gan_losses,
    gan_penalty,
    gan_predictions,
    gan_training,
    inpainting_measures,
    inpainting_steps,
    language_cache,
    language_decoding,
    language_tokens,
    listing_predictions,
    planted_average,
    planted_batches,
    planted_leak,
    planted_loss,
    printed_numbers,
    privacy,
    speech,
    speech_diagnosis,
    speech_mel,
    vae_bound,
    vae_diagnosis,
    vae_divergence,
    vae_draws,
    vae_elbo,
    vae_predictions,
    vae_training,
    voice,
)
from genai_utils.exercises.records import record

__all__ = ["EXERCISES", "check", "examine", "record"]

_MODULES = (
    *(vae_divergence, vae_elbo, vae_draws, vae_bound, vae_training, vae_predictions, vae_diagnosis),
    *(gan_losses, gan_penalty, gan_training, gan_predictions, gan_least, gan_diagnosis),
    *(attention_layer, attention_positions, attention_bits),
    *(attention_writing, attention_drawing, attention_predictions),
    *(conditional_losses, conditional_bound),
    *(listing_predictions, planted_loss, planted_batches, planted_average, printed_numbers),
    *(emoji_copies, inpainting_measures, inpainting_steps),
    *(augmentation, augmentation_interval, planted_leak),
    *(language_tokens, language_decoding, language_cache),
    *(dialogue,),
    *(voice,),
    *(diffusion_noise, diffusion_steps, diffusion_diagnosis),
    *(compute,),
    *(voice, speech),
    *(voice, speech, speech_mel, speech_diagnosis),
    *(ethics,),
    *(privacy,),
)
EXERCISES = {
    thing.label: thing
    for module in _MODULES
    for thing in vars(module).values()
    if isinstance(thing, checks.Exercise)
}
_seen: set[checks.Verdict] = set()


def examine(label: str, answer: Any) -> checks.Verdict:
    """The verdict on an answer to the exercise of this label; it never raises.

    >>> examine("ex-case-log", ...).kind
    'not written'
    """
    if not isinstance(label, str) or label not in EXERCISES:
        close = difflib.get_close_matches(str(label), EXERCISES, n=1)
        words = f"did you mean {close[0]}?" if close else 'the page "Exercises" lists the labels'
        return checks.Verdict(str(label), "there is no such exercise", words)
    return checks.examine(EXERCISES[label], answer)


def check(label: str, answer: Any) -> None:
    """Print the verdict on an answer; the second time that it is wrong in one way, say more.

    >>> check("ex-case-log", ...)
    NOT YET ex-case-log: not written
    """
    verdict = examine(label, answer)
    print(verdict.text(again=verdict in _seen))
    _seen.add(verdict)
