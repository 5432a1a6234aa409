"""The cepstrum: a logarithmic spectrum's own spectrum, which parts the source from the filter."""

import torch
from torch import Tensor


def cosines(bands: int) -> Tensor:
    """The orthonormal cosine transform `eq-dct`, a row a quefrency. -> (bands, bands), float64.

    Its transpose is its inverse.

    >>> cosines(2)
    tensor([[ 0.7071,  0.7071],
            [ 0.7071, -0.7071]], dtype=torch.float64)
    """
    if bands < 1:
        raise ValueError(f"one band or more is needed, but got {bands}.")
    rows, columns = torch.arange(bands, dtype=torch.float64)[:, None], torch.arange(bands) + 0.5
    matrix = (2 / bands) ** 0.5 * torch.cos(torch.pi * rows * columns / bands)
    matrix[0] /= 2**0.5
    return matrix


def mel_cepstrum(frames: Tensor, kept: int | None = None) -> Tensor:
    """The first `kept` cosine coefficients of log-mel frames. (..., bands, t) -> (..., kept, t).

    Coefficient 0 is the loudness, the next ones the envelope, the high ones the harmonics.

    >>> mel_cepstrum(torch.tensor([[1.0], [1.0]]))
    tensor([[1.4142],
            [0.0000]])
    """
    bands = frames.shape[-2]
    if kept is not None and not 1 <= kept <= bands:
        raise ValueError(f"1 to {bands} coefficients can be kept, but got {kept}.")
    return cosines(bands)[:kept].to(frames) @ frames


def from_mel_cepstrum(coefficients: Tensor, bands: int) -> Tensor:
    """The log-mel frames of cosine coefficients; those not given are 0.

    (..., kept, t) -> (..., bands, t). Raises `ValueError` for more coefficients than bands.

    >>> from_mel_cepstrum(torch.tensor([[1.4142], [0.0]]), 2)
    tensor([[1.0000],
            [1.0000]])
    """
    kept = coefficients.shape[-2]
    if kept > bands:
        raise ValueError(f"{kept} coefficients are more than {bands} bands.")
    return cosines(bands)[:kept].T.to(coefficients) @ coefficients
