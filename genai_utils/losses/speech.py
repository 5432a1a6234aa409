"""What the networks of speech are trained by; a frame has the Gaussian of `vae`."""

import torch
from torch import Tensor

from genai_utils.precision import alike


def spelling_loss(scores: Tensor, phones: Tensor) -> Tensor:
    """Minus the log-likelihood of each word's phones, `eq-phone-likelihood`, in nats.

    Scores (n, k, phones) and the phones meant (n, k), with one 0 behind the last phone and -1 after
    it. -> (n,).

    >>> spelling_loss(torch.zeros(1, 3, 4), torch.tensor([[2, 0, -1]]))  # 2 log 4
    tensor([2.7726])
    """
    if scores.shape[:-1] != phones.shape:
        raise ValueError(
            f"scores (n, k, phones) of phones (n, k) are needed, but got {tuple(scores.shape)} "
            f"and {tuple(phones.shape)}."
        )
    logs = torch.log_softmax(scores, -1)
    of_each = logs.gather(-1, phones.clamp(min=0)[..., None])[..., 0]
    return -(of_each * (phones >= 0)).sum(-1)


def duration_loss(log_frames: Tensor, frames: Tensor) -> Tensor:
    """The squared error of each duration's logarithm: `eq-duration-loss`.

    (..., k) of predicted logarithms and of true durations, in frames -> (..., k). A tenth too long
    then costs as much in a short phone as in a long one. Raises `ValueError` for a duration that
    isn't positive.

    >>> duration_loss(torch.tensor([0.0]), torch.tensor([1.0]))
    tensor([0.])
    """
    log_frames, frames = alike(log_frames=log_frames, frames=frames)
    if not (frames > 0).all():
        raise ValueError(f"durations must be positive, but the least is {frames.min().item()}.")
    return (log_frames - frames.log()) ** 2
