"""A sound as a small file that any browser plays: 16,000 samples a second of eight bits, μ-law."""

import base64
import html
import struct
from dataclasses import dataclass
from math import gcd

import torch
from scipy.signal import resample_poly
from torch import Tensor

from genai_utils.audio.transform import RATE, require_samples

CLIP_RATE = 16000
HEAVIEST = 60_000  # bytes of a clip: 3.7 s
MU = 255


def companded(samples: Tensor) -> Tensor:
    """Samples of [-1, 1] on the μ-law scale: fine steps where a sound is soft. `eq-mu-law`.

    >>> companded(torch.tensor([0.0, 0.01, 1.0]))
    tensor([0.0000, 0.2285, 1.0000])
    """
    return samples.sign() * torch.log1p(MU * samples.abs()) / torch.log1p(torch.tensor(float(MU)))


def mu_law(samples: Tensor) -> bytes:
    """One byte a sample as ITU-T G.711 counts: sign, exponent and mantissa, all inverted.

    Louder than 1 is cut off. G.711's scale is `companded`'s, on straight lines between the powers
    of two.

    >>> mu_law(torch.tensor([0.0, 1.0, -1.0])).hex()
    'ff8000'
    """
    size = (samples.double().abs().clamp(max=1) * 32767).round().long().clamp(max=32635) + 132
    exponent = size.double().log2().floor().long() - 7
    mantissa = (size >> (exponent + 3)) & 15
    sign = torch.where(samples < 0, 128, 0)
    return bytes((255 - (sign | exponent << 4 | mantissa)).tolist())


def resampled(samples: Tensor, rate: int, wanted: int = CLIP_RATE) -> Tensor:
    """A sound with another number of samples a second; what is too high for it is filtered out.

    >>> resampled(torch.zeros(441), 22050).shape
    torch.Size([320])
    """
    require_samples(samples)
    common = gcd(rate, wanted)
    return torch.from_numpy(resample_poly(samples.numpy(), wanted // common, rate // common))


def wav(samples: Tensor, rate: int = RATE) -> bytes:
    """A sound (n,) as a WAV file of 16,000 μ-law bytes a second.

    Raises `ValueError` if it would weigh more than 60 kB, and unless the samples are a sound.

    >>> len(wav(torch.zeros(22050)))
    16058
    """
    coded = mu_law(resampled(samples, rate))
    form = struct.pack("<HHIIHHH", 7, 1, CLIP_RATE, CLIP_RATE, 1, 8, 0)  # 7 is μ-law, 1 channel
    count = struct.pack("<I", len(coded))
    parts = ((b"fmt ", form), (b"fact", count), (b"data", coded + b"\0" * (len(coded) % 2)))
    chunks = b"".join(name + struct.pack("<I", len(part)) + part for name, part in parts)
    if len(chunks) + 12 > HEAVIEST:
        raise ValueError(
            f"a clip of at most {HEAVIEST} bytes is needed, but {len(samples) / rate:.1f} s take "
            f"{len(chunks) + 12}: say less, or cut it in two."
        )
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


@dataclass(frozen=True)
class Clip:
    """A sound to play in a notebook or a page, and in words for whoever can't hear it.

    `said` is the text, `voice` who says it. Both stand below the player; in print they stand alone.

    >>> Clip(b"", "Good morning.", "a machine")
    A sound: “Good morning.”, said by a machine.
    """

    content: bytes
    said: str
    voice: str

    def __repr__(self) -> str:
        return f"A sound: “{self.said}”, said by {self.voice}."

    def _repr_html_(self) -> str:
        words = html.escape(f"“{self.said}”, said by {self.voice}.", quote=True)
        data = base64.b64encode(self.content).decode()
        return (
            f'<figure class="sound"><audio controls preload="none" aria-label="{words}" '
            f'src="data:audio/wav;base64,{data}"></audio><figcaption>{words}</figcaption></figure>'
        )


def clip(samples: Tensor, said: str, voice: str, rate: int = RATE) -> Clip:
    """A player for a notebook: the last line of a cell. Raises as `wav` does, and without words.

    >>> clip(torch.zeros(2205), "Silence.", "nobody")
    A sound: “Silence.”, said by nobody.
    """
    if not said.strip() or not voice.strip():
        raise ValueError(f"say what is said and by whom, but got {said!r} and {voice!r}.")
    return Clip(wav(samples, rate), said, voice)
