"""The live diffusion's arithmetic under node, against PyTorch and this package's own losses."""

import base64
import functools
import math

import numpy as np
import pytest
import torch
from figure_module import evaluate
from torch.distributions import Categorical, Independent, MixtureSameFamily, Normal
from torch.nn.utils import parameters_to_vector

from genai_utils import losses
from genai_utils.losses import flow
from genai_utils.models.flow import back_in_time, transport
from genai_utils.widgets import DiffusionPlane
from genai_utils.widgets.plane_network import plane_inputs, plane_network
from genai_utils.widgets.plane_settings import DEVIATIONS, LEARNING_SIZES, PLACES, SIZES

TOLERANCE = 1e-9
METHODS = ("flow", "diffusion")
LABELS = {"all": (0.0, 0.0), "a": (1.0, 0.0), "b": (0.0, 1.0)}
in_node = functools.partial(evaluate, DiffusionPlane)


@pytest.fixture(autouse=True)
def doubles():
    torch.set_default_dtype(torch.double)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(torch.float)


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def weights(network):
    return numbers(parameters_to_vector(network.parameters()))


def shares(method, time):
    """The shares of data and noise, by the pages: a = τ, b = 1 - τ, or a quarter of a circle."""
    if method == "flow":
        return time, 1 - time
    return math.sin(math.pi / 2 * time), math.cos(math.pi / 2 * time)


def density(data, variance, a=1.0, places=None):
    places = a * torch.tensor(places or PLACES[data])
    parts = Independent(Normal(places, variance**0.5), 1)
    return MixtureSameFamily(Categorical(torch.ones(len(places))), parts)


def score(data, x, a, b, places=None):
    """The gradient of the noisy log density, by automatic differentiation."""
    x = x.clone().requires_grad_()
    noisy = density(data, (a * DEVIATIONS[data]) ** 2 + b**2, a, places)
    return torch.autograd.grad(noisy.log_prob(x).sum(), x)[0]


def batch(count=7):
    names = [list(LABELS)[i % 3] for i in range(count)]
    data, noise = torch.randn(2, count, 2)
    return data, noise, torch.rand(count), names


def loss(method, network, data, noise, time, names):
    """The loss of a method by this package's own functions, on the straight path."""
    label = torch.tensor([LABELS[name] for name in names])
    if method == "flow":
        told = plane_inputs(flow.flow_point(data, noise, time), time, label)
        return flow.flow_matching_loss(network(told), data, noise, torch.ones_like(data)).mean()
    alpha_bar = torch.sin(math.pi / 2 * time) ** 2
    a, b = alpha_bar.sqrt(), (1 - alpha_bar).sqrt()
    x = losses.diffuse(data, noise, alpha_bar) / (a + b)[:, None]
    return losses.noise_prediction_loss(network(plane_inputs(x, a / (a + b), label)), noise).mean()


LEARN = """({method, parameters, batches}) => {
    const learner = createLearner(method, createRandom(0));
    learner.network.parameters.set(parameters);
    const numbers = (list) => Float64Array.from(list);
    const laid = batches.map(([data, noise, times, labels]) =>
        lay(numbers(data), numbers(noise), numbers(times), labels, method));
    const {loss, gradient} = lossAndGradient(learner.network, laid[0]);
    for (const one of laid) learnOne(learner, one);
    return {loss, gradient: [...gradient], end: [...learner.network.parameters]};
}"""


@pytest.mark.parametrize("method", METHODS)
def test_gradients_and_five_rounds_of_learning_equal_pytorchs(method):
    network = plane_network(LEARNING_SIZES)
    start, batches = weights(network), [batch() for _ in range(5)]
    sent = [[numbers(d), numbers(n), numbers(t), names] for d, n, t, names in batches]
    found = in_node(LEARN, {"method": method, "parameters": start, "batches": sent})
    first = loss(method, network, *batches[0])
    gradient = torch.cat([g.flatten() for g in torch.autograd.grad(first, network.parameters())])
    assert gradient.abs().max() > 0.01
    assert found["loss"] == pytest.approx(first.item(), abs=TOLERANCE)
    assert found["gradient"] == pytest.approx(numbers(gradient), abs=TOLERANCE)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.003)
    for drawn in batches:
        optimizer.zero_grad()
        loss(method, network, *drawn).backward()
        optimizer.step()
    assert found["end"] == pytest.approx(weights(network), abs=1e-7)


MIXTURE = "createMixture({get: (key) => ({data, points})[key]})"
GUESS = f"""({{data, points, x, at}}) => {{
    const guess = guessExactly({MIXTURE}, Float64Array.from(x), at);
    return [[...guess.data], [...guess.noise]];
}}"""


