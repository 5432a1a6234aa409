"""The arms of the augmentation experiment: name, colour, mark and line of each."""

from genai_utils.plots import PALETTE

ARMS = {
    "nothing": ("nothing", "#666666", "x", ":"),
    "copies": ("copies", PALETTE[0], "o", "-"),
    "shifts": ("affine shifts", PALETTE[2], "^", "-"),
    "generated": ("generated", PALETTE[1], "s", "-"),
    "both": ("generated and shifted", PALETTE[3], "D", "--"),
}
