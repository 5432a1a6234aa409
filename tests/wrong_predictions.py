"""Wrong answers to the exercises that ask for a number or an order before the run."""

import math

from wrong_answers import add

from genai_utils.solutions import practice

E, K, P = "ELBO", "IWAE, K = 10", "log p(x)"
NAME = "name|did you mean|none of"
add("ex-vae-order", {
    "the truth below": ("truth|above|lower|bound", [P, E, K]),
    "the truth in the middle": ("truth|above|samples|bound", [K, P, E]),
    "upside down": ("lower|upper|upside|truth", [P, K, E]),
    "the IWAE above": ("above|truth|samples", [E, P, K]),
    "the ELBO in the middle": ("K = 1|K|which way|moves", [K, E, P]),
    "a name without its blanks": (NAME, [E, "IWAE, K=10", P]),
    "another name for the truth": (NAME, [E, K, "log p"]),
    "small letters": (NAME, ["elbo", "iwae, k = 10", "log p(x)"]),
    "two of the three": ("three|each", [E, P]),
    "one of them twice": ("three|each|twice|once", [E, E, P]),
    "numbers": (NAME + "|quotes|word", [1, 2, 3]),
    "one string": ("list|three", "ELBO < IWAE, K = 10 < log p(x)"),
    "a dictionary": ("list", {E: 1, K: 2, P: 3}),
})  # fmt: skip


def variants(label, right, table):
    """Answers with one entry replaced: entry -> {name: (what a hint would speak of, value)}."""
    for entry, wrong in table.items():
        add(label, {
            f"{entry}: {name}": (about, right | {entry: value})
            for name, (about, value) in wrong.items()
        })  # fmt: skip


UNITS, PIXELS = "200|units|divergence|averag|mean", "pixel|500|mean|sum|distortion|lighter|heavier"
variants("ex-vae-betas", {"first": 784 / 200, "second": 1024 / 500}, {
    "first": {
        "one over the pixels": (UNITS + "|which", 1 / 784),
        "the units": (UNITS, 200.0),
        "one over the units": (UNITS + "|which", 1 / 200),
        "the product": (UNITS, 784 * 200.0),
        "turned round": (UNITS + "|which", 200 / 784),
        "the pixels": (UNITS + "|over what", 784.0),
        "one": (UNITS + "|over how many", 1.0),
        "the difference": (UNITS, 584.0),
        "a tenth too large": (UNITS, 3.92 * 1.1),
    },
    "second": {
        "units and 500": (PIXELS + "|summed|units", 1024 / 500 / 200),
        "the product": (PIXELS, 1024 * 500.0),
        "the pixels": (PIXELS, 1024.0),
        "turned round": (PIXELS + "|by what", 500 / 1024),
        "times the units": (PIXELS + "|summed|units", 1024 / 500 * 200),
        "one over 500": (PIXELS, 1 / 500),
        "the 500": (PIXELS + "|which", 500.0),
        "one over the pixels": (PIXELS, 1 / 1024),
        "one": (PIXELS, 1.0),
        "the first's": (PIXELS, 784 / 500),
    },
})  # fmt: skip
add("ex-vae-betas", {
    "exchanged": ("first|exchang|which|" + UNITS, {"first": 1024 / 500, "second": 784 / 200}),
    "words": ("number", {"first": "3.92", "second": "2.048"}),
    "a pair": ("dictionary", (784 / 200, 1024 / 500)),
    "one missing": ("keys", {"first": 784 / 200}),
})  # fmt: skip

