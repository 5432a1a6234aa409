"""Where the eight defects sit in the listing, which of them stop it, and which are silent."""

import matplotlib.pyplot as plt
from shared.boxes import sheet

from genai_utils.plots import PALETTE

STOPS, SILENT, CURE = PALETTE[1], PALETTE[0], "#666666"
LINES = (
    ("build_generator:  Dense(784, 'tanh')", "F1", STOPS, "784, not 28×28×1"),
    ("build_discriminator:  Flatten(28, 28, 1)", "", STOPS, ""),
    ("gan = Sequential([generator, discriminator])", "", STOPS, ""),
    ("discriminator.trainable = False   (added)", "F7", CURE, "cure of F6; freezes D"),
    ("gan.compile(...)", "F2", STOPS, "D isn't compiled"),
    ("image_dataset_from_directory(...)", "F4 F5", STOPS, "3 colours; 0 to 255"),
    ("for epoch in range(100):", "", STOPS, ""),
    ("    for images in train_dataset:", "F3", STOPS, "a pair is bound"),
    ("        discriminator.train_on_batch(real)", "", STOPS, ""),
    ("        discriminator.train_on_batch(fake)", "", STOPS, ""),
    ("        gan.train_on_batch(noise)", "F6", SILENT, "trains D as well"),
    ("        print(D_loss, G_loss)", "F8", SILENT, "a line a batch"),
)


def tag(ax, x, y, words, colour):
    stops = colour == STOPS
    frame = {"boxstyle": "round,pad=0.25" if not stops else "square,pad=0.25", "ec": colour}
    frame["fc"] = colour if stops else "white"
    ink = "white" if stops else colour
    ax.text(x, y, words, ha="center", va="center", color=ink, bbox=frame, weight="bold")


def draw():
    plt.rcParams["font.size"] = 11
    fig, ax = plt.subplots(figsize=(6.4, 4.5))
    sheet(ax, 12.8, 8.6)
    for row, (line, names, colour, why) in enumerate(LINES):
        y = 8.1 - 0.58 * row
        grey = "#1a1a1a" if names and colour != CURE else "#595959"
        ax.text(0, y, line, family="monospace", fontsize=10, va="center", color=grey)
        for place, name in enumerate(names.split()):
            tag(ax, 8.0 + 0.85 * place, y, name, SILENT if name == "F5" else colour)
        ax.text(9.6, y, why, va="center", fontsize=10.5)
    for x, words, colour in (
        (1.2, "an error", STOPS),
        (4.1, "silent", SILENT),
        (7.3, "not in it", CURE),
    ):
        tag(ax, x, 0.5, "F", colour)
        ax.text(x + 0.5, 0.5, words, va="center")
    return fig
