"""Exercises: one merge of byte-pair encoding, and perplexities of different tokens."""

import itertools
import math

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import language

PAGE = "6-applications/language"
LOW, AFTER = "the pair of low, lower and newest", "the words after the merge"
WEIGHTED, TIES = "a rare word with a pair twice", "two pairs equally often"
ROW = "aaaa after the merge of a and a"
WORDS = {
    LOW: {("l", "o", "w"): 2, ("l", "o", "w", "e", "r"): 1, ("n", "e", "w", "e", "s", "t"): 6},
    WEIGHTED: {("a", "b", "a", "b"): 2, ("c", "d"): 3, ("c", "e"): 2},
    TIES: {("x", "y"): 4, ("b", "z"): 4},
    ROW: {("a", "a", "a", "a"): 3, ("b", "a", "a", "a"): 1},
}


def _spelled(step):
    pair, words = step
    return " ".join(pair), "; ".join(f"{' '.join(w)}: {words[w]}" for w in sorted(words))


def _shown(step_of):
    """The pairs, or the words behind them, of the steps that a function makes of all words."""
    steps = {name: _spelled(step_of(dict(words))) for name, words in WORDS.items()}
    return {
        LOW: steps[LOW][0],
        WEIGHTED: steps[WEIGHTED][0],
        TIES: steps[TIES][0],
        AFTER: steps[LOW][1],
        ROW: steps[ROW][1],
    }


def see_merge(answer):
    return _shown(answer)


def _replaced(words, pair):
    """The merge by replacing text: symbols stand between bars."""
    once, found = "|" + "|".join(pair) + "|", {}
    for word, count in words.items():
        text = "|" + "||".join(word) + "|"
        text = text.replace(once.replace("|", "||")[1:-1], "|" + "".join(pair) + "|")
        found[tuple(text.strip("|").split("||"))] = count
    return found


def _most(words):
    rows = [pair for word, count in words.items() for pair in [*itertools.pairwise(word)] * count]
    return min(set(rows), key=lambda pair: (-rows.count(pair), pair))


def expect_merge():
    """By sorting the pairs, and by replacing in a text with bars between the symbols."""
    return _shown(lambda words: (_most(words), _replaced(words, _most(words))))


MERGE = Exercise(
    label="ex-language-merge",
    solution=language.bpe_step,
    probe=see_merge,
    oracle=expect_merge,
    see=("language-tokens", PAGE),
    asks=(
        (LOW, "Which two neighbours stand together most often, over all words and their counts?"),
        (WEIGHTED, "A pair that stands twice in a word counts twice, times the word's count."),
        (TIES, "Of equally frequent pairs, which comes first in the order of characters?"),
        (AFTER, "Does each word keep its count, and is the pair one symbol wherever it stood?"),
        (ROW, "From the left: once two symbols are joined, can the second be joined again?"),
    ),
    mistakes=(
        Mistake(
            "counts.get(pair, 0) + count",
            "counts.get(pair, 0) + 1",
            "How often does a pair occur in a word that occurs five times?",
            "Each word stands for all its occurrences: add its count.",
        ),
        Mistake(
            "(-counts[pair], pair)",
            "(counts[pair], pair)",
            "Is the pair that you join the most frequent one, or the rarest?",
            "Look at the sign in front of the count: `min` takes the smallest.",
        ),
        Mistake(
            "min(counts, key=lambda pair: (-counts[pair], pair))",
            "max(counts, key=lambda pair: (counts[pair], pair))",
            "Two pairs are equally frequent. Which of them comes first by its characters?",
            "The greater of two equals was taken, or another rule than the one asked for.",
        ),
        Mistake(
            "        for place in range(1, len(symbols)):\n"
            "            pair = symbols[place - 1 : place + 1]\n",
            "        for pair in set(zip(symbols, symbols[1:])):\n",
            "What if a pair stands twice in one word?",
            "Then it counts twice for each occurrence of the word.",
        ),
        Mistake(
            "joined[tuple(found)] = count",
            "joined[tuple(found)] = 1",
            "How often does each word occur after the merge?",
            "As often as before: the merge changes its symbols, not its count.",
        ),
    ),
)

EVEN, LONG = "an even choice of 8, a character a token", "tokens of 4 characters"
BOTH = "two tokenisations of one text"
TEXTS = {
    EVEN: ([8.0], [50.0], [50.0]),
    LONG: ([256.0], [25.0], [100.0]),
    BOTH: ([60.0, 3.2], [40.0, 150.0], [150.0, 150.0]),
}


def see_bits(answer):
    return {name: answer(*map(torch.tensor, row)) for name, row in TEXTS.items()}


def expect_bits():
    """By the bits of the whole text, one text at a time, in plain Python."""
    found = {}
    for name, row in TEXTS.items():
        each = [math.log(p) / math.log(2) * t / c for p, t, c in zip(*row, strict=True)]
        found[name] = torch.tensor(each)
    return found


PERPLEXITY = Exercise(
    label="ex-language-perplexity",
    solution=language.bits_a_character,
    probe=see_bits,
    oracle=expect_bits,
    see=("eq-tokens-to-characters", PAGE),
    asks=(
        (EVEN, "An even choice among eight is how many bits, when each token is a character?"),
        (
            LONG,
            "A token costs 8 bits here and covers four characters. What does each of them cost?",
        ),
        (BOTH, "Is each text's own number of tokens and of characters used?"),
    ),
    mistakes=(
        Mistake(
            "torch.log2(perplexity)",
            "torch.log(perplexity)",
            "An even choice among eight: is your result in bits, or in another unit?",
            "The natural logarithm gives nats; a bit is log 2 of them.",
        ),
        Mistake(
            "tokens * torch.log2(perplexity) / characters",
            "torch.log2(perplexity) * characters / tokens",
            "Does a character cost more than its token, or less?",
            "Multiply by the number of tokens first: that is the whole text. Then share it out.",
        ),
        Mistake(
            "tokens * torch.log2(perplexity) / characters",
            "torch.log2(perplexity)",
            "Is that the cost of a token, or of a character?",
            "A token of four characters shares its bits among them.",
        ),
        Mistake(
            "tokens * torch.log2(perplexity) / characters",
            "torch.log2(perplexity * tokens / characters)",
            "Do perplexities of tokens divide by lengths, or do their logarithms?",
            "The bits of a text add up; perplexities multiply. Share out after the logarithm.",
        ),
        Mistake(
            "tokens * torch.log2(perplexity) / characters",
            "tokens * perplexity / characters",
            "What turns a perplexity into bits?",
            "A logarithm to the base two is missing.",
        ),
    ),
)
