"""An answer that is looked up: that of the question in the training text that is most alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from sklearn.feature_extraction.text import TfidfVectorizer

from genai_utils.data.dialogue import Exchange


@dataclass(frozen=True)
class Found:
    """The exchange that was found and the cosine of the two questions, from 0 to 1."""

    exchange: Exchange
    cosine: float


class Retriever:
    """Finds the training question nearest to a line, by the cosine of their TF-IDF vectors.

    A word that stands in no training question has no place in them, and doesn't count.

    `unit` is what is counted: "word", or "char" for characters, each alone and with the next one.
    Eq. `eq-tf-idf` and `eq-cosine`. Raises `ValueError` for no exchange or another unit.

    >>> Retriever([Exchange("Hello", "Hi", "t", 0)]).find("hello!").exchange.answer
    'Hi'
    """

    def __init__(self, exchanges: Sequence[Exchange], unit: str = "word"):
        if not exchanges or unit not in ("word", "char"):
            raise ValueError(
                f'one exchange or more and a unit "word" or "char" are needed, but got '
                f"{len(exchanges)} and {unit!r}."
            )
        self.exchanges = list(exchanges)
        pattern = r"(?u)\b\w+\b"  # one-letter words count, too: "I"
        self.count = (
            TfidfVectorizer(token_pattern=pattern)
            if unit == "word"
            else TfidfVectorizer(analyzer="char", ngram_range=(1, 2))
        )
        self.matrix = self.count.fit_transform([each.question for each in exchanges])

    def find(self, question: str) -> Found:
        """The nearest exchange; the first of several, and the very first if no word is known."""
        cosines = (self.matrix @ self.count.transform([question]).T).toarray()[:, 0]
        return Found(self.exchanges[cosines.argmax()], float(cosines.max()))