BITS = "nat|unit|bit"
KNOWS, TERMS = "know|certain|half|one in two|probab|optimal", "term|two|sum|pays|log"
variants("ex-gan-optimum",
         {"D": 0.5, "discriminator loss": math.log(4), "generator loss": math.log(2)}, {
    "D": {"a quarter": (KNOWS, 0.25), "one": (KNOWS, 1.0), "nothing": (KNOWS + "|real", 0.0),
          "its logarithm": (KNOWS, math.log(2)), "per cent": (KNOWS, 50.0),
          "a logit": (KNOWS + "|logit", -1.0)},
    "discriminator loss": {
        "in bits": (BITS + "|" + TERMS, 2.0), "one": (TERMS, 1.0), "a half": (TERMS, 0.5),
        "one term": (TERMS, math.log(2)), "the square": (TERMS, 2 * math.log(4)),
        "nothing": (TERMS + "|certain", 0.0), "the value": ("value|negative|sign", -math.log(4)),
        "infinite": ("infinit|term", math.inf)},
    "generator loss": {
        "the saturating one": ("sign|negative|which|saturat|pays", -math.log(2)),
        "in bits": (BITS + "|" + TERMS, 1.0), "a half": (TERMS, 0.5),
        "both terms": (TERMS + "|only", math.log(4)), "nothing": (TERMS + "|perfect", 0.0),
        "a quarter": (TERMS, 0.25)},
})  # fmt: skip
add("ex-gan-optimum", {
    "all in bits": (BITS + "|" + TERMS, {"D": 0.5, "discriminator loss": 2.0,
                                         "generator loss": 1.0}),
    "words": ("number", {"D": "1/2", "discriminator loss": "log 4", "generator loss": "log 2"}),
})  # fmt: skip

V, S = "vanishes", "stays"
PLACES = ("saturating, fake rejected", "saturating, fake believed",
          "non-saturating, fake rejected", "non-saturating, fake believed")  # fmt: skip
SLOPE = "slope|gradient|D|steep|rejected|believed|loss"


def words(*values):
    return dict(zip(PLACES, values, strict=True))


add("ex-gan-gradients", {
    "all vanish": (SLOPE, words(V, V, V, V)),
    "all stay": (SLOPE, words(S, S, S, S)),
    "rejected fakes get nothing": (SLOPE, words(V, S, V, S)),
    "rejected fakes get all": (SLOPE, words(S, V, S, V)),
    "exchanged": ("exchang", words(S, V, V, S)),
    "the first wrong": (SLOPE, words(S, S, S, V)),
    "the second wrong": (SLOPE, words(V, V, S, V)),
    "the third wrong": (SLOPE, words(V, S, V, V)),
    "the fourth wrong": (SLOPE, words(V, S, S, S)),
    "saturating always vanishes": (SLOPE, words(V, V, S, S)),
    "another word": (NAME + "|vanishes", words("vanish", "stay", "stay", "vanish")),
    "yes and no": ("word|quotes", words(True, False, False, True)),
    "numbers": ("word|quotes", words(0.0, -1.0, -1.0, 0.0)),
    "it explodes": (NAME + "|vanishes", words(V, "explodes", S, V)),
})  # fmt: skip

LEFT = "left|rest|log|loss|probab|add up|sum|bound"
add("ex-case-log", {
    "log 2": (LEFT + "|0.5|optimum", math.log(2)),
    "log 4 less 0.5": ("add up|sum|fixed|bounded|exp", math.log(4) - 0.5),
    "zero": (LEFT, 0.0),
    "log 4": (LEFT, math.log(4)),
    "decimal logarithm": ("natural|nat|unit|base", -math.log10(1 - math.exp(-0.5))),
    "in bits": (BITS, -math.log2(1 - math.exp(-0.5))),
    "minus a half": (LEFT + "|negative", -0.5),
    "e to the half": (LEFT + "|negative", math.exp(0.5)),
    "twice": (LEFT + "|twice|half", -2 * math.log(1 - math.exp(-0.5))),
    "half a loss each": (LEFT + "|half", -math.log(1 - math.exp(-0.25))),
    "1 less a half": (LEFT, 0.5),
    "the probability": (LEFT + "|negative", math.exp(-0.5)),
    "what is left": (LEFT, 1 - math.exp(-0.5)),
    "the sign lost": ("sign|negative", math.log(1 - math.exp(-0.5))),
    "a word": ("number", "0.93"),
    "infinite": ("inf|left", math.inf),
})  # fmt: skip