@pytest.mark.parametrize(
    ("method", "data"), [("flow", "ring"), ("diffusion", "moons"), ("flow", "drawing")]
)
@pytest.mark.parametrize("time", [0.01, 0.4, 0.95])
def test_the_exact_guess_is_tweedies(method, data, time):
    points = [[0.5, -1.0], [0.2, 0.3], [-1.7, 0.9]]
    places = points if data == "drawing" else None
    a, b = shares(method, time)
    x = torch.randn(5, 2)
    found = in_node(GUESS, {"data": data, "points": points, "x": numbers(x), "at": [a, b]})
    towards = score(data, x, a, b, places)
    assert found[0] == pytest.approx(numbers((x + b**2 * towards) / a), abs=1e-7)
    assert found[1] == pytest.approx(numbers(-b * towards), abs=TOLERANCE)


FIELD = f"""({{data, kind, method, time, x}}) => {{
    const mixture = {MIXTURE.replace("points", "points: []")};
    const guess = (points, at) => guessExactly(mixture, points, at);
    return [...fieldOf(kind, guess, Float64Array.from(x), CURVES[method](time))];
}}"""


@pytest.mark.parametrize("method", METHODS)
def test_the_fields_are_the_score_and_the_probability_flow(method):
    x, time, h = torch.randn(6, 2), 0.6, 1e-6
    asked = {"data": "classes", "method": method, "time": time, "x": numbers(x)}
    a, b = shares(method, time)
    towards = score("classes", x, a, b)
    assert in_node(FIELD, asked | {"kind": "score"}) == pytest.approx(numbers(towards), abs=1e-8)
    later, earlier = shares(method, time + h), shares(method, time - h)
    da, db = ((y - z) / (2 * h) for y, z in zip(later, earlier, strict=True))
    flowing = da / a * x + (da * b**2 / a - db * b) * towards  # eq-probability-flow
    assert in_node(FIELD, asked | {"kind": "velocity"}) == pytest.approx(numbers(flowing), abs=1e-6)


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


def test_the_networks_arrive_in_half_precision():
    torch.set_default_dtype(torch.float)
    networks = {data: plane_network() for data in ("ring", "moons", "classes")}
    script = """({text, x, time}) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        const stored = readNetworks({get: () => new DataView(bytes.buffer)});
        return Object.values(stored).map(({network}) => [...forward(network,
            tellNetwork(Float64Array.from(x), Array(3).fill(time), ["all", "a", "b"])).at(-1)]);
    }"""
    figure, x = DiffusionPlane(networks), torch.randn(3, 2)
    text = base64.b64encode(figure.weights).decode()
    found = in_node(script, {"text": text, "x": numbers(x), "time": 0.7})
    for answers, network in zip(found, networks.values(), strict=True):
        label = torch.tensor([LABELS[name] for name in LABELS], dtype=torch.float)
        said = network.half().float()(plane_inputs(x, torch.full((3,), 0.7), label))
        assert answers == pytest.approx(numbers(said), abs=1e-5)


def test_the_error_is_in_per_cent_of_the_exact_field():
    script = "([x, y]) => errorOf(Float64Array.from(x), Float64Array.from(y))"
    assert in_node(script, [[3.0, 4.0], [3.0, 4.0]]) == 0
    assert in_node(script, [[3.0, 4.0], [0.0, 4.0]]) == pytest.approx(75)


def test_the_least_loss_is_what_the_exact_formula_pays():
    """C of eq-flow-gradient for ring, from PyTorch's own draws and score."""
    script = """() => ["flow", "diffusion"].map((method) => compareLosses(
        createLearner(method, createRandom(1)),
        createMixture({get: () => "ring"}), createRandom(3)))"""
    found = in_node(script)
    places, count = torch.tensor(PLACES["ring"]), 20_000
    data = places[torch.randint(8, (count,))] + DEVIATIONS["ring"] * torch.randn(count, 2)
    noise = torch.randn(count, 2)
    for method, (learned, best) in zip(METHODS, found, strict=True):
        paid = []
        for time in (np.arange(40) + 0.5) / 40:
            a, b = shares(method, time)
            part = slice(None, None, 20)
            x = a * data[part] + b * noise[part]
            towards = score("ring", x, a, b)
            guess = (x + b**2 * towards) / a + b * towards if method == "flow" else -b * towards
            target = data[part] - noise[part] if method == "flow" else noise[part]
            paid.append(((guess - target) ** 2).sum(1).mean().item())
        assert best == pytest.approx(np.mean(paid), abs=0.08), method
        assert learned > best + 0.2
