"""Short pieces of utterances, drawn at random: the batches of everything that is trained here."""

from collections.abc import Sequence

import torch
from torch import Tensor

LONG = 32  # frames of a piece: 0.37 s
BATCH = 32  # pieces


class Segments:
    """Utterances (features, t) from which pieces are drawn, by a random state of their own.

    >>> x, places = Segments([torch.zeros(3, 40)], seed=0).draw()
    >>> x.shape, places.shape
    (torch.Size([32, 3, 32]), torch.Size([32, 2]))
    """

    def __init__(self, utterances: Sequence[Tensor], seed: int) -> None:
        short = [each.shape[-1] for each in utterances if each.shape[-1] <= LONG]
        if not utterances or short:
            raise ValueError(
                f"utterances of more than {LONG} frames are needed, but got {len(utterances)}, "
                f"of which some have {short[:3]}."
            )
        self.utterances = list(utterances)
        self.drawn = torch.Generator().manual_seed(seed)

    def draw(self) -> tuple[Tensor, Tensor]:
        """A batch (BATCH, features, LONG); of each piece utterance and first frame, (BATCH, 2)."""
        which = torch.randint(len(self.utterances), (BATCH,), generator=self.drawn)
        share = torch.rand(BATCH, generator=self.drawn)
        room = torch.tensor([self.utterances[i].shape[-1] - LONG for i in which])
        places = torch.stack([which, (share * room).long()], 1)
        return self.at(self.utterances, places), places

    def at(self, utterances: Sequence[Tensor], places: Tensor) -> Tensor:
        """The pieces of other utterances, as long as these, at the same places."""
        return torch.stack([utterances[i][..., o : o + LONG] for i, o in places.tolist()])

    def mean(self) -> Tensor:
        return torch.cat(self.utterances, -1).mean(-1, keepdim=True)

    def spread(self) -> Tensor:
        return torch.cat(self.utterances, -1).std(-1, keepdim=True)
