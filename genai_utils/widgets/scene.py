"""What live figures share whose state is a model's file and a scene: where the reader stands."""

from collections.abc import Mapping
from typing import Any

import traitlets

from genai_utils.widgets.still import StillFrame

Scene = dict[str, Any]


class SceneFigure(StillFrame):
    """A figure that runs on `weights`, the bytes of a file, and shows a `scene` of what they make.

    Its script gives `addSceneFigure` (`scene_figure.js`) what is its own.
    """

    weights = traitlets.Bytes().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)
    presets = traitlets.List(traitlets.Dict()).tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    credit = traitlets.Unicode().tag(sync=True)

    def __init__(self, weights: bytes, scene: Scene, presets: Mapping[str, Scene], **words: str):
        listed = [{"label": label, "scene": shown} for label, shown in presets.items()]
        super().__init__(weights=weights, scene=scene, presets=listed, **words)
