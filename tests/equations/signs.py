"""The signs of the book's formulas: how LaTeX falls into them, and what some of them mean."""

import math
import re
from dataclasses import dataclass

import numpy as np
from scipy import special

TOKEN = re.compile(r"\\(?:text|operatorname)\{[^}]*\}|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S", re.DOTALL)
DIGITS = re.compile(r"(\\t?frac\s*|\\t?frac\s*\d\s*|[\^_])(\d)(?=\d)")
SPACE = {r"\,", r"\;", r"\:", r"\!", "\\ ", "&", r"\displaystyle", r"\left", r"\right"}
SPACE |= {rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("l", "r", "")}
TRANSPOSED = object()
CONSTANTS = {r"\pi": math.pi, r"\top": TRANSPOSED}
BIG = {r"\sum": np.sum, r"\prod": np.prod}
EXTREME = {r"\max": np.max, r"\min": np.min, r"\sup": np.max, r"\inf": np.min}


def softplus(a):
    return np.log1p(np.exp(a)) if np.iscomplexobj(a) else np.logaddexp(0, a)


def softmax(a):
    """In each row."""
    rows = special.softmax(np.asarray(a), axis=-1)
    return np.asmatrix(rows) if isinstance(a, np.matrix) else rows


FUNCTIONS = {
    r"\log": np.log,
    r"\exp": np.exp,
    r"\sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    r"\softplus": softplus,
    r"\det": np.linalg.det,
    r"\cos": np.cos,
    r"\softmax": softmax,
}


@dataclass(frozen=True)
class Law:
    """What an expectation runs over: values of its variables, and the weight of each."""

    values: dict
    weights: np.ndarray


class Terms(list):
    """What a name with a running index stands for, `n_k` say, counted from 1."""


def tokens(text: str) -> list[str]:
    """Without space; after a fraction, a `^` or a `_` a bare number is a single digit."""
    split = DIGITS.sub(r"\1\2 ", text)
    return [token for token in TOKEN.findall(split) if token not in SPACE]


def key(text: str) -> str:
    """One spelling for a name or a piece of formula, whatever its spaces and sizes of brackets."""
    return " ".join(tokens(text))


def environment(values: dict) -> dict:
    return {key(name): value for name, value in values.items()}


def power(base, exponent):
    """A power, an inverse or a transpose: of a `numpy.matrix` these are the matrix's."""
    if exponent is TRANSPOSED:
        return base.T
    return base ** (int(exponent) if isinstance(base, np.matrix) else exponent)


def inner(left, right):
    """The inner product of two vectors; of numbers, the product."""
    if np.ndim(left) == np.ndim(right) == 1:
        return np.dot(left, right)
    both = isinstance(left, np.matrix) and isinstance(right, np.matrix)
    return left.T * right if both else left * right


def binary(operation, left, right):
    if operation == "/":
        return lambda env: left(env) / right(env)
    if operation == "^":
        return lambda env: power(left(env), right(env))
    if operation == r"\cdot":
        return lambda env: inner(left(env), right(env))
    return lambda env: left(env) * right(env)


def unknown(text):
    def value(env):
        raise LookupError(f"the printed formula has {text!r}, and the check gives no value for it")

    return value


def given(node, text):
    """The value that the environment has for the whole piece of formula, or else the computed."""
    return lambda env: node(env) if isinstance(env.get(text, Terms()), Terms) else env[text]


def named(text, base, index):
    """The value of a name; `x_i` is also the i-th of `x`, counted from 1."""

    def value(env):
        if isinstance(env.get(text), Terms):
            return env[text][env[index[-1]] - 1]
        if text in env:
            return env[text]
        if index and base in env:
            places = [env[token] if token in env else int(token) for token in index if token != ","]
            return np.asarray(env[base])[tuple(place - 1 for place in places)]
        return CONSTANTS[text] if text in CONSTANTS else unknown(text)(env)

    return value


class Cursor:
    """A place in a list of tokens, and the steps that take one or several of them."""

    def __init__(self, given: list[str]):
        self.tokens, self.at = list(given), 0

    @property
    def token(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *wanted: str):
        """The next token, which must be one of those wanted, if any are named."""
        token = self.token
        if token is None or (wanted and token not in wanted):
            raise ValueError(f"expected {wanted or 'more'}, not {token!r}: {' '.join(self.tokens)}")
        self.at += 1
        return token

    def raw(self) -> list[str]:
        """The tokens of a subscript or superscript, without its braces."""
        if self.token != "{":
            return [self.take()]
        depth, start = 0, self.at
        while self.take() != "}" or depth > 1:
            depth += {"{": 1, "}": -1}.get(self.tokens[self.at - 1], 0)
        return self.tokens[start + 1 : self.at - 1]

    def since(self, start: int) -> str:
        return " ".join(self.tokens[start : self.at])
