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


class WrittenFigure(SceneFigure):
    """One whose scene is a text and what was chosen for it: what `make_scene` takes.

    `usual` are the settings where a preset or the first scene gives none.
    """

    def __init__(
        self,
        weights: bytes,
        text: str,
        presets: Mapping[str, Mapping[str, Any]] | None,
        usual: Scene,
        **words: str,
    ):
        scenes = {k: self.make_scene(**{**usual, **given}) for k, given in (presets or {}).items()}
        super().__init__(weights, self.make_scene(text, **usual), scenes, **words)

    @traitlets.validate("scene")
    def _is_offered(self, proposal: Any) -> Scene:
        if "text" not in proposal["value"]:
            raise ValueError(f"A scene needs a text, but got {proposal['value']}.")
        return self.make_scene(**proposal["value"])

    def make_scene(self, text: str, **given: Any) -> Scene:
        raise NotImplementedError
