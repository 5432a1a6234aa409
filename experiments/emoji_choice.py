"""Which recipe draws emoji best, on validation emoji.

`python experiments/emoji_choice.py ours "not moved" R1 VAE`, or some of these.

Each recipe gets `SECONDS` of one core and seed 0; what it has learned then is measured against the
validation emoji by the stored judge. `ours` is the training of `6-emoji`; each other differs from
it in one thing, but for the VAE, whose decoder has the generator's layers.

Stores `notebooks/6-emoji.recipes.json`. Takes four minutes a recipe. The stored runs were made on
a shared machine, some on two threads and some ended early by its clock: their steps and seconds
stand beside them, and they differ.
"""

import sys
import time
from contextlib import nullcontext
from unittest import mock

import cells
import emoji
import stored_json
import torch
from emoji_vae import EmojiVAE
from torch import nn
from torch.optim.swa_utils import AveragedModel

from genai_utils import data, judge_emoji, losses, models

SECONDS = 215
FOREVER = 100_000  # epochs: the clock ends every run
STORED = cells.NOTEBOOKS / f"{emoji.NAME}.recipes.json"


class Over(Exception):
    """The seconds are spent."""


def unmoved(pictures: torch.Tensor, by: int = 3) -> torch.Tensor:
    return pictures


def without_norm() -> nn.Module:
    """The discriminator with biases in the place of batch normalisation."""
    network = DISCRIMINATOR()
    for number, layer in enumerate(network.layers):
        if isinstance(layer, nn.BatchNorm2d):
            network.layers[number] = nn.Identity()
        elif isinstance(layer, nn.Conv2d) and layer.bias is None:
            layer.bias = nn.Parameter(torch.zeros(layer.out_channels))
    return network


DISCRIMINATOR = models.EmojiDiscriminator
CHANGED = {
    "not moved": mock.patch.object(data, "jittered", unmoved),
    "R1": mock.patch.object(models, "EmojiDiscriminator", without_norm),
}


def with_r1(names: dict):
    """The notebook's game, whose discriminator pays for steep logits at real pictures."""
    plain = names["game"]

    def game(training):
        critique, reply, wanted = plain(training)
        pictures = 2 * training.images - 1

        def steep(discriminator, numbers, fake):
            real, asked = pictures[numbers[:, 0]], wanted[numbers[:, 0]]
            with torch.autocast("cpu", enabled=False):
                penalty = losses.r1_penalty(lambda x: discriminator(x, asked), data.jittered(real))
            return {"loss": critique(discriminator, numbers, fake)["loss"] + penalty}

        return steep, reply, wanted

    return game


def adversarial(name: str, names: dict, seconds: float) -> models.EmojiGenerator:
    """The averaged generator after so many CPU seconds of this recipe."""
    kept: list[AveragedModel] = []
    start, plain = time.process_time(), with_r1(names) if name == "R1" else names["game"]

    def game(training):
        critique, reply, wanted = plain(training)
        names["steps"] = 0

        def watched(*players):
            if time.process_time() - start > seconds:
                raise Over
            names["steps"] = names.get("steps", 0) + 1
            return critique(*players)

        return watched, reply, wanted

    def average(*arguments, **options):
        kept.append(AveragedModel(*arguments, **options))
        return kept[-1]

    with mock.patch.dict(names, game=game, AveragedModel=average), CHANGED.get(name, nullcontext()):
        try:
            names["trained"](names["training"], 0, FOREVER, half=name != "R1")
        except Over:
            return kept[0].module.generator.eval()
    raise RuntimeError("the epochs were over before the seconds")


def variational(names: dict, seconds: float) -> models.EmojiGenerator:
    """The decoder of a VAE after so many CPU seconds."""
    torch.manual_seed(0)
    training = names["training"]
    pictures, wanted = 2 * training.images - 1, models.ask(training.groups, training.tones)
    model, start = EmojiVAE(), time.process_time()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    numbers = names["chosen"](training)[:, 0]
    while time.process_time() - start < seconds:
        batch = numbers[torch.randint(len(numbers), (32,))]
        with torch.autocast("cpu", torch.bfloat16):
            loss = model.loss(data.jittered(pictures[batch], by=1), wanted[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.decoder.eval()


def run(name: str, names: dict, seconds: float = SECONDS) -> models.EmojiGenerator:
    return variational(names, seconds) if name == "VAE" else adversarial(name, names, seconds)


def main(recipes: list[str]) -> None:
    names = emoji.names_of("recipe", "measure")
    judge, unseen = emoji.loaded(models.EmojiJudge(), emoji.JUDGE), names["validation"]
    for name in recipes:
        start = time.process_time()
        generator = run(name, names)
        emoji.keep(generator, f"{name} 0", names.get("steps", 0), time.process_time() - start)
        samples = names["draw"](generator, unseen.groups, unseen.tones)
        found = cells.rounded(judge_emoji.measures(judge, unseen, samples))
        stored_json.add(STORED, {name: found})


if __name__ == "__main__":
    main(sys.argv[1:])
