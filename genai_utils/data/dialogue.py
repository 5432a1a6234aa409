"""Short dialogues: the corpus of ChatterBot, in English and in Chinese, and what may be told apart.

The package says "BSD License" in its classifiers and ships no licence file; its makers call the
content "user contributed".
"""

import hashlib
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from pathlib import Path

import yaml

from genai_utils.data.shipped import require_sha256

SHA256 = {
    "english": "edb18046e5bc288ce41526a60339900358c3da48790c564005b8578a7f9f0fc2",
    "chinese": "fc19f67787f637b63e34333f26044c5e1dc546aac7386b64ddf3bfc7a37f13d3",
}
# Left out: gossip, politics, humor and psychology, which hold what no teacher wants on a page;
# movies, half of whose lines are about one film; coding, whose answers are listings.
TOPICS = {
    "english": (
        *("ai", "botprofile", "computers", "conversations", "emotion", "food", "greetings"),
        *("health", "history", "literature", "money", "science", "sports", "tech_support"),
        "trivia",
    ),
    "chinese": ("ai", "food", "greetings", "history", "literature", "money", "science", "sports"),
}
# In these files a list is a question with several answers to it; in the others, speakers in turn.
SEVERAL_ANSWERS = ("computers", "emotion")
# Exchanges with one of these words are left out, too: personal remarks, drugs, wishes to die.
UNWANTED = re.compile(
    r"(?<![a-z])(bend over|mate|die|south was|sinsemillia|assassinated|beer|suicide)(?![a-z])"
    "|死|弯腰|交配|南方",
    re.IGNORECASE,
)
LONGEST = 120  # characters of a question and its answer together; longer ones are left out
QUOTES = str.maketrans("’‘“”", "''\"\"")
HELD_OUT = 0.15  # the share of groups in the validation part, and in the test part
ALIKE = 0.6  # questions that share so much of their letter triples are near-duplicates


@dataclass(frozen=True)
class Exchange:
    """A line and what was said to it, its topic, and the number of its conversation there.

    >>> Exchange("Hello", "Hi", "greetings", 0).answer
    'Hi'
    """

    question: str
    answer: str
    topic: str
    conversation: int


def _tidy(line: object) -> str:
    return " ".join(str(line).translate(QUOTES).split())


def _pairs(lines: list[str], topic: str) -> list[tuple[str, str]]:
    if topic in SEVERAL_ANSWERS:
        return [(lines[0], answer) for answer in lines[1:]]
    return list(pairwise(lines))


def _wanted(question: str, answer: str, language: str) -> bool:
    whole = question + " " + answer
    readable = language != "english" or (whole.isascii() and whole.isprintable())
    fits = bool(question and answer) and len(whole) <= LONGEST + 1
    return fits and readable and not UNWANTED.search(whole)


@cache
def dialogue(language: str = "english") -> tuple[Exchange, ...]:
    """All exchanges of the corpus that a page may show, repeats included, topic by topic.

    Shipped by chatterbot-corpus 1.3.3. White space and quotation marks are made plain. Raises
    `ValueError` for another language, and if the files' checksum differs.

    >>> dialogue()[0].question
    'What is AI?'
    """
    if language not in TOPICS:
        raise ValueError(f"one of {sorted(TOPICS)} is needed, but got {language!r}.")
    folder = Path(str(files("chatterbot_corpus") / "data" / language))
    texts = {topic: (folder / f"{topic}.yml").read_bytes() for topic in TOPICS[language]}
    require_sha256(f"the {language} corpus", b"".join(texts.values()), SHA256[language])
    found = []
    for topic, text in texts.items():
        for number, lines in enumerate(yaml.safe_load(text)["conversations"]):
            if not isinstance(lines, list):  # a bullet without a list: question and answer in one
                continue
            for question, answer in _pairs([_tidy(line) for line in lines], topic):
                if _wanted(question, answer, language):
                    found.append(Exchange(question, answer, topic, number))
    return tuple(found)


