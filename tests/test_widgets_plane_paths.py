"""How the live diffusion moves its samples, under node, against this package's own steps."""

import plane_cases
import pytest
import torch
from plane_cases import (
    LABELS,
    METHODS,
    MIXTURE,
    TOLERANCE,
    density,
    in_node,
    numbers,
    shares,
    weights,
)

from genai_utils import losses
from genai_utils.models.flow import back_in_time, transport
from genai_utils.widgets.plane_network import plane_inputs, plane_network
from genai_utils.widgets.plane_settings import DEVIATIONS, PLACES, SIZES

doubles = plane_cases.doubles


FOLLOW = """({settings, parameters, sizes, learns, x, w, wanted}) => {
    const network = createNetwork(sizes);
    network.parameters.set(parameters);
    const guess = guide((p, s, c) => guessByNetwork({network, learns}, p, s, c), {w, wanted});
    const states = follow(guess, Float64Array.from(x), settings, createRandom(5));
    return states.map((state) => [...state]);
}"""
FRESH = """({steps, count}) => {
    const random = createRandom(5);
    return Array.from({length: steps}, () => [...normalPoints(count, random)]);
}"""


def followed(network, x, w=0.0, wanted="all", learns="flow", **settings):
    usual = {"method": "flow", "direction": "data", "steps": 8, "dice": "once"}
    asked = {"settings": usual | settings, "parameters": weights(network), "sizes": SIZES}
    asked |= {"learns": learns, "x": numbers(x), "w": w, "wanted": wanted}
    return torch.tensor(in_node(FOLLOW, asked)).reshape(-1, *x.shape)


def fresh_noise(steps, count):
    drawn = torch.tensor(in_node(FRESH, {"steps": steps, "count": count}))
    return drawn.reshape(steps, count, 2)


def answer(network, x, time, wanted="all"):
    label = torch.tensor(LABELS[wanted]).expand(len(x), 2)
    with torch.no_grad():
        return network(plane_inputs(x, torch.full((len(x),), time), label))


def test_the_straight_way_is_eulers():
    network, x = plane_network(), torch.randn(4, 2)
    ends = transport(lambda at, t: answer(network, at, float(t[0])), x, steps=8)
    assert numbers(followed(network, x)[-1]) == pytest.approx(numbers(ends), abs=TOLERANCE)


def test_guidance_follows_the_third_velocity():
    network, x, w = plane_network(), torch.randn(4, 2), 2.5

    def guided(at, t):
        wide, narrow = (answer(network, at, float(t[0]), kind) for kind in ("all", "b"))
        return wide + (1 + w) * (narrow - wide)

    ends = transport(guided, x, steps=8)
    found = followed(network, x, w=w, wanted="b")[-1]
    assert numbers(found) == pytest.approx(numbers(ends), abs=TOLERANCE)
    assert not torch.allclose(found, followed(network, x, wanted="b")[-1], atol=1e-3)


@pytest.mark.parametrize("learns", METHODS)
def test_ancestral_steps_draw_from_the_posterior(learns):
    """The chain of the page on diffusion, with the same noise and the network's guess."""
    network, x = plane_network(), torch.randn(4, 2)
    found = followed(network, x, learns=learns, method="diffusion", dice="always")
    fresh = fresh_noise(8, 4)
    for k in range(1, 7):  # the first step starts without any signal, the last ends without noise
        (a, b), (later, _) = shares("diffusion", k / 8), shares("diffusion", (k + 1) / 8)
        seen, at = found[k] / (a + b), a / (a + b)
        said = answer(network, seen, at)
        if learns == "flow":
            best = seen + (1 - at) * said
        else:
            best = (seen - (1 - at) * said) / at
            best = best.clamp(-2.4, 2.4) if at < 0.5 else best
        mean, variance = losses.diffusion_posterior(found[k], best, a**2, later**2)
        expected = mean + variance.sqrt() * fresh[k]
        assert numbers(found[k + 1]) == pytest.approx(numbers(expected), abs=1e-8), k


def test_noise_is_added_as_the_pages_say():
    network, x = plane_network(), torch.randn(4, 2)
    settings = {"direction": "noise", "dice": "always", "steps": 4}
    fresh = fresh_noise(4, 4)
    for method, state in ((m, followed(network, x, method=m, **settings)) for m in METHODS):
        for k in range(4):
            (later, _), (earlier, _) = (shares(method, 1 - i / 4) for i in (k, k + 1))
            if method == "flow":
                expected = back_in_time(state[k], later, earlier, fresh[k])
            else:
                expected = losses.diffuse(state[k], fresh[k], min(1.0, (earlier / later) ** 2))
            assert numbers(state[k + 1]) == pytest.approx(numbers(expected), abs=1e-7)


def test_without_dice_the_way_back_ends_where_it_began():
    script = f"""({{data}}) => {{
        const mixture = {MIXTURE.replace("points", "points: []")};
        const guess = (p, s) => guessExactly(mixture, p, s);
        const start = normalPoints(50, createRandom(1));
        const way = (x, direction) =>
            follow(guess, x, {{method: "flow", direction, steps: 2000, dice: "once"}}).at(-1);
        const back = way(way(start, "data"), "noise");
        return start.map((value, i) => Math.abs(value - back[i])).reduce((x, y) => x + y) / 100;
    }}"""
    assert 0 < in_node(script, {"data": "classes"}) < 0.02


TILTED = f"""({{data, wanted, w, x}}) => {{
    const mixture = {MIXTURE.replace("points", "points: []")};
    const places = Float64Array.from(x);
    const drawn = drawTilted(mixture, {{wanted, w}}, 20000, createRandom(2));
    return [[...tiltedLogs(mixture, places, [1, 0], {{wanted, w}})],
            shareFar(drawn, mixture, wanted)];
}}"""


def test_the_tilted_density_is_known_and_drawn():
    axis = torch.linspace(-2.4, 2.4, 97)
    x = torch.cartesian_prod(axis, axis)
    both, deviation = PLACES["classes"], DEVIATIONS["classes"]
    a = density("classes", deviation**2, places=both[:2]).log_prob(x)
    logs = 4 * a - 3 * density("classes", deviation**2).log_prob(x)
    found, share = in_node(TILTED, {"data": "classes", "wanted": "a", "w": 3, "x": numbers(x)})
    assert found == pytest.approx(numbers(logs), abs=1e-7)
    outer = torch.cdist(x, torch.tensor(both[:2])).argmin(1) == 0
    assert share == pytest.approx(logs.softmax(0)[outer].sum().item(), abs=0.015)


def test_the_error_is_in_per_cent_of_the_exact_field():
    script = "([x, y]) => errorOf(Float64Array.from(x), Float64Array.from(y))"
    assert in_node(script, [[3.0, 4.0], [3.0, 4.0]]) == 0
    assert in_node(script, [[3.0, 4.0], [0.0, 4.0]]) == pytest.approx(75)
