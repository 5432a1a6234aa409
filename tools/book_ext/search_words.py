"""The search finds a part of a Chinese term, such as 下界 in 证据下界.

Chinese has no spaces, and Sphinx's splitter takes a run of characters for one word. Beside the run
we index its pairs, which is what a reader types; a dictionary of words would be 20 MB.
"""

import re
from collections.abc import Iterator

from sphinx.search.en import SearchEnglish

CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def pairs(text: str) -> Iterator[str]:
    """Every two neighbouring Chinese characters, and every run of more than two."""
    for run in CHINESE.findall(text):
        yield run
        yield from (run[i : i + 2] for i in range(len(run) - 1))


class EnglishWithChinese(SearchEnglish):
    lang = "en"

    def split(self, input: str) -> list[str]:
        return super().split(input) + list(pairs(input))
