"""The live GAN's arithmetic in a real browser, against PyTorch's stored numbers."""

import json
import math

import gan_game_cases
import numpy as np
import pytest
from game_page import busy_clock, module_page, play

CASES = json.loads(gan_game_cases.STORED.read_text("utf-8"))
NAMES = [f"{case['kind']}-{index % 2}" for index, case in enumerate(CASES)]
TOLERANCE = 1e-5
# Both networks of a case, and its batches as arrays.
SET_UP = """function setUp(stored) {
    const numbers = (values) => Float64Array.from(values);
    const networks = {};
    for (const name of ["generator", "discriminator"]) {
        networks[name] = game.createNetwork(stored.sizes[name]);
        networks[name].parameters.set(stored.start[name]);
        networks[name].adam = game.createAdam(networks[name].parameters.length, game.BETAS);
    }
    const batches = stored.batches.map((batch) =>
        Object.fromEntries(Object.entries(batch).map(([key, list]) => [key, numbers(list)])));
    return {...networks, batches, kind: game.LOSSES[stored.kind]};
}"""
FIRST_GRADIENTS = f"""stored => {{ {SET_UP}
    const {{generator, discriminator, batches, kind}} = setUp(stored);
    const [{{real, noise, mix}}] = batches;
    const made = game.forward(generator, noise);
    const fake = made.at(-1);
    const between = real.map((x, i) => mix[i >> 1] * x + (1 - mix[i >> 1]) * fake[i]);
    const gradient = new Float64Array(discriminator.parameters.length);
    const loss = game.addPenalty(discriminator, gradient, between, 1);
    const list = (answer) => ({{loss: answer.loss, gradient: [...answer.gradient]}});
    return {{
        samples: [...fake],
        discriminator: list(game.discriminatorGradient(discriminator, kind, real, fake, mix)),
        generator: list(game.generatorGradient(generator, discriminator, kind, made)),
        penalty: list({{loss, gradient}}),
    }};
}}"""
PLAY = f"""stored => {{ {SET_UP}
    const {{generator, discriminator, batches, kind}} = setUp(stored);
    for (const batch of batches)
        game.playRound({{generator, discriminator}}, kind, stored.rates, batch);
    return {{generator: [...generator.parameters], discriminator: [...discriminator.parameters]}};
}}"""


@pytest.fixture(scope="module")
def page(browser):
    with module_page(browser) as page:
        yield page


def test_the_stored_cases_are_what_pytorch_says():
    fresh = gan_game_cases.cases()
    assert len(fresh) == len(CASES) == 6
    for stored, made in zip(CASES, fresh, strict=True):
        for player in ("generator", "discriminator", "penalty"):
            assert stored[player]["loss"] == pytest.approx(made[player]["loss"], abs=1e-7)
            assert stored[player]["gradient"] == pytest.approx(made[player]["gradient"], abs=1e-7)
        for player, end in made["end"].items():
            assert stored["end"][player] == pytest.approx(end, abs=1e-7)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_gradients_equal_pytorchs(page, case):
    found = page.evaluate(FIRST_GRADIENTS, case)
    assert found["samples"] == pytest.approx(case["samples"], abs=TOLERANCE)
    for player in ("discriminator", "generator", "penalty"):
        assert found[player]["loss"] == pytest.approx(case[player]["loss"], abs=TOLERANCE), player
        expected = case[player]["gradient"]
        assert np.abs(expected).max() > 0.01, "a case whose gradient vanishes tests nothing"
        assert found[player]["gradient"] == pytest.approx(expected, abs=TOLERANCE), player


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_rounds_end_where_pytorchs_adam_ends(page, case):
    found = page.evaluate(PLAY, case)
    for player, end in case["end"].items():
        moved = np.abs(np.subtract(end, case["start"][player])).max()
        assert moved > gan_game_cases.RATES[player]
        assert found[player] == pytest.approx(end, abs=TOLERANCE), player


