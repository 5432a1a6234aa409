"""Wrong answers to the exercises on speech."""

import math

import torch
from wrong_answers import add

from genai_utils.exercises.speech import FRAMES, ROWS, SHORT


def numbers(rows=21.5, frames=87, short=5.8):
    return lambda: {ROWS: rows, FRAMES: frames, SHORT: short}


ROW, MOVE, UNIT = "row|rate|turn", "hop|window|frames|centred", "unit|samples|thousand"
add("ex-speech-window", {
    "divided by half the window": (ROW, numbers(rows=43.1)),
    "divided by the hop": (ROW, numbers(rows=86.1)),
    "half the rate by the window": (ROW, numbers(rows=10.8)),
    "the period": (ROW, numbers(rows=0.0464)),
    "rows in kHz": (ROW, numbers(rows=0.0215)),
    "windows that don't overlap": (MOVE, numbers(frames=21.5)),
    "frames without the first": (MOVE, numbers(frames=86.0)),
    "one frame": (MOVE, numbers(frames=1)),
    "seconds": (UNIT, numbers(short=0.0058)),
    "the long window": (UNIT, numbers(short=46.4)),
    "the hop": (UNIT, numbers(short=11.6)),
})  # fmt: skip

SIZE, ANGLE, ZERO = "size|divide", "angle|ray|mirror", "0|zero|angle"
add("ex-speech-griffin-lim", {
    "times the size": (SIZE, lambda x, a: x * a),
    "its own sizes": (SIZE, lambda x, a: x),
    "sizes of one": (SIZE, lambda x, a: torch.polar(torch.ones_like(a), x.angle())),
    "sizes squared": (SIZE, lambda x, a: torch.polar(a**2, x.angle())),
    "the mean of both sizes": (SIZE, lambda x, a: torch.polar((a + x.abs()) / 2, x.angle())),
    "no angle": (ANGLE, lambda x, a: a.to(x.dtype)),
    "mirrored": (ANGLE, lambda x, a: torch.polar(a, -x.angle())),
    "half the angle": (ANGLE, lambda x, a: torch.polar(a, x.angle() / 2)),
    "turned round": (ANGLE, lambda x, a: -torch.polar(a, x.angle())),
    "turned by a quarter": (ANGLE, lambda x, a: 1j * torch.polar(a, x.angle())),
    "0 stays 0": (ZERO, lambda x, a: a * x / x.abs().clamp(min=1e-30)),
})  # fmt: skip

LIKE, LONG, SQUARE = "logarithm|like|guess", "long|frames|tenth", "squared|logarithm"
add("ex-speech-duration", {
    "frames against frames": (LONG + "|" + LIKE, lambda g, d: (g.exp() - d) ** 2),
    "a logarithm against frames": (LIKE, lambda g, d: (g - d) ** 2),
    "not squared": (SQUARE, lambda g, d: (g - d.log()).abs()),
    "with a sign": (SQUARE, lambda g, d: g - d.log()),
    "half of it": (SQUARE + "|" + LONG, lambda g, d: 0.5 * (g - d.log()) ** 2),
    "base ten": (LIKE + "|" + LONG, lambda g, d: (g - d.log10()) ** 2),
    "base two": (LIKE + "|" + LONG, lambda g, d: (g - d.log2()) ** 2),
    "one added": (LIKE + "|" + LONG, lambda g, d: (g - (1 + d).log()) ** 2),
    "relative frames": (LONG + "|" + SQUARE, lambda g, d: ((g.exp() - d) / d) ** 2),
    "one number": ("shape|each", lambda g, d: ((g - d.log()) ** 2).mean()),
    "the fourth power": (SQUARE + "|" + LONG, lambda g, d: (g - d.log()) ** 4),
})  # fmt: skip


def triangles(edges=None, columns=None, change=lambda rows: rows, last=0.5, shift=700):
    """The mel matrix with other edges, other columns, or a change of the whole."""

    def answer(bands, size, rate):
        top = math.log1p(last * rate / shift)
        own = shift * torch.expm1(torch.linspace(0, top, bands + 2).double())
        at = own if edges is None else edges(bands, rate)
        hertz = torch.arange(size // 2 + 1).double() * rate / size
        if columns is not None:
            at, hertz = columns(at), columns(hertz)
        left, centre, right = at[:-2, None], at[1:-1, None], at[2:, None]
        up, down = (hertz - left) / (centre - left), (right - hertz) / (right - centre)
        return change(torch.minimum(up, down))

    return answer


def cut(rows):
    return rows.clamp(min=0)


EDGE, LINE = "hertz|mel|edge|unit|equally|rate|samples", "straight|triangle|high|centre|filter"
add("ex-speech-mel", {
    "equally wide in hertz": (EDGE, triangles(
        lambda b, r: torch.linspace(0, r / 2, b + 2).double(), change=cut)),
    "up to the rate": (EDGE, triangles(last=1.0, change=cut)),
    "logarithmic from 20 Hz on": (EDGE, triangles(
        lambda b, r: torch.logspace(math.log10(20), math.log10(r / 2), b + 2).double(),
        change=cut)),
    "bent at 1,000 Hz": (EDGE + "|" + LINE, triangles(shift=1000, change=cut)),
    "without a floor": ("beyond|below|nothing", triangles()),
    "straight in mel": (LINE, triangles(columns=lambda f: torch.log1p(f / 700), change=cut)),
    "equal areas": (LINE + "|area", triangles(
        change=lambda rows: cut(rows) / cut(rows).sum(1, keepdim=True))),
    "rectangles": (LINE + "|column", triangles(change=lambda rows: (rows > 0).double())),
    "squared": (LINE, triangles(change=lambda rows: cut(rows) ** 2)),
    "turned": ("row|column", triangles(change=lambda rows: cut(rows).T)),
    "both halves": ("column|frequencies", triangles(
        change=lambda rows: torch.cat([cut(rows), cut(rows).flip(1)[:, 1:-1]], 1))),
    "one band less": ("row|band", triangles(change=lambda rows: cut(rows)[1:])),
    "from the highest band down": (EDGE, triangles(change=lambda rows: cut(rows).flip(0))),
})  # fmt: skip
