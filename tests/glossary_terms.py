"""How the tests read the glossary's terms, and what a page stresses."""

import re

STRESSED = re.compile(r"(?<![*\w\\])\*(?![*\s])([^*\n]+?)(?<!\s)\*(?![*\w])")
MOST_WORDS = 3  # what is longer is a sentence or a title


def stressed(text: str) -> set[str]:
    """The short phrases between single stars, in small letters, without a full stop."""
    text = re.sub(r"\$\$.*?\$\$|\$[^$\n]*\$|`[^`\n]*`", "", text, flags=re.DOTALL)
    found = {phrase.rstrip(".:,;?!").lower() for phrase in STRESSED.findall(text)}
    return {
        phrase
        for phrase in found
        if re.fullmatch(r"[^\W\d_][\w' –-]+", phrase) and len(phrase.split()) <= MOST_WORDS
    }


def terms(glossary: str) -> list[str]:
    """The names of the entries, without what stands in brackets behind one."""
    lines = glossary.split(":::{glossary}")[-1].splitlines()
    names = [line for line in lines if re.match(r"[^\W\d_]", line)]
    return [re.sub(r"\s*\(.*\)$", "", name) for name in names]


def words_of(phrase: str) -> set[str]:
    return {word.removesuffix("s") for word in re.findall(r"\w[\w'-]*", phrase.lower())}


def in_glossary(phrase: str, names: list[str]) -> bool:
    """Whether a term has all words of the phrase, in the singular or in the plural."""
    return any(words_of(phrase) <= words_of(name) for name in names)
