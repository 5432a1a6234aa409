"""A small classifier of digits; samples are measured in the space of its last hidden layer."""

from torch import Tensor, nn

SIDE = 28


class DigitClassifier(nn.Module):
    """Three convolutions that halve the side, 64 features, ten logits. Images are in [0, 1].

    Raises `ValueError` for images of another shape.
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
        if x.dim() != 2 or x.shape[1] != SIDE * SIDE or not x.is_floating_point():
            raise ValueError(
                f"images must be floating-point of shape (batch, {SIDE * SIDE}), but got "
                f"{tuple(x.shape)} of {x.dtype}."
            )
        return self.body(x)

    def forward(self, x: Tensor) -> Tensor:
        """Logits of the ten classes. (batch, 784) -> (batch, 10)."""
        return self.head(self.features(x))
