"""The live diffusion's learning and its exact formulas under node, against PyTorch."""

import base64
import math

import numpy as np
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
    score,
    shares,
    weights,
)

from genai_utils import losses
from genai_utils.losses import flow
from genai_utils.widgets import DiffusionPlane
from genai_utils.widgets.plane_network import plane_inputs, plane_network
from genai_utils.widgets.plane_settings import DEVIATIONS, LEARNING_SIZES, PLACES

doubles = plane_cases.doubles


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


def least_loss(method, data, places, count=1000):
    """What the conditional mean pays, over evenly spread times and PyTorch's draws."""
    paid = []
    for time in (np.arange(40) + 0.5) / 40:
        x_0 = density(data, DEVIATIONS[data] ** 2, places=places).sample((count,))
        noise, (a, b) = torch.randn(count, 2), shares(method, time)
        x = a * x_0 + b * noise
        towards = score(data, x, a, b, places)
        guess = (x + b**2 * towards) / a + b * towards if method == "flow" else -b * towards
        target = x_0 - noise if method == "flow" else noise
        paid.append(((guess - target) ** 2).sum(1).mean().item())
    return np.mean(paid)


@pytest.mark.parametrize("data", ["ring", "classes"])
def test_the_least_loss_is_what_the_exact_formula_pays(data):
    """C of eq-flow-gradient; where there are classes, a quarter of the labels is hidden."""
    script = f"""(data) => {list(METHODS)}.map((method) => compareLosses(
        createLearner(method, createRandom(1)),
        createMixture({{get: () => data}}), createRandom(3), 20000))"""
    found = in_node(script, data)
    for method, (learned, best) in zip(METHODS, found, strict=True):
        paid = least_loss(method, data, PLACES[data])
        if data == "classes":
            paid = 0.25 * paid + 0.75 * least_loss(method, data, PLACES[data][:2])
        assert best == pytest.approx(paid, abs=0.06), method
        assert learned > best + 0.2
