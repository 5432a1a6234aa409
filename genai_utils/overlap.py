"""How long a piece of a text stands, letter by letter, in another text."""


class Index:
    """All pieces of a corpus, for a search whose time doesn't depend on the corpus' length.

    A suffix automaton: the smallest machine that reads exactly the pieces of the corpus. Source:
    blumer1985smallest.

    >>> Index("the cat sat").longest("a cat sits")
    ' cat s'
    """

    def __init__(self, corpus: str):
        self.next: list[dict[str, int]] = [{}]
        self.link, self.length = [-1], [0]
        last = 0
        for character in corpus:
            last = self._extended(last, character)

    def _extended(self, last: int, character: str) -> int:
        """The machine for one character more; returns the state of the whole text so far."""
        new = self._state(self.length[last] + 1, {})
        at = last
        while at >= 0 and character not in self.next[at]:
            self.next[at][character] = new
            at = self.link[at]
        if at < 0:
            self.link[new] = 0
            return new
        old = self.next[at][character]
        if self.length[old] == self.length[at] + 1:
            self.link[new] = old
            return new
        # Two kinds of pieces share the state `old`; the shorter ones get a state of their own.
        copy = self._state(self.length[at] + 1, dict(self.next[old]), self.link[old])
        while at >= 0 and self.next[at].get(character) == old:
            self.next[at][character] = copy
            at = self.link[at]
        self.link[old] = self.link[new] = copy
        return new

    def _state(self, length: int, following: dict[str, int], link: int = 0) -> int:
        self.next.append(following)
        self.link.append(link)
        self.length.append(length)
        return len(self.next) - 1

    def matched(self, text: str) -> list[int]:
        """For each character of a text: how many characters up to it stand in the corpus in a row.

        >>> Index("abc").matched("abxbc")
        [1, 2, 0, 1, 2]
        """
        at, run, found = 0, 0, []
        for character in text:
            while at > 0 and character not in self.next[at]:
                at = self.link[at]
                run = self.length[at]
            if character in self.next[at]:
                at, run = self.next[at][character], run + 1
            found.append(run)
        return found

    def longest(self, text: str) -> str:
        """The longest piece of the text that stands in the corpus; the first of equals."""
        runs = self.matched(text)
        end = max(range(len(runs)), key=runs.__getitem__, default=-1) + 1
        return text[end - runs[end - 1] : end] if end else ""
