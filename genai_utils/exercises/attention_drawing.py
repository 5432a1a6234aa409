"""Exercise: the draw of a token at a temperature."""

import math

import torch

from genai_utils.checks import Exercise, Mistake, expect_shape
from genai_utils.solutions import attention

LOGITS = [2.0, 0.0, -1.0], [-1.0, 1.0, 0.5]  # every second row of a batch has the second ones
DRAWS = 10_000
TEMPERATURES = 1.0, 2.0, 0.5
WHOLE, APART = "tokens are whole numbers (int64)", "rows are drawn apart"
SAME, OTHER, GOES_ON = "one seed, one text", "another seed, another text", "a generator goes on"


def see_sample(answer):
    logits = torch.tensor(LOGITS).repeat(DRAWS, 1)

    def draw(temperature, generator):
        tokens = answer(logits.clone(), temperature, generator)
        return expect_shape(tokens, (2 * DRAWS, 1))

    def seeded(seed):
        return torch.Generator().manual_seed(seed)

    tokens, generator = draw(1.0, seeded(1)), seeded(2)
    seen = {WHOLE: tokens.dtype == torch.int64, APART: len(tokens[::2].unique()) > 1}
    for temperature in TEMPERATURES:
        rows = draw(temperature, seeded(0)).long().view(DRAWS, 2).T
        shares = [torch.bincount(row.clamp(min=0), minlength=3)[:3] / DRAWS for row in rows]
        seen[f"shares at temperature {temperature:g}"] = torch.stack(shares)
    return seen | {
        SAME: tokens.equal(draw(1.0, seeded(1))),
        OTHER: not tokens.equal(draw(1.0, seeded(2))),
        GOES_ON: not draw(1.0, generator).equal(draw(1.0, generator)),
    }


def expect_sample():
    right = {WHOLE: True, APART: True, SAME: True, OTHER: True, GOES_ON: True}
    for temperature in TEMPERATURES:
        weights = [[math.exp(logit / temperature) for logit in row] for row in LOGITS]
        shares = [[weight / sum(row) for weight in row] for row in weights]
        right[f"shares at temperature {temperature:g}"] = torch.tensor(shares)
    return right


SAMPLE = Exercise(
    label="ex-attention-sample",
    solution=attention.sample_token,
    probe=see_sample,
    oracle=expect_sample,
    see=("eq-temperature", "4-mathematics/transformer"),
    asks=(
        (WHOLE, "A token is a whole number. Which type do your draws have?"),
        (
            APART,
            "Rows with equal logits all get one token. Is there a draw for each row, with its "
            "probabilities?",
        ),
        (
            "shares at temperature 1",
            "Draw many times: how often should each token come, by the softmax of its row's "
            "logits? No likely token is left out, and no row takes another's share.",
        ),
        *(
            (
                f"shares at temperature {temperature:g}",
                "At temperature 1 the shares are right. How does the temperature enter: are the "
                "logits divided by it, before the softmax?",
            )
            for temperature in TEMPERATURES[1:]
        ),
        (SAME, "Two generators with one seed should give one text. Do your draws come from them?"),
        (OTHER, "Generators with other seeds give the same draws. Whose seed do you use?"),
        (
            GOES_ON,
            "Drawn twice from one generator, the text is the same again. What happens to the "
            "generator's state or seed in between?",
        ),
    ),
    tolerance=0.02,  # shares of 10,000 draws
    mistakes=(
        Mistake(
            "torch.multinomial(p, 1, generator=generator)",
            "p.argmax(-1, keepdim=True)",
            "Is the likeliest token always the right one to write?",
            "That is greedy. To sample is to draw each token as often as its probability says.",
        ),
        Mistake(
            "logits / temperature",
            "logits * temperature",
            "Should a high temperature make the text more random or less?",
            "More: it makes the logits smaller, so that they differ less.",
        ),
        Mistake(
            "(logits / temperature).softmax(dim=-1)",
            "logits.softmax(dim=-1) / temperature",
            "`multinomial` divides its weights by their sum. What is left of your temperature?",
            "Nothing: it cancels. It has to act before the softmax.",
        ),
        Mistake(
            ", generator=generator",
            "",
            "Called twice with generators of one seed, does it draw the same?",
            "The generator that was passed isn't used; the draws come from the global one.",
        ),
    ),
)
