"""A source-filter synthesiser that learns its filters: pulses and noise, each with a response."""

import torch
from torch import Tensor, nn

from genai_utils.audio.mel import mel_filters
from genai_utils.audio.source_filter import pulses
from genai_utils.audio.transform import SIZE, istft, stft

KEPT = 40  # coefficients of the cepstrum that the filters see: the envelope, not the harmonics
RESPONSES = 40  # bands of each filter
SIZES = (512, 1024, 2048)


class Vocoder(nn.Module):
    """Frames and their pitch to sound, `eq-source-filter`: one small network chooses both filters.

    It sees a frame's standardised cepstrum and whether it is voiced, and gives the logarithm of
    each filter's response in 40 bands.

    >>> sound = Vocoder()(torch.zeros(1, 5, 40), torch.full((1, 5), 100.0), torch.zeros(1, 1024))
    >>> sound.shape
    torch.Size([1, 1024])
    """

    bands: Tensor

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.choose = nn.Sequential(
            nn.Linear(KEPT + 1, width), nn.Tanh(), nn.Linear(width, 2 * RESPONSES)
        )
        filters = mel_filters(RESPONSES, SIZE).float()
        ends = filters.argmax(1)[[0, -1]]
        filters[0, : ends[0]] = filters[-1, ends[1] :] = 1  # flat beyond the outermost centres
        self.register_buffer("bands", filters / filters.sum(0).clamp(min=1e-6), persistent=False)

    def responses(self, frames: Tensor, pitch: Tensor) -> tuple[Tensor, Tensor]:
        """Amplitude responses for pulses and for noise. (n, t, 40), (n, t) -> two of (n, k, t)."""
        voiced = (pitch > 0).to(frames)[..., None]
        logs = self.choose(torch.cat([frames[..., :KEPT], voiced], -1))
        both = [(part @ self.bands - 5).exp().mT for part in logs.chunk(2, -1)]
        return both[0], both[1]

    def forward(self, frames: Tensor, pitch: Tensor, noise: Tensor) -> Tensor:
        """Sound of frames with a pitch in Hz, 0 for none. `noise` is (n, samples), as the sound."""
        samples = noise.shape[-1]
        source = torch.stack([pulses(one, samples) for one in pitch])
        of_pulses, of_noise = self.responses(frames, pitch)
        spectrum = of_pulses * stft(source) + of_noise * stft(noise)
        return istft(spectrum, samples)


def spectral_loss(made: Tensor, wanted: Tensor) -> Tensor:
    """The mean distance of amplitudes and of their logarithms, over three windows.

    `eq-spectral-loss`. No phase enters: the ear hardly hears it, and no network could guess it.

    >>> spectral_loss(torch.ones(1, 2048), torch.ones(1, 2048)).item()
    0.0
    """
    total = made.new_zeros(())
    for size in SIZES:
        one, other = (stft(sound, size, size // 4).abs() * (2 / size) for sound in (made, wanted))
        logs = (torch.log(one + 1e-4) - torch.log(other + 1e-4)).abs().mean()
        total = total + logs + 10 * (one - other).abs().mean()
    return total / len(SIZES)
