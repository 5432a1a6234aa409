"""The data sets of the book. Each ships in a package of Python or Debian: nothing is downloaded."""

from genai_utils.data.clothes import fashion
from genai_utils.data.images import (
    Images,
    binarize,
    mnist,
    shift,
    small_digits,
    split,
    three_way,
)
from genai_utils.data.spelling import LETTERS, decode_words, encode_words, split_words, words

__all__ = [
    "LETTERS",
    "Images",
    "binarize",
    "decode_words",
    "encode_words",
    "fashion",
    "mnist",
    "shift",
    "small_digits",
    "split",
    "split_words",
    "three_way",
    "words",
]
