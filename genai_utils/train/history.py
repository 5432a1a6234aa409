"""What a training leaves behind: its terms, epoch by epoch."""

from torch import Tensor


class History:
    """The mean of each term over each epoch: `history["loss"]` has one float an epoch.

    >>> history = History()
    >>> history.add({"loss": Tensor([2.0])}, size=3)
    >>> history.close_epoch()
    >>> history["loss"]
    [2.0]
    """

    def __init__(self) -> None:
        self.epochs: dict[str, list[float]] = {}
        self.totals: dict[str, float] = {}
        self.seen = 0

    def __getitem__(self, term: str) -> list[float]:
        return self.epochs[term]

    def add(self, terms: dict[str, Tensor], size: int) -> None:
        """Count one batch of `size` examples; the terms are means over the batch."""
        for name, value in terms.items():
            self.totals[name] = self.totals.get(name, 0.0) + size * value.item()
        self.seen += size

    def close_epoch(self) -> None:
        """Turn what was counted since the last call into one number a term."""
        for name, total in self.totals.items():
            self.epochs.setdefault(name, []).append(total / self.seen)
        self.totals, self.seen = {}, 0