ROOT = "variance|root|deviation|add up|sum|grow|products"
BY = "divi|smaller|root|√|variance"
variants("ex-attention-spread", {"q·k": 8.0, "q·k/√d": 1.0}, {
    "q·k": {"the variance": (ROOT, 64.0), "one": (ROOT, 1.0), "the square": (ROOT, 4096.0),
            "the fourth root": (ROOT, math.sqrt(8)), "two of each": (ROOT, math.sqrt(128)),
            "both sizes": (ROOT, 128.0), "a half": (ROOT, 4.0), "zero": (ROOT + "|mean", 0.0)},
    "q·k/√d": {"undivided": (BY, 8.0), "an eighth": (BY, 1 / 8), "one over the variance": (BY,
               1 / 64), "the variance": (BY, 64.0), "zero": (BY + "|mean", 0.0),
               "its root": (BY, math.sqrt(8)), "the root of an eighth": (BY, math.sqrt(1 / 8))},
})  # fmt: skip
add("ex-attention-spread", {
    "exchanged": (ROOT + "|" + BY + "|exchang", {"q·k": 1.0, "q·k/√d": 8.0}),
    "words": ("number", {"q·k": "√64", "q·k/√d": "1"}),
})  # fmt: skip

REST = "multiple|left|rest|full|batch of|smaller|divide|remain"
variants("ex-listing-lines", practice.lines_of_a_log(), {
    "lines an epoch": {
        "rounded down": (REST, 937), "a fraction": (REST + "|whole", 937.5), "one": (
            "loop|inner|print|once", 1), "the images": ("batch|once|loop|divide", 60_000),
        "the batch": ("divide|how many|loop|batches", 64), "one too many": (REST, 939)},
    list(practice.lines_of_a_log())[1]: {
        "a full batch": (REST + "|last", 64), "all": ("batch|epoch", 60_000), "nothing": (REST, 0),
        "half a batch too many": (REST + "|last", 96), "the quotient": (REST + "|last", 937),
        "one": (REST + "|last|loop", 1)},
    "lines in all": {
        "one an epoch": ("epoch|loop|batches|lines", 100), "an epoch's": ("epoch|hundred", 938),
        "without the rest": (REST + "|epoch", 93_700), "a fraction": (REST + "|epoch", 93_750),
        "the images": ("epoch|batches|lines", 6_000_000), "ten epochs": ("epoch|hundred", 9_380)},
})  # fmt: skip

KERAS3, NOTED = "Keras 3|flag|step", "note|compile|older|before|flag"
M, T = "move", "stay"
FLAGS = ("Keras 3, its own step", "Keras 3, the generator's step", "tf_keras, its own step",
         "tf_keras, the generator's step")  # fmt: skip
add("ex-listing-flag", {
    name: (about, dict(zip(FLAGS, row, strict=True)))
    for name, about, row in (
        ("everything moves", KERAS3, (M, M, M, M)), ("nothing moves", NOTED, (T, T, T, T)),
        ("as the listing has it", KERAS3 + "|" + NOTED, (M, T, M, T)),
        ("exchanged", KERAS3 + "|" + NOTED, (M, M, T, T)),
        ("Keras 3 moves alone", KERAS3, (M, T, M, M)),
        ("Keras 3 in the pair", KERAS3, (T, M, M, M)),
        ("the older stays in the pair", NOTED, (T, T, M, T)),
        ("the older stays alone", NOTED, (T, T, T, M)),
        ("the older turned round", KERAS3 + "|" + NOTED, (M, T, T, M)),
        ("Keras 3 as the older should be", KERAS3 + "|" + NOTED, (T, M, T, M)),
        ("other words", NAME + "|move", ("stays", "stays", "moves", "moves")),
        ("truth values", "word|quotes", (False, False, True, True)),
    )
})  # fmt: skip
