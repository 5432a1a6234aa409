"""Which recipe draws emoji best, on validation emoji.

`python experiments/emoji_choice.py ours "not moved" R1 VAE`, or some of these.

Each recipe gets seed 0 and as many steps of 32 pictures as the stored generators; the stored judge
measures it against the validation emoji. `ours` is the training of `6-emoji`; `not moved` and `R1`
each change the discriminator's part in it; the VAE's decoder has the generator's layers. What lies
in `_build/emoji` isn't trained again, so `R1` is the seed 0 of `emoji.py train`.

Stores `notebooks/6-emoji.recipes.json`. Takes two to four minutes a recipe.
"""

import sys
import time
from contextlib import nullcontext
from unittest import mock

import cells
import emoji
import emoji_r1
import stored_json
import torch
from emoji_vae import EmojiVAE

from genai_utils import data, judge_emoji, models

STORED = cells.NOTEBOOKS / f"{emoji.NAME}.recipes.json"


def unmoved(pictures: torch.Tensor, by: int = 3) -> torch.Tensor:
    return pictures


CHANGED = {"not moved": mock.patch.object(data, "jittered", unmoved)}


def variational(names: dict, steps: int) -> models.EmojiGenerator:
    """The decoder of a VAE after so many steps."""
    torch.manual_seed(0)
    training = names["training"]
    pictures, wanted = 2 * training.images - 1, models.ask(training.groups, training.tones)
    model = EmojiVAE()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    numbers = names["chosen"](training)[:, 0]
    for _ in range(steps):
        batch = numbers[torch.randint(len(numbers), (32,))]
        with torch.autocast("cpu", torch.bfloat16):
            loss = model.loss(data.jittered(pictures[batch], by=1), wanted[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.decoder.eval()


def trained(name: str, names: dict, epochs: int = emoji.EPOCHS) -> models.EmojiGenerator:
    """The generator of a recipe after so many epochs of 125 steps."""
    if name == "VAE":
        return variational(names, 125 * epochs)
    if name == "R1":
        return emoji_r1.trained(names, 0, epochs)
    with CHANGED.get(name, nullcontext()):
        return names["trained"](names["training"], 0, epochs, half=True)


def main(recipes: list[str]) -> None:
    names = emoji.names_of("recipe", "measure")
    judge, unseen = emoji.loaded(models.EmojiJudge(), emoji.JUDGE), names["validation"]
    for name in recipes:
        path = emoji.TRAINED / f"{name} 0.safetensors"
        if not path.exists():
            start = time.process_time()
            generator = trained(name, names)
            emoji.keep(generator, path.stem, 125 * emoji.EPOCHS, time.process_time() - start)
        generator = emoji.loaded(models.EmojiGenerator(), path)
        samples = names["draw"](generator, unseen.groups, unseen.tones)
        found = cells.rounded(judge_emoji.measures(judge, unseen, samples))
        stored_json.add(STORED, {name: emoji.about(path) | found})


if __name__ == "__main__":
    main(sys.argv[1:])
