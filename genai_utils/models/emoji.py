"""A generator of coloured emoji that is told a group and a tone, its discriminator, a judge.

Pictures are (batch, 3, 32, 32): in [-1, 1] from the generator and to the discriminator, in [0, 1]
to the judge. What is asked for comes as one row of numbers a picture, `asked`: a 1 for its group
and a 1 for its skin tone, as `ask` makes them.
"""

import torch
from torch import Tensor, nn

from genai_utils.models.gan import doubling
from genai_utils.models.inputs import fitting_batch, require_units

GROUPS, TONES = 8, 6
ASKED = GROUPS + TONES


def ask(groups: Tensor, tones: Tensor) -> Tensor:
    """A row for each picture with a 1 for its group and a 1 for its tone. (n,), (n,) -> (n, 14).

    Raises `ValueError` for numbers out of range.

    >>> ask(torch.tensor([1]), torch.tensor([5])).nonzero()[:, 1].tolist()
    [1, 13]
    """
    if groups.shape != tones.shape or groups.dim() != 1:
        raise ValueError(
            f"a group and a tone for each picture are needed, but got {tuple(groups.shape)} and "
            f"{tuple(tones.shape)}."
        )
    for name, numbers, many in (("groups", groups, GROUPS), ("tones", tones, TONES)):
        if len(numbers) and not (0 <= numbers.min() and numbers.max() < many):
            raise ValueError(f"{name} from 0 to {many - 1} are needed, but got {numbers.unique()}.")
    hot = nn.functional.one_hot
    return torch.cat([hot(groups, GROUPS), hot(tones, TONES)], dim=1).float()


class EmojiGenerator(nn.Module):
    """Noise and what is asked for, through a dense layer and four convolutions, to a picture.

    `latent` is how many numbers it takes in all, noise and `asked`; `noise` is how many of them
    are random. After radford2016unsupervised, with the label beside the noise as in
    mirza2014conditional. Raises `ValueError` for a size below one.

    >>> EmojiGenerator()(torch.zeros(2, 40), torch.zeros(2, ASKED)).shape
    torch.Size([2, 3, 32, 32])
    """

    def __init__(self, noise: int = 40, channels: tuple[int, int, int, int] = (64, 48, 24, 16)):
        super().__init__()
        require_units(noise=noise, channels=min(channels))
        self.noise = noise
        first, *others = channels
        doublings = zip(channels, others, strict=False)
        self.layers = nn.Sequential(
            nn.Linear(noise + ASKED, first * 4 * 4, bias=False),
            nn.Unflatten(1, (first, 4, 4)),
            nn.BatchNorm2d(first),
            nn.ReLU(),
            *(layer for pair in doublings for layer in doubling(*pair)),  # 8, 16, 32 pixels
            nn.Conv2d(channels[-1], 3, 3, padding=1),
            nn.Tanh(),
        )

    def forward(self, z: Tensor, asked: Tensor) -> Tensor:
        """Pictures in [-1, 1]. (batch, noise), (batch, 14) -> (batch, 3, 32, 32)."""
        both = torch.cat([z, asked], dim=1)
        dtype = next(self.parameters()).dtype
        return self.layers(fitting_batch("z", both, self.noise + ASKED, dtype))


class Asking(nn.Module):
    """A generator that draws what it is asked for itself, so that noise is all it takes.

    The last of its `latent` numbers chooses a row of `rows` (m, 14), each as often as any other.
    A picture comes out flat, with its row behind it, for a loop that knows one tensor a picture;
    `unpacked` takes the two apart.

    >>> Asking(EmojiGenerator(), torch.zeros(5, ASKED))(torch.zeros(2, 41)).shape
    torch.Size([2, 3086])
    """

    rows: Tensor

    def __init__(self, generator: EmojiGenerator, rows: Tensor):
        super().__init__()
        self.generator, self.latent = generator, generator.noise + 1
        self.register_buffer("rows", rows, persistent=False)

    def forward(self, z: Tensor) -> Tensor:
        """Pictures and what was asked for, side by side. (batch, latent) -> (batch, 3086)."""
        place = torch.special.ndtr(z[:, -1]) * len(self.rows)
        asked = self.rows[place.long().clamp(max=len(self.rows) - 1)]
        return torch.cat([self.generator(z[:, :-1], asked).flatten(1), asked], dim=1)


def unpacked(fake: Tensor) -> tuple[Tensor, Tensor]:
    """The pictures (batch, 3, 32, 32) and what was asked for (batch, 14), of `Asking`'s output.

    >>> [part.shape[1:].numel() for part in unpacked(torch.zeros(2, 3086))]
    [3072, 14]
    """
    return fake[:, :-ASKED].unflatten(1, (3, 32, 32)), fake[:, -ASKED:]


class EmojiDiscriminator(nn.Module):
    """Three convolutions that halve the side, then a logit: of the picture, and of its fit.

    The fit is the product of the picture's features with a vector for what was asked, as in
    miyato2018cgans. Batch normalisation makes a logit depend on its batch.

    >>> EmojiDiscriminator()(torch.zeros(2, 3, 32, 32), torch.zeros(2, ASKED)).shape
    torch.Size([2])
    """

    def __init__(self, channels: int = 32):
        super().__init__()
        require_units(channels=channels)
        c = channels
        self.layers = nn.Sequential(
            nn.Conv2d(3, c, 4, stride=2, padding=1),  # 16 x 16
            nn.LeakyReLU(0.2),
            nn.Conv2d(c, 2 * c, 4, stride=2, padding=1, bias=False),  # 8 x 8
            nn.BatchNorm2d(2 * c),
            nn.LeakyReLU(0.2),
            nn.Conv2d(2 * c, 4 * c, 4, stride=2, padding=1, bias=False),  # 4 x 4
            nn.BatchNorm2d(4 * c),
            nn.LeakyReLU(0.2),
            nn.Flatten(),
        )
        self.score = nn.Linear(4 * c * 16, 1)
        self.fit = nn.Linear(ASKED, 4 * c * 16, bias=False)
        nn.init.normal_(self.fit.weight, std=(4 * c * 16) ** -0.5)  # as large as the score's

    def forward(self, x: Tensor, asked: Tensor) -> Tensor:
        """Logits. (batch, 3, 32, 32), (batch, 14) -> (batch,)."""
        features = self.layers(x)
        return self.score(features).squeeze(1) + (features * self.fit(asked)).sum(1)


class EmojiJudge(nn.Module):
    """Three convolutions that halve the side, 64 features, logits of the group and of the tone.

    >>> EmojiJudge().features(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 64])
    """

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, 24, 3, stride=2, padding=1),  # 16 x 16
            nn.ReLU(),
            nn.Conv2d(24, 48, 3, stride=2, padding=1),  # 8 x 8
            nn.ReLU(),
            nn.Conv2d(48, 96, 3, stride=2, padding=1),  # 4 x 4
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(96 * 4 * 4, 64),
            nn.ReLU(),
        )
        self.group, self.tone = nn.Linear(64, GROUPS), nn.Linear(64, TONES)

    def features(self, x: Tensor) -> Tensor:
        """What the last hidden layer makes of pictures. (batch, 3, 32, 32) -> (batch, 64)."""
        return self.body(x)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of groups and of tones. (batch, 3, 32, 32) -> (batch, 8), (batch, 6)."""
        features = self.features(x)
        return self.group(features), self.tone(features)
