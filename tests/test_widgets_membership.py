"""One digit in or out: the figure's numbers in the page are those of Python."""

import base64
import json
import math
import subprocess

import numpy as np
import pytest
from book_ext.node import NODE

from genai_utils import privacy
from genai_utils.widgets import OneDigit

RANDOM = np.random.default_rng(0)
INSIDE = RANDOM.random((20, 2)).argsort(0) < 10
RUNS = {
    "1": (RANDOM.normal(-200, 5, (20, 2)), INSIDE),
    "none": (RANDOM.normal(-120, 3000, (20, 2)) + 4000 * INSIDE, INSIDE),
}
PICTURES = RANDOM.integers(0, 256, (2, 784), dtype=np.uint8)
VIEWS = """
const view = (text) => {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new DataView(bytes.buffer);
};
const state = STATE;
const packed = ["scores", "inside", "pictures"];
const model = { get: (name) => (packed.includes(name) ? view(state[name]) : state[name]) };
"""
ASKED = """
const runs = readRuns(model);
console.log(JSON.stringify([runs.map((run) => run.map(areaOf)), ["1", "none"].map(promised)]));
"""

# The figure on elements that draw nothing; what stands under it, before and after two changes.
MOVED = """
const words = [];
const context = { createImageData: () => ({ data: { set() {} } }), putImageData() {} };
add = (parent, tag) => {
  const made = { addEventListener() {}, setAttribute() {}, replaceChildren() {} };
  made.getContext = () => context;
  if (tag === "p") Object.defineProperty(made, "textContent", {
    set: (text) => words.push(text),
    get: () => words.at(-1),
  });
  return made;
};
const handlers = {};
model.on = (event, handler) => { handlers[event] = handler; };
render({ model, el: null });
for (const [name, value] of [["epsilon", 0], ["digit", 1]]) {
  state[name] = value;
  handlers[`change:${name}`]?.();
}
console.log(JSON.stringify(words));
"""


def made():
    return OneDigit(RUNS, PICTURES, ["a plain 1", "an odd 8"])


def in_page(figure, asked):
    """What the script answers to this, from the figure's state."""
    named = ("names", "models", "epsilons", "epsilon", "digit", "caption")
    state = {name: getattr(figure, name) for name in named}
    for name in ("scores", "inside", "pictures"):
        state[name] = base64.b64encode(getattr(figure, name)).decode()
    script = figure._esm.replace("export default", "const unused =")
    asked = VIEWS.replace("STATE", json.dumps(state)) + asked
    done = subprocess.run([NODE, "-e", script + asked], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_page_computes_the_areas_and_the_promise():
    figure = made()
    areas, said = in_page(figure, ASKED)
    for place, name in enumerate(figure.epsilons):
        for digit in range(2):
            figure.epsilon, figure.digit = place, digit
            scores, inside = RUNS[name]
            sides = scores[inside[:, digit], digit], scores[~inside[:, digit], digit]
            assert figure.area() == pytest.approx(privacy.area(*sides))
            assert areas[place][digit] == pytest.approx(figure.area())
    assert f"{privacy.area_bound(1.0, 1e-5):.4f}" in said[0]
    assert "no promise" in said[1]


def test_each_move_changes_what_is_said():
    figure = made()
    said, expected = in_page(figure, MOVED), []
    for figure.epsilon, figure.digit in ((1, 0), (0, 0), (0, 1)):
        expected.append(f"Epsilon {figure.epsilons[figure.epsilon]}: area of the test ")
        expected[-1] += f"{figure.area():.2f}"
    assert [text.split(";")[0] for text in said] == expected


def test_members_score_higher_where_the_training_keeps_them():
    figure = made()
    assert figure.area() > 0.6
    figure.epsilon = 0
    assert math.isclose(figure.area(), 0.5, abs_tol=0.3)


@pytest.mark.parametrize(
    "change",
    [
        {"runs": {"1": (np.zeros((4, 2)), np.zeros((4, 1), bool))}},
        {"runs": {"1": (np.zeros((4, 3)), np.zeros((4, 3), bool))}},
        {"pictures": PICTURES.astype(float)},
        {"pictures": PICTURES[:1]},
    ],
)
def test_what_does_not_fit_is_refused(change):
    given = {"runs": RUNS, "pictures": PICTURES, "names": ["a", "b"]} | change
    with pytest.raises(ValueError, match="needed"):
        OneDigit(**given)


def test_places_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="place"):
        made().epsilon = 2


def test_the_still_shows_the_weakest_and_the_strongest_training():
    titles = [axes.get_title() for axes in made().still().axes]
    assert titles == ["epsilon 1", "epsilon none"]
