"""A bottleneck between encoder and decoder: the code says what, a label says who."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from genai_utils.conversion.frames import KEPT

HIDDEN, REACH = 96, 5  # channels, and frames that a layer sees


def stacked(inputs: int, outputs: int, hidden: int = HIDDEN) -> nn.Sequential:
    """Two convolutions in time with ReLU, then a layer a frame. (n, inputs, t) -> (n, outputs, t).

    >>> stacked(3, 2)(torch.zeros(1, 3, 7)).shape
    torch.Size([1, 2, 7])
    """
    return nn.Sequential(
        nn.Conv1d(inputs, hidden, REACH, padding=REACH // 2),
        nn.ReLU(),
        nn.Conv1d(hidden, hidden, REACH, padding=REACH // 2),
        nn.ReLU(),
        nn.Conv1d(hidden, outputs, 1),
    )


def labelled(speaker: Tensor, speakers: int, like: Tensor) -> Tensor:
    """A 1 for the speaker in each frame. (n,) -> (n, speakers, t), with the t of `like`.

    >>> labelled(torch.tensor([1]), 2, torch.zeros(1, 5, 3))[0, 1]
    tensor([1., 1., 1.])
    """
    return F.one_hot(speaker, speakers).to(like)[..., None].expand(-1, -1, like.shape[-1])


class Bottleneck(nn.Module):
    """`width` numbers a frame between encoder and decoder, which is told the speaker.

    Works on standardised cepstra. AutoVC (qian2019autovc) has the same parts, with recurrent
    networks and a code that is also rare in time.

    >>> network = Bottleneck(width=4, speakers=2)
    >>> network(torch.zeros(1, 32, 7), torch.tensor([1])).shape
    torch.Size([1, 32, 7])
    """

    def __init__(self, width: int, speakers: int, hidden: int = HIDDEN) -> None:
        super().__init__()
        if width < 1 or speakers < 2:
            raise ValueError(
                f"a width of 1 or more and two speakers or more are needed, but got "
                f"width={width}, speakers={speakers}."
            )
        self.speakers = speakers
        self.encoder = stacked(KEPT, width, hidden)
        self.decoder = stacked(width + speakers, KEPT, hidden)

    def decode(self, code: Tensor, speaker: Tensor) -> Tensor:
        """(n, width, t) and the speakers' numbers (n,) -> (n, KEPT, t)."""
        return self.decoder(torch.cat([code, labelled(speaker, self.speakers, code)], 1))

    def forward(self, x: Tensor, speaker: Tensor) -> Tensor:
        return self.decode(self.encoder(x), speaker)

    def convert(self, x: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """The code of `x`, decoded for the target: the source's number isn't asked for."""
        return self(x, target)


class Regression(nn.Module):
    """From a frame and its neighbours to the frame of another voice; both voices are told.

    >>> network = Regression(speakers=2)
    >>> network.convert(torch.zeros(1, 32, 7), torch.tensor([0]), torch.tensor([1])).shape
    torch.Size([1, 32, 7])
    """

    def __init__(self, speakers: int, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.speakers = speakers
        self.layers = stacked(KEPT + 2 * speakers, KEPT, hidden)

    def convert(self, x: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """(n, KEPT, t) and the numbers of both speakers, (n,) each -> (n, KEPT, t)."""
        labels = [labelled(who, self.speakers, x) for who in (source, target)]
        return self.layers(torch.cat([x, *labels], 1))
