"""What three tokens in a row mean, looked up: no layer has to find the last two by itself."""

from torch import Tensor, nn
from torch.nn import functional as F


class Triples(nn.Module):
    """A vector for each token together with the two before it, from a table of all such triples.

    The table's rows have `size` numbers and are widened by a matrix. Before the first token stands
    token 0. (batch, n) -> (batch, n, width).
    """

    def __init__(self, vocabulary: int, width: int, size: int):
        super().__init__()
        self.vocabulary = vocabulary
        self.table = nn.Embedding(vocabulary**3, size)
        self.widen = nn.Linear(size, width, bias=False)

    def forward(self, tokens: Tensor) -> Tensor:
        padded = F.pad(tokens, (2, 0))
        before = padded[:, :-2] * self.vocabulary + padded[:, 1:-1]
        return self.widen(self.table(before * self.vocabulary + tokens))
