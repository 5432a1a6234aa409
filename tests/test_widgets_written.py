"""What both figures with a written scene keep: a scene has a text, and there is a still picture."""

import base64

import pytest
import speech_figure
import text_figure

FIGURES = pytest.mark.parametrize("explorer", [speech_figure.explorer, text_figure.explorer])


@FIGURES
def test_a_scene_without_a_text_is_refused(explorer):
    made = explorer()
    chosen = {name: value for name, value in made.scene.items() if name != "text"}
    with pytest.raises(ValueError, match="needs a text"):
        made.scene = chosen


@FIGURES
def test_the_figure_is_shown_with_a_still_picture_that_is_the_same_each_time(explorer):
    first, second = (explorer()._repr_mimebundle_()[0] for _ in range(2))
    assert "application/vnd.jupyter.widget-view+json" in first
    assert base64.b64decode(first["image/png"]).startswith(b"\x89PNG")
    assert first["image/png"] == second["image/png"]
