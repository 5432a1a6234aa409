"""The data sets of the book. Each ships in a Python package: nothing is downloaded."""

from genai_utils.data.emoji import Emoji, openmoji, split_emoji
from genai_utils.data.images import (
    Images,
    binarize,
    mnist,
    shift,
    small_digits,
    split,
    three_way,
)
from genai_utils.data.moves import jittered
from genai_utils.data.spelling import LETTERS, decode_words, encode_words, split_words, words

__all__ = [
    "LETTERS",
    "Emoji",
    "Images",
    "binarize",
    "decode_words",
    "encode_words",
    "jittered",
    "mnist",
    "openmoji",
    "shift",
    "small_digits",
    "split",
    "split_emoji",
    "split_words",
    "three_way",
    "words",
]
