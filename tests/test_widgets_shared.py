"""What a live figure's Python and JavaScript both need stands in Python alone."""

import json
import re
from pathlib import Path

import pytest

from genai_utils import widgets
from genai_utils.widgets import (
    game_settings,
    generator_scene,
    plane_settings,
    scripts,
    speech_scene,
    speech_tour,
    text_scene,
    text_stages,
)

FOLDER = Path(scripts.__file__).parent
SOURCES = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.js")}
STYLES = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.css")}
# What a figure's own scripts are handed, by the first part of their names.
HANDED = {
    "generator": generator_scene.SHARED,
    "plane": plane_settings.SHARED,
    "speech": speech_scene.SHARED,
    "text": text_scene.SHARED,
}
WORDS = re.compile(r'"[^"]*"|`[^`]*`')
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*[\w])")
# By these the scripts choose.
NAMES = {*game_settings.DATA, *game_settings.LOSSES, "eq-temperature", "eq-truncation"}
NAMES |= {"eq-token-embedding"}
NAMES |= {step["part"] for step in (*text_stages.TOUR, *speech_tour.TOUR)}
NAMES |= {"eq-pulses", "eq-duration-loss", "eq-frame-likelihood"}
NAMES |= {stage[name] for stage in text_stages.STAGES for name in ("key", "where", "name")}
NAMES |= {*plane_settings.WANTED}
for offered in ("data", "sources", "methods", "directions", "dice", "fields", "scenes"):
    NAMES |= {*plane_settings.SHARED[offered]}
# Numbers that are equal by chance: what they are and where they stand.
BY_CHANCE = {
    "random.js": {32},  # bits of a random number
    "text_bars.js": {0.05},  # a step of the temperature
    "text_numbers.js": {0.5, 2.5, 12},  # pixels of a frame; 1e-12
    "text_writing.js": {0.5},  # seconds from which a speed is said
    "text_trace.js": {0.001},  # from where on a number is written with a power of ten
    "drawing.js": {0.05},  # how far apart points of a drawing are at least
    "plane_controls.js": {0.5},  # steps of a slider
    "plane_paths.js": {100},  # per cent
    "plane_tour.js": {10, 50, 100},  # steps that are compared; per cent
    "generator_layers.js": {0.5},  # from −1 … 1 to 0 … 1
    "generator_pictures.js": {0.5},  # a byte is rounded
    "curves.js": {300},  # the width of the curves, and the number of their means
    "square.js": {32},  # cells of the surface
}


def code(text):
    """JavaScript without its remarks."""
    return re.sub(r"(^|\s)//.*", "", text)


def leaves(value):
    """The numbers and words of what is shared; small whole numbers say nothing by themselves."""
    if isinstance(value, dict):
        return leaves([*value.values()])
    if isinstance(value, list | tuple):
        return {leaf for part in value for leaf in leaves(part)}
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return set() if whole and abs(value) < 10 else {value}


def hue_forms(hue):
    """A colour as style sheets and pictures write it."""
    red, green, blue = (int(hue[at : at + 2], 16) for at in (1, 3, 5))
    return {hue, f"{red}, {green}, {blue}", f"{red} {green} {blue}"}


def repeated(text, name=""):
    """What a script or a style sheet says again although it is handed over."""
    text = code(text)
    hues = set(game_settings.HUES.values())
    forms = {form for hue in hues for form in hue_forms(hue)}
    found = {form for form in forms if form in text.lower()}
    if name.endswith(".css"):
        return found
    shared = (
        leaves(HANDED.get(name.partition("_")[0].partition(".")[0], game_settings.SHARED)) - hues
    )
    said = {word[1:-1] for word in WORDS.findall(text) if len(word) > 3}  # no "p"
    numbers = {float(number) for number in NUMBER.findall(WORDS.sub("", text))}
    return found | (shared & said) - NAMES | (shared & numbers) - BY_CHANCE.get(name, set())


@pytest.mark.parametrize("name", [*SOURCES, *STYLES])
def test_nothing_is_said_twice(name):
    assert repeated((SOURCES | STYLES)[name], name) == set()


@pytest.mark.parametrize(
    "line",
    [
        "const EXTENT = 1.6;",
        "const RATES = [0.1, 0.0003];",
        "const UNITS = 32;",
        "const seeds = { max: 2147483647 };",
        "const DATA_HUE = [0, 114, 178];",
        'const data = "#0072B2";',
        'const name = "two moons";',
        "move(0.35 * side);",
    ],
)
def test_a_repetition_is_seen(line):
    assert repeated(line, "new.js") != set()
    assert repeated(f"// {line}", "new.js") == set()


def test_a_number_of_a_figures_own_is_seen():
    assert repeated("const reach = 75;", "generator_map.js") == {75}
    assert repeated("const longest = 600;", "text.js") == {600}


def test_what_is_equal_by_chance_is_there():
    for name, numbers in BY_CHANCE.items():
        assert numbers <= {float(number) for number in NUMBER.findall(code(SOURCES[name]))}


def test_no_function_is_written_twice():
    found = [n for text in SOURCES.values() for n in re.findall(r"^function (\w+)", text, re.M)]
    shared = {name for name in found if found.count(name) > 1}
    assert shared == {"render"}  # each figure's own entrance


@pytest.mark.parametrize(
    ("figure", "shared"),
    [
        (widgets.GanGame, game_settings.SHARED),
        (widgets.GeneratorExplorer, generator_scene.SHARED),
        (widgets.SpeechExplorer, speech_scene.SHARED),
        (widgets.TextExplorer, text_scene.SHARED),
        (widgets.DiffusionPlane, plane_settings.SHARED),
    ],
)
def test_all_of_it_arrives(figure, shared):
    first = str(figure._esm).splitlines()[0]
    handed = json.loads(first.removeprefix("const SHARED = ").removesuffix(";"))
    assert handed == json.loads(json.dumps(shared))
    everything = "".join(SOURCES.values())
    assert [name for name in handed if f"SHARED.{name}" not in everything] == []
