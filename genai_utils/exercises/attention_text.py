"""Exercises: models of text. Their unit, and how they write."""

import math

import torch

from genai_utils.checks import Exercise, Mistake, expect_shape
from genai_utils.solutions import attention

PAGE = "4-mathematics/self-attention"

# The probability of each character of each text; the second text is shorter.
CHARACTERS = [[0.5, 0.25, 0.5, 0.125], [0.25, 0.5]]


def see_bits(answer):
    log_p = torch.full((2, 4), -30.0)  # fillers: they must not count
    counted = torch.zeros(2, 4, dtype=torch.bool)
    for row, text in enumerate(CHARACTERS):
        log_p[row, : len(text)] = torch.tensor(text).log()
        counted[row, : len(text)] = True
    everything = torch.ones(1, 3, dtype=torch.bool)
    return {
        "three characters of probability 1/8": answer(torch.full((1, 3), 0.125).log(), everything),
        "two texts of four and two characters": answer(log_p, counted),
    }


def expect_bits():
    bits = [math.log2(1 / p) for text in CHARACTERS for p in text]
    return {
        "three characters of probability 1/8": 3.0,
        "two texts of four and two characters": sum(bits) / len(bits),
    }


FORMULA = "-log_p[counted].sum() / counted.sum() / math.log(2)"

BITS = Exercise(
    label="ex-attention-bits",
    solution=attention.bits_per_character,
    probe=see_bits,
    oracle=expect_bits,
    see=("eq-bits-per-character", PAGE),
    mistakes=(
        Mistake(
            " / math.log(2)",
            "",
            "How many bits does a character of probability ⅛ take?",
            "Three. You have them in nats, the unit of the natural logarithm.",
        ),
        Mistake(
            " / math.log(2)",
            " * math.log(2)",
            "Is a bit larger or smaller than a nat?",
            "Smaller: a nat is 1.44 bits, so the number of bits is the larger one.",
        ),
        Mistake(
            FORMULA,
            "-log_p.mean() / math.log(2)",
            "The shorter text is filled up. Do the fillers count?",
            "They are no characters. Leave them out of the sum and out of the count.",
        ),
        Mistake(
            FORMULA,
            "-(log_p.where(counted, 0.0).sum(1) / counted.sum(1)).mean() / math.log(2)",
            "Should a text of two characters count as much as one of four?",
            "Bits per character of everything: sum over all characters first, then divide once.",
        ),
        Mistake(
            FORMULA,
            "log_p[counted].sum() / counted.sum() / math.log(2)",
            "Can a description have a negative length?",
            "A log-probability is negative; its cost is the negative of it.",
        ),
        Mistake(
            FORMULA,
            "torch.exp(-log_p[counted].sum() / counted.sum())",
            "That is the perplexity. In which unit is it?",
            "In none: it is a number of equally likely characters. Its binary logarithm is asked "
            "for.",
        ),
    ),
)

VOCABULARY = 11


class Cache:
    """What has been read, (batch, n); a stand-in for keys and values."""

    def __init__(self):
        self.tokens = torch.zeros(2, 0, dtype=torch.long)


def _next(read):
    """The token that follows what was read: any rule that depends on all of it and its order."""
    places = torch.arange(1, read.shape[1] + 1)
    return ((read + 1) * (places**2 + 1)).cumsum(1) % VOCABULARY


def see_generate(answer):
    fed, cache = [], Cache()

    def model(tokens, cache):
        fed.append(tokens.shape[1])
        before = cache.tokens.shape[1]
        cache.tokens = torch.cat([cache.tokens, tokens], dim=1)
        following = _next(cache.tokens)[:, before:]
        return torch.nn.functional.one_hot(following, VOCABULARY).float()

    prompt = torch.tensor([[3, 1, 4], [1, 5, 9]])
    tokens = expect_shape(answer(model, cache, prompt, 6), (2, 9))
    return {"the tokens": tokens, "how many were read": float(sum(fed))}


def expect_generate():
    """Without a cache: everything is read again for each new token."""
    tokens = torch.tensor([[3, 1, 4], [1, 5, 9]])
    for _ in range(6):
        tokens = torch.cat([tokens, _next(tokens)[:, -1:]], dim=1)
    return {"the tokens": tokens, "how many were read": 3.0 + 5.0}


GENERATE = Exercise(
    label="ex-attention-generate",
    solution=attention.generate,
    probe=see_generate,
    oracle=expect_generate,
    see=("eq-cache-bytes", PAGE),
    mistakes=(
        Mistake(
            "model(new, cache)",
            "model(tokens, cache)",
            "What is in the cache already when you pass all tokens again?",
            "All but the newest. The model then reads the text twice, and continues the doubled "
            "one.",
        ),
        Mistake(
            "model(new, cache)[:, -1]",
            "model(new, cache)[:, 0]",
            "The prompt gives logits at several positions. Which of them are about the next token?",
            "Those of the last position; the others predict tokens that are in the prompt already.",
        ),
        Mistake(
            "tokens, new = prompt, prompt",
            "tokens, new = prompt, prompt[:, -1:]",
            "Has the model ever seen the beginning of the prompt?",
            "The first call must read the whole prompt: the cache is empty.",
        ),
        Mistake(
            "range(length)",
            "range(length - 1)",
            "How many tokens are asked for?",
            "`length` beyond the prompt; one is missing.",
        ),
        Mistake(
            "logits.argmax(-1, keepdim=True)",
            "logits.argmin(-1, keepdim=True)",
            "Is the likeliest token the one with the smallest logit?",
            "The logit is the logarithm of the probability up to a constant: larger is likelier.",
        ),
        Mistake(
            "    return tokens",
            "    return tokens[:, prompt.shape[1] :]",
            "What should stand in front of the new tokens?",
            "The prompt: the caller gets the whole text.",
        ),
    ),
)

LOGITS = [2.0, 0.0, -1.0]
DRAWS = 20_000


def see_sample(answer):
    logits = torch.tensor(LOGITS).repeat(DRAWS, 1)

    def draw(temperature, seed=0):
        generator = torch.Generator().manual_seed(seed)
        return expect_shape(answer(logits.clone(), temperature, generator), (DRAWS, 1))

    def shares(temperature):
        return torch.bincount(draw(temperature).flatten().long(), minlength=3) / DRAWS

    return {
        "shares at temperature 1": shares(1.0),
        "shares at temperature 2": shares(2.0),
        "shares at temperature 0.5": shares(0.5),
        "one seed, one text": bool(draw(1.0, seed=1).equal(draw(1.0, seed=1))),
    }


def expect_sample():
    def shares(temperature):
        weights = [math.exp(logit / temperature) for logit in LOGITS]
        return torch.tensor([weight / sum(weights) for weight in weights])

    return {
        "shares at temperature 1": shares(1.0),
        "shares at temperature 2": shares(2.0),
        "shares at temperature 0.5": shares(0.5),
        "one seed, one text": True,
    }


SAMPLE = Exercise(
    label="ex-attention-sample",
    solution=attention.sample_token,
    probe=see_sample,
    oracle=expect_sample,
    see=("eq-token-log-likelihood", PAGE),
    tolerance=0.02,  # shares of 20,000 draws
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
