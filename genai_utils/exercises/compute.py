"""Exercises: operations of attention, and a mean over processes."""

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import compute

PAGE = "8-outlook/compute"
ONE, HEADS, LONGER, MORE = (
    "one text of one token, width 1",
    "one text of 5 tokens, width 6, 3 heads",
    "the same with 10 tokens",
    "four texts of 5 tokens",
)


def see_operations(answer):
    return {
        ONE: answer(1, 1, 1, 1),
        HEADS: answer(1, 5, 6, 3),
        LONGER: answer(1, 10, 6, 3),
        MORE: answer(4, 5, 6, 3),
    }


def expect_operations():
    """By counting each multiplication, and an addition for each."""

    def one(length, width, heads):
        found = 0
        for _ in range(4 * length * width):  # numbers that the maps make
            found += 2 * width
        for _ in range(heads * length * length):  # scores
            found += 2 * (width // heads)
        for _ in range(length * width):  # means
            found += 2 * length
        return float(found)

    return {
        ONE: one(1, 1, 1),
        HEADS: one(5, 6, 3),
        LONGER: one(10, 6, 3),
        MORE: 4 * one(5, 6, 3),
    }


OPERATIONS = Exercise(
    label="ex-compute-attention",
    solution=compute.attention_operations,
    probe=see_operations,
    oracle=expect_operations,
    see=("eq-attention-flops", PAGE),
    asks=(
        (ONE, "Of one number, what do four maps take, a score and a mean?"),
        (HEADS, "Which products are there, of which shapes, and in how many heads?"),
        (LONGER, "What of it doubles with the text, and what grows with its square?"),
        (MORE, "What do four texts take, if one is known?"),
    ),
    mistakes=(
        Mistake(
            "return maps + scores + means",
            "return (maps + scores + means) // 2",
            "Is an addition an operation?",
            "Each multiplication comes with an addition: a factor of two.",
        ),
        Mistake(
            "key_width = width // heads",
            "key_width = width",
            "How wide is a key in one of several heads?",
            "The heads share the width, so their number drops out.",
        ),
        Mistake(
            "maps = 4 *",
            "maps = 3 *",
            "Query, key, value: what happens to the means?",
            "A fourth map mixes the heads' outputs.",
        ),
        Mistake(
            "return maps + scores + means",
            "return maps + scores",
            "The scores are there. What is done with them?",
            "A second product takes the means of the values.",
        ),
        Mistake(
            "return maps + scores + means",
            "return scores + means",
            "Where do query, key and value come from?",
            "From maps of the tokens' vectors, and they are part of the layer.",
        ),
        Mistake(
            "return maps + scores + means",
            "return 3 * (maps + scores + means)",
            "Is the way back asked for?",
            "Only the way forward; the way back takes twice as many more.",
        ),
    ),
)

EQUAL, UNEQUAL, ALONE = (
    "two processes with equal shares",
    "three processes with 3, 3 and 2 examples",
    "one process",
)


def _gradients(processes):
    return torch.randn(processes, 4, generator=torch.Generator().manual_seed(5))


def see_gradient(answer):
    return {
        EQUAL: answer(_gradients(2), torch.tensor([4, 4])),
        UNEQUAL: answer(_gradients(3), torch.tensor([3, 3, 2])),
        ALONE: answer(_gradients(1), torch.tensor([5])),
    }


def expect_gradient():
    """Each gradient once for each of its examples, and a plain mean over the examples."""

    def by_examples(sizes):
        rows = _gradients(len(sizes)).double()
        return rows.repeat_interleave(torch.tensor(sizes), dim=0).mean(0)

    return {EQUAL: by_examples([4, 4]), UNEQUAL: by_examples([3, 3, 2]), ALONE: by_examples([5])}


ALL_REDUCE = Exercise(
    label="ex-compute-all-reduce",
    solution=compute.gradient_of_all,
    probe=see_gradient,
    oracle=expect_gradient,
    see=("eq-shared-gradient", "5-practice/environment"),
    asks=(
        (EQUAL, "Each gradient is a mean over 4 of 8 examples. Of what is the batch's a mean?"),
        (UNEQUAL, "For how many of the 8 examples does the last gradient speak?"),
        (ALONE, "What is there to bring together, if one process has the whole batch?"),
    ),
    mistakes=(
        Mistake(
            "(shares[:, None] * gradients).sum(0)",
            "gradients.sum(0)",
            "The processes' gradients are means. What is their sum?",
            "With two processes the step would be twice as long: a mean is asked for.",
        ),
        Mistake(
            "(shares[:, None] * gradients).sum(0)",
            "gradients.mean(0)",
            "Do 2 examples count as much as 3?",
            "Weigh each gradient by its share of the examples.",
        ),
        Mistake(
            "(shares[:, None] * gradients).sum(0)",
            "(sizes[:, None] * gradients).sum(0)",
            "This is the sum over all examples. What is their mean?",
            "Divide by the number of examples of the whole batch.",
        ),
        Mistake(
            "(shares[:, None] * gradients).sum(0)",
            "(shares[:, None] * gradients).mean(0)",
            "The shares add up to 1 already. What does the mean do?",
            "It divides by the number of processes once more.",
        ),
    ),
)
