"""What the text figure shows of one position: each list of numbers, by which equation it is made.

`STAGES` and `TOUR` go to the page as they are. An equation is named by its label; the page finds
the link to it on the page that holds the figure, so that a label which the book lacks breaks the
build of the notebook and not the reader's click.
"""

from typing import Any


def _stage(key: str, where: str, name: str, symbol: str, equation: str) -> dict[str, str]:
    return {"key": key, "where": where, "name": name, "symbol": symbol, "equation": equation}


STAGES = [
    _stage("embedded", "in", "embedding of the character", "W_E", "eq-token-embedding"),
    _stage("placed", "in", "embedding of the position", "ρ", "eq-token-embedding"),
    _stage("input", "block", "what enters the block", "e", "eq-transformer-block"),
    _stage("norm", "block", "its norm", "norm₁(e)", "eq-layer-norm"),
    _stage("query", "head", "query", "q", "eq-multi-head"),
    _stage("key", "head", "key", "k", "eq-multi-head"),
    _stage("askedBy", "head", "query, turned", "Ωq", "eq-rotary"),
    _stage("foundBy", "head", "key, turned", "Ωk", "eq-rotary"),
    _stage("value", "head", "value", "v", "eq-multi-head"),
    _stage("scores", "head", "scores with the keys so far", "q·k/√d", "eq-attention"),
    _stage("weights", "head", "weights", "A", "eq-causal-mask"),
    _stage("mixed", "head", "output of the head", "o", "eq-attention"),
    _stage("attended", "block", "all heads together", "[o]W_O", "eq-multi-head"),
    _stage("middle", "block", "added to what entered", "y", "eq-transformer-block"),
    _stage("normMiddle", "block", "its norm", "norm₂(y)", "eq-layer-norm"),
    _stage("bent", "block", "inside the small network", "gelu(…)", "eq-mlp"),
    _stage("mlp", "block", "output of the small network", "mlp", "eq-mlp"),
    _stage("output", "block", "added: what leaves the block", "y + mlp", "eq-transformer-block"),
    _stage("last", "out", "the last norm", "norm(e)", "eq-layer-norm"),
    _stage("logits", "out", "logits of the next character", "a", "eq-transformer-logits"),
    _stage("own", "out", "the model’s shares", "p", "eq-temperature"),
    _stage("drawn", "out", "shares after τ, k and η", "p_A", "eq-truncation"),
]


def _step(title: str, stage: str, part: str, equations: list[str], says: str) -> dict[str, Any]:
    return {"title": title, "stage": stage, "part": part, "equations": equations, "says": says}


TOUR = [
    _step(
        "A character becomes a vector",
        "input",
        "numbers",
        ["eq-token-embedding"],
        "The table W_E has one row for each character. The row of the chosen character and the "
        "vector of its position are added. Everything that follows is made of this one vector and "
        "of those before it.",
    ),
    _step(
        "It asks: query, key, score",
        "scores",
        "numbers",
        ["eq-layer-norm", "eq-multi-head", "eq-attention"],
        "The vector is brought to a common scale and multiplied by three matrices. Its query is "
        "compared with the key of each position so far: one score for each. Click a score to see "
        "its products.",
    ),
    _step(
        "It reads: weights and their mean",
        "weights",
        "reads",
        ["eq-causal-mask", "eq-cache-step"],
        "The softmax makes weights of the scores; later positions have none. The darker a "
        "character, the more of its value comes into the mean. Choose another head or another "
        "character: what does this one look for?",
    ),
    _step(
        "Heads and small network add up",
        "output",
        "numbers",
        ["eq-multi-head", "eq-mlp", "eq-transformer-block"],
        "The heads’ outputs are joined and added to what entered the block; so is the output of "
        "the small network. Nothing is replaced. The next block does the same with other weights.",
    ),
    _step(
        "From logits to a draw",
        "drawn",
        "next",
        ["eq-transformer-logits", "eq-temperature", "eq-truncation"],
        "The last norm and one matrix give a logit for each character, the softmax gives shares. "
        "Temperature, top-k and nucleus change the shares, not the model. Move the sliders: which "
        "bars grow, which vanish?",
    ),
    _step(
        "It writes, and keeps keys and values",
        "drawn",
        "writes",
        ["eq-autoregressive", "eq-cache-step", "eq-cache-work"],
        "A character is drawn and appended, and the same network is asked again. Keys and values "
        "of the positions before are kept, so a step reads one character. Write once with the "
        "cache and once without it: the text is the same, the time isn’t.",
    ),
]
