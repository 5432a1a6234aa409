"""Exercise: greedy writing with a cache."""

import torch

from genai_utils.checks import Exercise, Mistake, NotYet, expect_shape
from genai_utils.solutions import attention

PROMPT = torch.tensor([[3, 1, 4], [0, 5, 9]])
NEW = 6
WHOLE, FRONT = "tokens are whole numbers (int64)", "the prompt in front"
FIRST, SECOND, REST = "the first new token", "the second new token", "the tokens after the second"
ALONE, READ = "each text by itself", "what was read is the beginning of what was written"
VOCABULARY = 11


class Cache:
    """What has been read, (batch, n), or nothing; a stand-in for keys and values."""

    def __init__(self):
        self.tokens = None


def _next(read):
    """The token that follows what was read: any rule that depends on all of it and its order."""
    places = torch.arange(1, read.shape[1] + 1)
    return ((read + 1) * (places**2 + 1)).cumsum(1) % VOCABULARY


def _write(answer, prompt):
    """What is written after a prompt, and what the model has read by then."""
    cache = Cache()

    def model(tokens, cache):
        if tokens.dtype != torch.int64:
            raise NotYet("wrong type", "a token is the place of the largest logit, an int64")
        earlier = [] if cache.tokens is None else [cache.tokens]
        cache.tokens = torch.cat([*earlier, tokens], dim=1)
        following = _next(cache.tokens)[:, -tokens.shape[1] :]
        return torch.nn.functional.one_hot(following, VOCABULARY).float()

    tokens = answer(model, cache, prompt.clone(), NEW)
    read = torch.zeros(len(prompt), 0) if cache.tokens is None else cache.tokens
    return expect_shape(tokens, (len(prompt), 3 + NEW)), read


def _parts(tokens):
    return {FRONT: tokens[:, :3], FIRST: tokens[:, 3], SECOND: tokens[:, 4], REST: tokens[:, 5:]}


def see_generate(answer):
    tokens, read = _write(answer, PROMPT)
    alone = torch.cat([_write(answer, PROMPT[row : row + 1])[0] for row in range(2)])
    count = read.shape[1]
    return {
        WHOLE: tokens.dtype == torch.int64,
        **_parts(tokens),
        ALONE: alone,
        # To read the last token as well is no mistake; to read one twice, or to miss one, is.
        READ: count in (2 + NEW, 3 + NEW) and read.equal(tokens[:, :count]),
    }


def expect_generate():
    """Without a cache: everything is read again for each new token."""
    tokens = PROMPT
    for _ in range(NEW):
        tokens = torch.cat([tokens, _next(tokens)[:, -1:]], dim=1)
    return {WHOLE: True, **_parts(tokens), ALONE: tokens, READ: True}


GENERATE = Exercise(
    label="ex-attention-generate",
    solution=attention.generate,
    probe=see_generate,
    oracle=expect_generate,
    see=("eq-cache-bytes", "4-mathematics/transformer"),
    asks=(
        (WHOLE, "A token is a whole number, the place of the largest logit. What type has yours?"),
        (FRONT, "In which order do prompt and new tokens stand? The prompt comes first, in front."),
        (
            FIRST,
            "The first new token is the likeliest after the whole prompt, for each text its own "
            "row. Has the model read all of the prompt once, and whose logits do you take?",
        ),
        (
            SECOND,
            "The first new token is right. What is in the cache by then, and what does the model "
            "read in the second turn?",
        ),
        (
            REST,
            "The first two new tokens are right. What is different in the later turns: what is "
            "read, or when the writing stops? All texts get the full number of tokens.",
        ),
        (ALONE, "Does a text's next token depend on the other row of the batch? It shouldn't."),
        (
            READ,
            "The text is right. Has the model read each token once, the prompt first? Something "
            "was read twice, or not at all.",
        ),
    ),
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
