"""Skin tones in emoji for `8-ethics`: the share that is asked for, and the share that returns.

The rows that are asked for are drawn as in the generator's training. Two judges look: the network
of `6-emoji`, and a count of pixels in the five colours in which the font draws skin; each is
corrected by its errors on the test emoji. Run it again after `emoji.py ship`.

Stores the section "emoji" of `notebooks/8-ethics.shares.json`. Takes half a minute.
"""

import emoji as runs
import stored_json
import torch
from ethics_shares import STORED, table
from torch import Tensor
from torch.nn.functional import avg_pool2d

from genai_utils import data, models

TONES, SAMPLES, BINS = 6, 4000, 16
NEAR, FEW = 0.08, 12  # a pixel's distance from a colour; pixels that make no skin


def colours(training: data.Emoji) -> Tensor:
    """Of each tone the colour that its emoji have more of than those of other tones. -> (5, 3)."""
    cells = (training.images * (BINS - 1)).round().long()
    codes = (cells[:, 0] * BINS + cells[:, 1]) * BINS + cells[:, 2]
    tables = torch.stack(
        [
            codes[training.tones == tone].flatten().bincount(minlength=BINS**3).double()
            / (training.tones == tone).sum()
            for tone in range(TONES)
        ]
    )
    best = []
    for tone in range(1, TONES):
        others = tables[[t for t in range(TONES) if t != tone]].amax(0)
        best.append(int((tables[tone] - others).argmax()))
    places = torch.tensor(best)
    parts = (places // BINS**2, places // BINS % BINS, places % BINS)
    return torch.stack(parts, dim=1) / (BINS - 1)


def by_colour(palette: Tensor, images: Tensor) -> Tensor:
    """The tone of whose colour an emoji has most pixels, or none. (n, 3, 32, 32) -> (n,)."""
    away = (images[:, None] - palette[:, :, None, None]).square().mean(2).sqrt()
    counts = (away < NEAR).flatten(2).sum(2)
    many, tone = counts.max(1)
    return torch.where(many >= FEW, tone + 1, 0)


def blurred(images: Tensor) -> Tensor:
    """Each pixel the mean of the nine around it: as if a generator had smeared the picture."""
    return avg_pool2d(images, 3, stride=1, padding=1, count_include_pad=False)


@torch.no_grad()
def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    names = runs.names_of("recipe", "measure")
    generator = runs.loaded(models.EmojiGenerator(), runs.STORED)
    network = runs.loaded(models.EmojiJudge(), runs.JUDGE)
    training, test = names["training"], names["test"]
    rows = names["chosen"](training, SAMPLES)[:, 0]
    rows = rows[training.tones[rows] > 0]
    samples = names["draw"](generator, training.groups[rows], training.tones[rows])
    palette = colours(training)
    said = {
        "network": lambda images: network(images)[1].argmax(1),
        "colours": lambda images: by_colour(palette, images),
    }
    asked = training.tones[rows]
    found = {"asked": [round(v, 4) for v in (asked.bincount(minlength=6) / len(asked)).tolist()]}
    found["samples"] = len(rows)
    for who, judge in said.items():
        words, on_test = judge(samples), judge(test.images)
        right = (on_test == test.tones)[test.tones > 0].double().mean().item()
        agreed = (words == asked).double().mean().item()
        found[who] = table(words, (test.tones, on_test), TONES)
        found[who] |= {"right on test": round(right, 3), "as asked": round(agreed, 3)}
        lighter = test.where((test.tones > 0) & (test.tones < TONES - 1))
        for name, images in (("sharp", lighter.images), ("blurred", blurred(lighter.images))):
            dark = (judge(images) == TONES - 1).double().mean().item()
            found[who][f"{name}, called dark"] = round(dark, 3)
        print(who, found[who], flush=True)
    stored_json.add(STORED, {"emoji": found})


if __name__ == "__main__":
    main()