def test_random_numbers_are_those_of_xoshiro128(page):
    """The first ten outputs after the state 1, 2, 3, 4, by a reading of the algorithm in Python."""

    def rotate(x, by):
        return (x << by | x >> 32 - by) % 2**32

    s = [1, 2, 3, 4]
    expected = []
    for _ in range(10):
        expected.append((rotate((s[0] + s[3]) % 2**32, 7) + s[0]) % 2**32)
        a, b, c, d = s
        s = [a ^ b ^ d, a ^ b ^ c, a ^ c ^ (b << 9) % 2**32, rotate(b ^ d, 11)]
    script = """() => { const random = game.randomFrom(Uint32Array.of(1, 2, 3, 4));
        return Array.from({length: 10}, () => random() * 2 ** 32); }"""
    assert page.evaluate(script) == expected


def test_normal_points_are_normal(page):
    script = "() => [...game.normalPoints(50000, game.createRandom(7), 2)]"
    x, y = np.reshape(page.evaluate(script), (-1, 2)).T / 2
    for values in (x, y, (x + y) / math.sqrt(2)):
        assert abs(values.mean()) < 4 / math.sqrt(50000)
        assert values.std() == pytest.approx(1, abs=4 / math.sqrt(2 * 50000))
        assert (np.abs(values) < 1.96).mean() == pytest.approx(0.95, abs=0.005)


def drawn(page, kind, points=(), count=4000):
    script = "([kind, points, n]) => [...game.drawData(kind, points, n, game.createRandom(3))]"
    return np.reshape(page.evaluate(script, [kind, list(points), count]), (-1, 2))


def test_the_data_lie_where_they_should(page):
    angles = np.arange(8) * math.pi / 4
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    grid = np.array([(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)])
    own = np.array([(0.5, 0.25), (-1.0, 0.75)])
    for kind, modes in (("ring", ring), ("grid", grid), ("drawing", own)):
        points = drawn(page, kind, own.tolist())
        distances = np.linalg.norm(points[:, None] - modes, axis=2)
        shares = np.bincount(distances.argmin(axis=1), minlength=len(modes)) / len(points)
        assert shares == pytest.approx(1 / len(modes), abs=0.03), kind
        # Within three deviations lies the share 1 - exp(-9/2) of a normal law in the plane.
        assert (distances.min(axis=1) <= 0.15).mean() == pytest.approx(0.989, abs=0.007)
    moons = drawn(page, "moons")
    upper = np.hypot(moons[:, 0] + 0.35, moons[:, 1] + 0.2)
    lower = np.hypot(moons[:, 0] - 0.35, moons[:, 1] - 0.2)
    assert np.minimum(np.abs(upper - 0.7), np.abs(lower - 0.7)).max() < 0.25
    assert (moons[:, 1] > 0.2).mean() == pytest.approx((moons[:, 1] < -0.2).mean(), abs=0.04)


def test_clusters_are_counted(page):
    """One cluster, hit by 97 of 100; another by one, which is just enough; two samples in none."""
    samples = [[1.1, 0.0]] * 97 + [[0.0, 0.9]] + [[0.0, 0.0], [1.2, 0.0]]
    script = "points => game.modeCoverage('ring', Float64Array.from(points.flat()))"
    assert page.evaluate(script, samples) == {"covered": 2, "modes": 8, "good": 0.98}
    assert page.evaluate("game.modeCoverage('moons', new Float64Array(2))") is None


def test_a_seed_is_a_run(page):
    (first,), (again,), (other,) = (play(page, 20, seed=seed) for seed in (5, 5, 6))
    assert first["parameters"] == again["parameters"]
    assert first["parameters"] != other["parameters"]


def test_looking_at_a_run_does_not_change_it(page):
    assert play(page, 20)[0]["parameters"] == play(page, 20, look=True)[0]["parameters"]


def test_the_defaults_cover_the_ring_soon(page):
    assert [stop["covered"] for stop in play(page, 600, 900)] == [8, 8]


def test_a_slow_discriminator_is_a_collapse_and_a_quick_one_cures_it(page):
    quick = {"discriminator_rate": 0.004}
    stops = play(page, 500, 1000, (2000, quick), discriminator_rate=0.0001)
    assert [stop["covered"] <= 3 for stop in stops] == [True, True, False]
    assert stops[-1]["covered"] == 8


def test_thirty_rounds_take_less_than_a_second_of_the_processor(page):
    busy = busy_clock(page)
    play(page, 30)
    start = busy()
    play(page, 60)
    assert 0 < (busy() - start) / 2 < 1
