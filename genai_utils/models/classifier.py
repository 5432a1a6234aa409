"""A small classifier of digits; samples are measured in the space of its last hidden layer."""

from torch import Tensor, nn

from genai_utils.models.inputs import fitting_batch

SIDE = 28


class DigitClassifier(nn.Module):
    """Three convolutions that halve the side, 64 features, ten logits. Images are in [0, 1].

    Raises `ValueError` for images of another shape.

    >>> import torch
    >>> DigitClassifier()(torch.zeros(2, 784)).shape
    torch.Size([2, 10])
    """

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Unflatten(1, (1, SIDE, SIDE)),
            nn.Conv2d(1, 16, 3, stride=2, padding=1),  # 14 × 14
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, stride=2, padding=1),  # 7 × 7
            nn.ReLU(),
            nn.Conv2d(32, 64, 3, stride=2, padding=1),  # 4 × 4
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(64 * 4 * 4, 64),
            nn.ReLU(),
        )
        self.head = nn.Linear(64, 10)

    def features(self, x: Tensor) -> Tensor:
        """What the last hidden layer makes of an image. (batch, 784) -> (batch, 64)."""
        return self.body(fitting_batch("x", x, SIDE * SIDE, self.head.weight.dtype))

    def forward(self, x: Tensor) -> Tensor:
        """Logits of the ten classes. (batch, 784) -> (batch, 10)."""
        return self.head(self.features(x))
