"""Phones in, frames of sound out: how long each phone lasts, and what its frames are."""

import torch
from torch import Tensor, nn


def spread_out(samples: Tensor, hop: int, frames: int | None = None) -> tuple[Tensor, Tensor]:
    """Which symbol each frame belongs to, and how far it is through it. -> two of (frames,).

    `samples` is how long each symbol lasts; frame t looks at sample t · hop.

    >>> spread_out(torch.tensor([4.0, 8.0]), hop=4)
    (tensor([0, 1, 1, 1]), tensor([0.0000, 0.0000, 0.5000, 1.0000]))
    """
    stops = samples.double().cumsum(0)
    total = int(stops[-1].item()) // hop + 1 if frames is None else frames
    at = hop * torch.arange(total, dtype=torch.float64, device=samples.device)
    symbol = torch.searchsorted(stops, at, right=True).clamp(max=len(samples) - 1)
    part = (at - stops[symbol] + samples[symbol]) / samples[symbol].clamp(min=1)
    return symbol, part.clamp(0, 1).float()


class Speaker(nn.Module):
    """Durations and frames of a row of symbols: first their means, then frames drawn one by one.

    `means` is a regression. `drawn` takes what came before into account and gives each coefficient
    a mean and a spread, `eq-frame-likelihood`, so that frames can be drawn. A frame is the
    standardised mel cepstrum and, last, the standardised logarithm of the pitch.

    >>> model = Speaker(symbols=72)
    >>> symbols, begins = torch.ones(1, 3).long(), torch.zeros(1, 3)
    >>> model.durations(model.encoded(symbols, begins)).shape
    torch.Size([1, 3])
    """

    centre: Tensor
    scale: Tensor

    def __init__(self, symbols: int, size: int = 81, width: int = 96, spread: int = 128) -> None:
        super().__init__()
        self.size = size
        self.symbols = nn.Embedding(symbols, 48)
        self.encoder = nn.GRU(49, 64, batch_first=True, bidirectional=True)
        self.duration = nn.Linear(128, 1)
        self.frames = nn.GRU(130, width, batch_first=True, bidirectional=True)
        self.mean = nn.Linear(2 * width, size)
        self.voice = nn.Linear(2 * width, 1)
        self.before = nn.Sequential(nn.Linear(size, 64), nn.ReLU(), nn.Dropout(0.5))
        self.memory = nn.GRU(2 * width + 64, spread, batch_first=True)
        self.drawing = nn.Linear(2 * width + spread, 2 * size)
        self.register_buffer("centre", torch.zeros(size))
        self.register_buffer("scale", torch.ones(size))

    def encoded(self, symbols: Tensor, begins: Tensor) -> Tensor:
        """Each symbol in its sentence. (n, k) twice -> (n, k, 128)."""
        given = torch.cat([self.symbols(symbols), begins[..., None]], -1)
        return self.encoder(given)[0]

    def durations(self, encoded: Tensor) -> Tensor:
        """The logarithm of each symbol's number of frames. (n, k, 128) -> (n, k)."""
        return self.duration(encoded)[..., 0]

    def context(self, encoded: Tensor, symbol: Tensor, part: Tensor, lasting: Tensor) -> Tensor:
        """What each frame is drawn from. `symbol` and `part` are (n, t) -> (n, t, 2 · width)."""
        index = symbol[..., None].expand(-1, -1, encoded.shape[-1])
        place = torch.stack([part, lasting.gather(1, symbol)], -1)
        return self.frames(torch.cat([encoded.gather(1, index), place], -1))[0]

    def means(self, context: Tensor) -> tuple[Tensor, Tensor]:
        """The mean frame, and the log-odds that it is voiced. (n, t, .) -> (n, t, size), (n, t)."""
        return self.mean(context), self.voice(context)[..., 0]

    def drawn(
        self, context: Tensor, before: Tensor, memory: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Mean and log spread of each frame after the one before it, and the memory."""
        given = torch.cat([context, self.before(before)], -1)
        kept, memory = self.memory(given, memory)
        mean, spread = self.drawing(torch.cat([context, kept], -1)).chunk(2, -1)
        return mean, spread.clamp(-4, 2), memory

    @torch.no_grad()
    def speak(self, context: Tensor, temperature: float, noise: Tensor) -> Tensor:
        """Frames drawn one by one, their spread times `temperature`. `noise` is (n, t, size)."""
        frame, memory, said = torch.zeros_like(noise[:, :1]), None, []
        for t in range(context.shape[1]):
            mean, spread, memory = self.drawn(context[:, t : t + 1], frame, memory)
            frame = mean + temperature * spread.exp() * noise[:, t : t + 1]
            said.append(frame)
        return torch.cat(said, 1)
