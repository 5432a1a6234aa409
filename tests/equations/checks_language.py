"""Running text: book/6-applications/language.md."""

import itertools
import math

import formula
import numpy as np
import torch
from registry import checks

from genai_utils import models, overlap
from genai_utils.solutions import language


@checks("eq-tokens-to-characters", tolerance=1e-6)
def tokens_to_characters():
    """What a text costs a character, from the perplexity of its tokens, whatever they are."""
    printed, random = formula.read("eq-tokens-to-characters"), np.random.default_rng(0)
    for lengths in ([1, 1, 1], [4, 1, 3, 2], [7]):
        p = random.uniform(0.01, 1, size=len(lengths))
        bits = -sum(math.log2(each) for each in p) / sum(lengths)
        perplexity = math.prod(p) ** (-1 / len(p))
        given = {"m": len(p), "n": sum(lengths), "P": perplexity}
        yield printed.error({r"\text{bits per character}": bits, **given})
        numbers = (torch.tensor(float(x)) for x in (perplexity, len(p), sum(lengths)))
        yield abs(language.bits_a_character(*numbers).item() - bits)


@checks("eq-repetition-penalty", tolerance=1e-6)
def repetition_penalty():
    """A penalty divides the positive logits of written tokens and multiplies the others'."""
    random = np.random.default_rng(1)
    for penalty in (1.0, 1.3, 4.0):
        logits = random.normal(size=(3, 6))
        written = random.integers(6, size=(3, 4))
        found = models.less_repeated(torch.from_numpy(logits), torch.from_numpy(written), penalty)
        for row, column in itertools.product(range(3), range(6)):
            # The smaller of both candidates, for a factor of 1 or more, whatever the sign.
            lower = min(logits[row, column] / penalty, logits[row, column] * penalty)
            wanted = lower if column in written[row] else logits[row, column]
            yield abs(found[row, column].item() - wanted)


@checks("eq-distinct", tolerance=1e-12)
def distinct():
    """The share of different ones among all pieces of so many tokens."""
    random = np.random.default_rng(2)
    for n, letters in itertools.product((1, 2, 3), ("ab", "abcdef")):
        texts = ["".join(random.choice(list(letters), size=size)) for size in (5, 9, 2)]
        counts = {"".join(w): 0 for w in itertools.product(letters, repeat=n)}
        for text, piece in itertools.product(texts, counts):
            counts[piece] += sum(text.startswith(piece, place) for place in range(len(text)))
        seen = sum(count > 0 for count in counts.values())
        yield abs(overlap.distinct(texts, n) - seen / sum(counts.values()))
