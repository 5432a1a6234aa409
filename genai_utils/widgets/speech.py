"""The live figure of the chain that speaks: a sentence is typed, heard, and seen.

The page computes everything in the reader's browser (`speech_chain.js`); the figure's state is the
same file that `save` writes, with the matrices in one byte a number.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from genai_utils import audio, files, plots
from genai_utils.speech import Chain, Spoken, chain_of
from genai_utils.widgets.scene import WrittenFigure
from genai_utils.widgets.scripts import SCENES, read_module, read_styles
from genai_utils.widgets.speech_model import networks_of, pack_chain, spoken
from genai_utils.widgets.speech_scene import SHARED, make_scene

CAPTION = (
    "A voice that speaks in this page. Type a sentence and press Speak. The spectrogram is drawn "
    "as it speaks; below it stand words, phones and milliseconds. Click a word to see which "
    "letters the network looked at. Move pitch, rate and temperature. What you hear is made by a "
    "machine and marked as such."
)

HIGHEST = SHARED["topHertz"] / 1000  # kHz of the still


def draw_said(ax: Axes, said: Spoken) -> None:
    """The spectrogram of what is said, its phones above where they sound; returns nothing."""
    level = 20 * torch.log10(audio.stft(said.sound).abs() + 1e-6).numpy()
    rows = round(1000 * HIGHEST * audio.SIZE / audio.RATE)
    top, seconds = level.max(), len(said.sound) / audio.RATE
    ax.imshow(
        level[:rows],
        cmap="Greys",
        origin="lower",
        aspect="auto",
        vmin=top - 70,
        vmax=top,
        extent=(0, seconds, 0, HIGHEST),
    )
    middles = (said.samples.cumsum(0) - said.samples / 2) / audio.RATE
    for number, (symbol, at) in enumerate(zip(said.symbols, middles.tolist(), strict=True)):
        if symbol[0].isalpha():
            height = HIGHEST + 0.2 + 0.8 * (number % 2)
            ax.text(at, height, symbol.rstrip("012"), ha="center", color=plots.PALETTE[1])
    ax.set(xlabel="seconds", ylabel="kHz", ylim=(0, HIGHEST + 1.8))


class SpeechExplorer(WrittenFigure):
    """A chain of networks that says what the reader types.

    `chain` is a `speech.Chain` with a pronouncer; words of its list are looked up, unless the
    reader asks for the network. `text` stands there at first, and further settings are those of
    `make_scene`. `presets` gives labels, and for each the arguments of `make_scene`, `text` among
    them.

    `scene` is where the reader stands: read it back after typing. A file that `save` has written
    can be dropped onto any page with this figure, which then speaks with its weights. With `exact`
    the page has the weights in single precision, four times as large.
    Raises `ValueError` for a chain or a scene that the page can't take.

    >>> from genai_utils.audio.vocoder import Vocoder
    >>> from genai_utils.models.pronouncer import Pronouncer
    >>> from genai_utils.models.speaker import Speaker
    >>> SpeechExplorer(Chain(Pronouncer(28, 70), Speaker(72), Vocoder()), "Hello.")
    SpeechExplorer(782187 weights, 0 words)
    """

    _esm = read_module(
        *(name for name in SCENES if name != "scaled.js"),  # a chain's file names scales otherwise
        "twister.js",
        "picker.js",
        "seed.js",
        "products.js",
        "links.js",
        "tour.js",
        "speech_scene.js",
        "speech_fourier.js",
        "speech_mel.js",
        "speech_recurrent.js",
        "speech_letters.js",
        "speech_frames.js",
        "speech_sound.js",
        "speech_mark.js",
        "speech_text.js",
        "speech_checkpoint.js",
        "speech_chain.js",
        "speech_player.js",
        "speech_picture.js",
        "speech_word.js",
        "speech_controls.js",
        "speech.js",
        shared=SHARED,
    )
    _css = read_styles("live.css", "written.css", "speech.css")

    def __init__(
        self,
        chain: Chain,
        text: str,
        *,
        presets: Mapping[str, Mapping[str, Any]] | None = None,
        exact: bool = False,
        name: str = "A voice in the page",
        caption: str = CAPTION,
        credit: str = "",
        **settings: Any,
    ):
        self._networks = networks_of(chain)
        self._chain = chain
        words = {"name": name, "caption": caption, "credit": credit}
        super().__init__(pack_chain(chain, exact), text, presets, settings, **words)

    def make_scene(self, text: str, **given: Any) -> dict[str, Any]:
        """A scene of this figure, as `speech_scene.make_scene` takes it."""
        return make_scene(text, **given)

    def rounded(self) -> Chain:
        """The chain as the page has it: with the weights that its file holds."""
        return chain_of(self.weights)

    def said(self, scene: Mapping[str, Any] | None = None) -> Spoken:
        """What the page says for a scene, computed by PyTorch with the page's weights."""
        return spoken(self.rounded(), self.scene if scene is None else scene)

    def save(self, path: str | Path) -> None:
        """Write the chain and its list of words to a file, which the figure takes.

        A byte a weight, as `speech.loaded` reads it. Raises `ValueError` if there is no such
        folder.
        """
        files.require_place(Path(path))
        files.write_atomically(Path(path), pack_chain(self._chain))

    def still(self) -> Figure:
        """The first frame as a picture, for a reader without JavaScript and for print."""
        figure = Figure(figsize=(6.4, 3.0), layout="constrained")
        ax = figure.subplots()
        draw_said(ax, self.said())
        ax.set_title(f"“{self.scene['text'][:60]}”", parse_math=False)
        return figure

    # nbval compares this text: no memory address, and nothing that training decides.
    def __repr__(self) -> str:
        weights = sum(value.numel() for it in self._networks.values() for value in it.parameters())
        return f"SpeechExplorer({weights} weights, {len(self._chain.words)} words)"
