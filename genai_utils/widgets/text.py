"""The live figure of a character transformer: what it reads, every number, and what it writes.

The page computes everything in the reader's browser (`text_network.js`); the figure's state is the
same file that `save` writes, with the matrices in one byte a number.
"""

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from matplotlib.figure import Figure

from genai_utils import files, plots
from genai_utils.models.decoding import at_temperature, nucleus, top_k
from genai_utils.models.stored import packed_transformer
from genai_utils.models.transformer import Transformer
from genai_utils.widgets.scene import WrittenFigure
from genai_utils.widgets.scripts import SCENES, read_module, read_styles
from genai_utils.widgets.text_model import (
    describe,
    in_bytes,
    in_numbers,
    logits_of,
    numbers_of,
    pack_model,
    words_of,
)
from genai_utils.widgets.text_scene import FIRST, SHARED, VISIBLE, make_scene

CAPTION = (
    "A transformer that reads and writes in this page. Type a text: bars show what may come next, "
    "and how temperature, top-k and nucleus change it. Click a character to look from there, a "
    "small map to choose a head, a cell to see what its number is made of; the page computes it "
    "again by its equation. Look for a head that reads the character before, and for what greedy "
    "writing comes to."
)
SHOWN = 12  # characters in the still


class TextExplorer(WrittenFigure):
    """A transformer over characters at work on a text that the reader types.

    `model` is a `Transformer` without triples, taken as it is after training; `alphabet` has one
    character for each of its tokens. `text` stands there at first, and further settings are those
    of `make_scene`. `presets` gives labels, and for each the arguments of `make_scene`, `text`
    among them.

    `scene` is where the reader stands: read it back after typing. A file that `save` has written
    can be dropped onto any page with this figure, which then runs on its weights. With `exact` the
    page has the weights in single precision, four times as large.
    Raises `ValueError` for a model, an alphabet or a scene that the page can't show.

    >>> TextExplorer(Transformer(2, width=4, heads=2, layers=1, context=8), "ab", text="abba")
    TextExplorer(2 characters, 1 blocks, 2 heads, 286 weights)
    """

    _esm = read_module(
        *SCENES,
        "random.js",
        "picker.js",
        "seed.js",
        "products.js",
        "text_network.js",
        "text_reading.js",
        "text_decoding.js",
        "text_checkpoint.js",
        "text_scene.js",
        "text_trace.js",
        "links.js",
        "text_numbers.js",
        "text_bars.js",
        "text_heads.js",
        "text_writing.js",
        "tour.js",
        "text.js",
        shared=SHARED,
    )
    _css = read_styles("live.css", "written.css", "text.css")

    def __init__(
        self,
        model: Transformer,
        alphabet: Sequence[str],
        text: str,
        *,
        presets: Mapping[str, Mapping[str, Any]] | None = None,
        exact: bool = False,
        name: str = "A transformer over characters",
        caption: str = CAPTION,
        credit: str = "",
        **settings: Any,
    ):
        self._words = words_of(model, alphabet)
        self._about = describe(self._words)
        self._model = model
        self._tensors = numbers_of(model)
        keep = min(FIRST["keep"], len(self._about["alphabet"]))
        usual = {"keep": keep, **settings}
        weights = pack_model(self._tensors if exact else in_bytes(self._tensors), self._words)
        words = {"name": name, "caption": caption, "credit": credit}
        super().__init__(weights, text, presets, usual, **words)

    def make_scene(self, text: str, **given: Any) -> dict[str, Any]:
        """A scene of this figure, as `text_scene.make_scene` takes it."""
        return make_scene(self._about, text, **given)

    def shares(self, scene: Mapping[str, Any] | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """What may come after a scene's text: the model's shares, and those from which is drawn.

        Both (vocabulary,), eqs. `eq-temperature` and `eq-truncation`. By the model itself; the
        page's weights are rounded to a byte.
        """
        scene = self.scene if scene is None else scene
        logits = logits_of(self._model, self._about, scene["text"])[-1].double()
        colder = top_k(at_temperature(logits, scene["temperature"]), scene["keep"])
        return logits.softmax(0), nucleus(colder, scene["mass"]).softmax(0)

    def rounded(self) -> Transformer:
        """The model as the page has it: a copy whose matrices are rounded to a byte a number."""
        copied = copy.deepcopy(self._model)
        numbers = in_numbers(in_bytes(self._tensors))
        copied.load_state_dict({name: torch.from_numpy(value) for name, value in numbers.items()})
        return copied

    def save(self, path: str | Path) -> None:
        """Write the model and its alphabet to a safetensors file, which the figure takes.

        In half precision, as `models.packed_transformer` has it and `models.load_transformer` reads
        it. Raises `ValueError` if there is no such folder.
        """
        files.require_place(Path(path))
        file = packed_transformer(self._model, self._about["alphabet"])
        files.write_atomically(Path(path), file)

    def still(self) -> Figure:
        """The first frame as a picture, for a reader without JavaScript and for print."""
        own, drawn = self.shares()
        order = own.argsort(descending=True, stable=True)[:SHOWN]
        names = [self._about["alphabet"][token] for token in order]
        figure = Figure(figsize=(6.4, 3.0), layout="constrained")
        ax = figure.subplots()
        places = torch.arange(len(order))
        for shares, shift, hue, label in (
            (own, -0.2, plots.PALETTE[0], "the model"),
            (drawn, 0.2, plots.PALETTE[1], "drawn from"),
        ):
            ax.bar(places + shift, shares[order], 0.4, color=hue, label=label)
        ax.set_xticks(places, [VISIBLE.get(name, name) for name in names], parse_math=False)
        ax.set(ylabel="share", title=f"What comes after “…{self.scene['text'][-40:]}”")
        ax.legend()
        return figure

    # nbval compares this text: no memory address, and nothing that training decides.
    def __repr__(self) -> str:
        about, count = self._about, sum(value.size for value in self._tensors.values())
        return (
            f"TextExplorer({len(about['alphabet'])} characters, {about['layers']} blocks, "
            f"{about['heads']} heads, {count} weights)"
        )
