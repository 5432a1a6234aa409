"""Running text: book/6-applications/language.md."""

import itertools
import math

import formula
import numpy as np
import torch
from registry import checks

from genai_utils import models, overlap
from genai_utils.solutions import language
from genai_utils.train import muon


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


@checks("eq-newton-schulz", tolerance=1e-5)
def newton_schulz():
    """A step maps each singular value by one odd polynomial and leaves the directions alone."""
    printed, random = formula.read("eq-newton-schulz"), np.random.default_rng(3)
    a, b, c = 3.4445, -4.7750, 2.0315  # jordan2024muon
    for shape in ((3, 3), (2, 5), (6, 4)):
        left, s, right = np.linalg.svd(random.normal(size=shape), full_matrices=False)
        s /= np.linalg.norm(s)
        found = muon.orthogonal(torch.from_numpy(left * s @ right * 7.0), steps=1).numpy()
        wanted = a * s + b * s**3 + c * s**5
        yield np.abs(found - left * wanted @ right).max()
        yield from (
            printed.error({"s": old, "s'": new}) for old, new in zip(s, wanted, strict=True)
        )


@checks("eq-muon", tolerance=1e-5)
def muon_step():
    """A matrix moves by a fixed size along its orthogonal momentum, and towards zero."""
    random = np.random.default_rng(4)
    rate, decay, kept = 0.01, 0.3, 0.95
    start, slopes = random.normal(size=(4, 6)), random.normal(size=(3, 4, 6))
    weight = torch.nn.Parameter(torch.tensor(start))
    optimizer = muon.Muon([weight], rate, decay, kept)
    mean, now = 0 * start, start
    for slope in slopes:
        weight.grad = torch.from_numpy(slope)
        optimizer.step()
        mean = kept * mean + (1 - kept) * slope
        left, s, right = np.linalg.svd(kept * mean + (1 - kept) * slope, full_matrices=False)
        s /= np.linalg.norm(s)
        for _ in range(5):
            s = 3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5
        now = now - rate * (0.2 * math.sqrt(6) * left * s @ right + decay * now)
        yield np.abs(weight.detach().numpy() - now).max()
