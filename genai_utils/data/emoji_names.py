"""What an emoji's code points say of it: skin tone, base emoji, group, expression.

OpenMoji's package holds no table of groups, so they are told by Unicode's blocks and ranges.
"""

import unicodedata

TONES = ("no tone", "light", "medium-light", "medium", "medium-dark", "dark")
GROUPS = ("face", "person", "hand", "flag", "animal", "food", "sign", "thing")

FITZPATRICK = tuple(f"{point:X}" for point in range(0x1F3FB, 0x1F400))
# Man or woman, which way it looks, how it is joined and coloured: variants of one base emoji.
VARIANTS = {*FITZPATRICK, "FE0F", "200D", "2640", "2642", "27A1"}
PEOPLE = dict.fromkeys(("1F468", "1F469", "1F9D1", "1F9D3", "1F474", "1F475"), "adult")
PEOPLE |= dict.fromkeys(("1F466", "1F467", "1F9D2"), "child")

Ranges = tuple[tuple[int, int], ...]
FACES: Ranges = (
    (0x2639, 0x263A),
    (0x1F600, 0x1F637),
    (0x1F641, 0x1F644),
    (0x1F910, 0x1F915),
    (0x1F917, 0x1F917),
    (0x1F920, 0x1F920),
    (0x1F922, 0x1F925),
    (0x1F927, 0x1F92F),
    (0x1F970, 0x1F976),
    (0x1F978, 0x1F97A),
    (0x1F9D0, 0x1F9D0),
    (0x1FAE0, 0x1FAE9),
)
HANDS: Ranges = (
    (0x261D, 0x261D),
    (0x270A, 0x270D),
    (0x1F446, 0x1F450),
    (0x1F485, 0x1F485),
    (0x1F4AA, 0x1F4AA),
    (0x1F58F, 0x1F596),
    (0x1F64C, 0x1F64C),
    (0x1F64F, 0x1F64F),
    (0x1F90C, 0x1F90C),
    (0x1F90F, 0x1F90F),
    (0x1F918, 0x1F91F),
    (0x1F932, 0x1F933),
    (0x1FAF0, 0x1FAF8),
)
PERSONS: Ranges = (
    (0x26F9, 0x26F9),
    (0x1F385, 0x1F385),
    (0x1F3C2, 0x1F3C4),
    (0x1F3C7, 0x1F3C7),
    (0x1F3CA, 0x1F3CC),
    (0x1F466, 0x1F478),
    (0x1F47C, 0x1F47C),
    (0x1F481, 0x1F483),
    (0x1F486, 0x1F487),
    (0x1F48F, 0x1F48F),
    (0x1F491, 0x1F491),
    (0x1F574, 0x1F575),
    (0x1F57A, 0x1F57A),
    (0x1F645, 0x1F647),
    (0x1F64B, 0x1F64B),
    (0x1F64D, 0x1F64E),
    (0x1F6A3, 0x1F6A3),
    (0x1F6B4, 0x1F6B6),
    (0x1F926, 0x1F926),
    (0x1F930, 0x1F931),
    (0x1F934, 0x1F93E),
    (0x1F977, 0x1F977),
    (0x1F9B8, 0x1F9B9),
    (0x1F9CD, 0x1F9CF),
    (0x1F9D1, 0x1F9DF),
    (0x1FAC3, 0x1FAC5),
)
ANIMALS: Ranges = ((0x1F400, 0x1F43F), (0x1F980, 0x1F9AE), (0x1F638, 0x1F640), (0x1F648, 0x1F64A))
FOOD: Ranges = ((0x1F32D, 0x1F330), (0x1F336, 0x1F336), (0x1F345, 0x1F37F), (0x1F950, 0x1F96F))
SIGNS: Ranges = (
    (0x23, 0xAE),
    (0x2013, 0x2B55),
    (0x3030, 0x3299),
    (0x1F10D, 0x1F1E5),
    (0x1F201, 0x1F251),
)
FLAGS: Ranges = ((0x1F1E6, 0x1F1FF), (0x1F3F3, 0x1F3F4))
RANGES = (FACES, PERSONS, HANDS, FLAGS, ANIMALS, FOOD, SIGNS)  # in the order of GROUPS

GLAD = ("SMIL", "GRIN", "JOY")
SAD: tuple[str, ...] = (
    "FROWN",
    "CRYING",
    "DISAPPOINT",
    "WORRIED",
    "ANGUISH",
    "FEAR",
    "WEARY",
    "TIRED",
    "CONFO",
)
SAD += ("PERSEVER", "PENSIVE", "ANGRY", "POUT", "COLD SWEAT", "CONFUSED")


def tone_of(code: str) -> int | None:
    """The number of the one skin tone in `TONES`, 0 without any; None if there are two.

    >>> [tone_of(code) for code in ("1F44B", "1F44B-1F3FF", "1FAF1-1F3FB-200D-1FAF2-1F3FF")]
    [0, 5, None]
    """
    tones = {FITZPATRICK.index(point) + 1 for point in code.split("-") if point in FITZPATRICK}
    return None if len(tones) > 1 else tones.pop() if tones else 0


def base_of(code: str) -> str:
    """The code points without skin tone, gender, direction and joiners; adults are one.

    >>> base_of("1F469-1F3FD-200D-1F52C")  # a woman of medium tone, joined with a microscope
    'adult-1F52C'
    """
    points = [PEOPLE.get(point, point) for point in code.split("-") if point not in VARIANTS]
    return "-".join(points) or code


def group_of(code: str) -> int:
    """The number in `GROUPS` of what the first code point belongs to; "thing" for the rest.

    >>> [GROUPS[group_of(code)] for code in ("1F600", "1F44B-1F3FF", "1F1E9-1F1EA", "1F4BB")]
    ['face', 'hand', 'flag', 'thing']
    """
    point = int(code.split("-")[0], 16)
    for number, ranges in enumerate(RANGES):
        if any(low <= point <= high for low, high in ranges):
            return number
    return len(GROUPS) - 1


def glad(code: str) -> bool | None:
    """Whether Unicode's name of a face says that it smiles (True) or suffers (False); else None.

    >>> [glad(code) for code in ("1F600", "1F622", "1F610")]  # grinning, crying, neutral
    [True, False, None]
    """
    name = unicodedata.name(chr(int(code.split("-")[0], 16)), "")
    smiles, suffers = (any(part in name for part in parts) for parts in (GLAD, SAD))
    return None if smiles == suffers else smiles
