"""Letters in, phones out: two recurrent networks, and attention between them."""

import torch
from torch import Tensor, nn


class Pronouncer(nn.Module):
    """Reads a word both ways, then writes its phones one after the other.

    Before it writes a phone it attends to the letters: `eq-attention`. Token 0 begins and
    ends both words and phones. Scores of the next phone are `forward`'s; `weights` of the
    attention, a row a phone, are what an alignment is drawn from.

    >>> model = Pronouncer(letters=28, phones=70)
    >>> scores, weights = model(torch.ones(2, 5).long(), torch.ones(2, 7).long())
    >>> scores.shape, weights.shape
    (torch.Size([2, 7, 70]), torch.Size([2, 7, 5]))
    """

    def __init__(
        self, letters: int, phones: int, width: int = 128, embedding: int = 48, dropout: float = 0.2
    ) -> None:
        super().__init__()
        self.read = nn.Embedding(letters, embedding)
        self.reader = nn.GRU(embedding, width // 2, 2, True, True, dropout, bidirectional=True)
        self.written = nn.Embedding(phones, embedding)
        self.first = nn.GRU(embedding, width, batch_first=True)
        self.query = nn.Linear(width, width, bias=False)
        self.second = nn.GRU(2 * width, width, batch_first=True)
        self.scores = nn.Linear(2 * width, phones)
        self.dropout = nn.Dropout(dropout)

    def understood(self, letters: Tensor) -> Tensor:
        """What the reader makes of each letter. (n, letters) -> (n, letters, width)."""
        return self.dropout(self.reader(self.dropout(self.read(letters)))[0])

    def attend(self, hidden: Tensor, read: Tensor) -> Tensor:
        """The weights of the letters for each phone. (n, k, width), (n, m, width) -> (n, k, m)."""
        return torch.softmax(self.query(hidden) @ read.mT / read.shape[-1] ** 0.5, dim=-1)

    def step(
        self, read: Tensor, phones: Tensor, state: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, Tensor, tuple[Tensor, Tensor]]:
        """Scores, attention and the state after the given phones. `phones` are (n, length)."""
        one, two = state or (None, None)
        hidden, one = self.first(self.dropout(self.written(phones)), one)
        weights = self.attend(hidden, read)
        seen = weights @ read
        output, two = self.second(self.dropout(torch.cat([hidden, seen], -1)), two)
        scores = self.scores(self.dropout(torch.cat([output, seen], -1)))
        return scores, weights, (one, two)

    def forward(self, letters: Tensor, phones: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of each next phone, and the attention. (n, m), (n, k) -> (n, k, .), (n, k, m)."""
        scores, weights, _ = self.step(self.understood(letters), phones)
        return scores, weights

    @torch.no_grad()
    def say(self, letters: Tensor, longest: int = 32) -> Tensor:
        """The likeliest phone each time, until the end. (n, m) -> (n, longest), filled with 0."""
        read, state = self.understood(letters), None
        phones = torch.zeros(len(letters), 1, dtype=torch.long, device=letters.device)
        going, said = torch.ones_like(phones, dtype=torch.bool), []
        for _ in range(longest):
            scores, _, state = self.step(read, phones, state)
            phones = scores.argmax(-1) * going
            going &= phones != 0
            said.append(phones)
            if not going.any():
                break
        table = torch.cat(said, 1)
        return nn.functional.pad(table, (0, longest - table.shape[1]))
