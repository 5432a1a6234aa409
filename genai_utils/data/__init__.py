"""The data sets of the book. Each ships in a package, one in this: nothing is downloaded."""

from genai_utils.data.clothes import fashion
from genai_utils.data.emoji import Emoji, openmoji, split_emoji
from genai_utils.data.images import Images, binarize, mnist, shift, small_digits, split, three_way
from genai_utils.data.moves import jittered
from genai_utils.data.prose import (
    ALPHABET,
    Document,
    decode_text,
    encode_text,
    prose,
    split_prose,
)
from genai_utils.data.spelling import LETTERS, decode_words, encode_words, split_words, words

__all__ = [
    "ALPHABET",
    "LETTERS",
    "Document",
    "Emoji",
    "Images",
    "binarize",
    "decode_text",
    "decode_words",
    "encode_text",
    "encode_words",
    "fashion",
    "jittered",
    "mnist",
    "openmoji",
    "prose",
    "shift",
    "small_digits",
    "split",
    "split_emoji",
    "split_prose",
    "split_words",
    "three_way",
    "words",
]