def distinct(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """The first of those that agree in question and answer but for case and punctuation.

    >>> len(distinct([Exchange("Hi", "Hello", "a", 0), Exchange("hi!", "Hello", "a", 1)]))
    1
    """
    kept: dict[tuple[str, str], Exchange] = {}
    for each in exchanges:
        kept.setdefault((plain(each.question), plain(each.answer)), each)
    return list(kept.values())


def plain(text: str) -> str:
    """The words of a text in lower case, one space between them.

    >>> plain("Hi, how is it  going?")
    'hi how is it going'
    """
    return " ".join(re.findall(r"\w+", text.lower()))


def triples(text: str) -> set[str]:
    """All three characters that follow one another in the plain text, its ends marked by spaces.

    >>> sorted(triples("Hi!"))
    [' hi', 'hi ']
    """
    marked = f" {plain(text)} "
    return {marked[start : start + 3] for start in range(len(marked) - 2)}


def likeness(first: str, second: str) -> float:
    """The share of the triples of either text that both have, from 0 to 1 (Jaccard's index).

    >>> likeness("You are jealous", "Are you jealous?") > ALIKE
    True
    """
    one, other = triples(first), triples(second)
    return len(one & other) / max(len(one | other), 1)


def families(exchanges: Sequence[Exchange], alike: float = ALIKE) -> list[int]:
    """A number for each exchange, the same where a conversation or a near-duplicate links two.

    Two questions are near-duplicates if their `likeness` is `alike` or more; links of links count.

    >>> families([Exchange("Hi", "a", "t", 0), Exchange("hi!", "b", "t", 1)])
    [0, 0]
    """
    first: dict[Hashable, int] = {}
    parent = list(range(len(exchanges)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    for place, each in enumerate(exchanges):
        for key in ((each.topic, each.conversation), plain(each.question)):
            parent[root(place)] = root(first.setdefault(key, place))
    questions = {plain(each.question): place for place, each in enumerate(exchanges)}
    sets = {question: triples(question) for question in questions}
    for one, other in combinations(questions, 2):
        both = len(sets[one] & sets[other])
        if both >= alike * (len(sets[one]) + len(sets[other]) - both):
            parent[root(questions[one])] = root(questions[other])
    return [root(place) for place in range(len(exchanges))]


def split_dialogue(
    exchanges: Sequence[Exchange], groups: Sequence[Hashable], held_out: float = HELD_OUT
) -> tuple[list[Exchange], list[Exchange], list[Exchange]]:
    """Training, validation and test exchanges; what has one number in `groups` stays together.

    The share `held_out` of the groups goes to the test part and as many to the validation part;
    which ones, the SHA-256 of a group's first exchange decides. Raises `ValueError` if that share
    leaves nothing to train on, or if there is another number of groups than of exchanges.

    >>> data = [Exchange(name, "a", "t", n) for n, name in enumerate("abcd")]
    >>> [len(part) for part in split_dialogue(data, range(4), held_out=0.25)]
    [2, 1, 1]
    """
    if not 0 < held_out < 0.5 or len(groups) != len(exchanges):
        raise ValueError(
            f"a share between 0 and 0.5 and a group for each of {len(exchanges)} exchanges are "
            f"needed, but got {held_out} and {len(groups)}."
        )
    first: dict[Hashable, bytes] = {}
    for group, each in zip(groups, exchanges, strict=True):
        words = f"{each.topic} {each.conversation} {each.question}"
        first.setdefault(group, hashlib.sha256(words.encode()).digest())
    order = sorted(first, key=lambda group: first[group])
    held = round(held_out * len(order))
    part = {group: 2 if n < held else 1 if n < 2 * held else 0 for n, group in enumerate(order)}
    numbers = [part[group] for group in groups]
    training, validation, test = (
        [each for each, own in zip(exchanges, numbers, strict=True) if own == number]
        for number in range(3)
    )
    return training, validation, test
