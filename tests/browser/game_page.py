"""A page with the live GAN alone, and its module for the tests of its arithmetic."""

import contextlib
import json
import re
from pathlib import Path

from ipywidgets.embed import embed_data

from genai_utils.widgets import GanGame

LOADER = Path(__file__).parents[2] / "assets" / "live.js"
VIEW = "application/vnd.jupyter.widget-view+json"
# Sets `game` to the figure's module, and to what is inside it.
LOAD = """async text => {
    const inside = `BETAS, LOSSES, addPenalty, createAdam, createGame, createNetwork, createRandom,
        describe, arrows, discriminatorGradient, drawData, forward, generatorGradient, modeCoverage,
        normalPoints, playOne, playRound, pushes, randomFrom, startRun, takeTurn`;
    const open = new Blob([`${text}; export { ${inside} };`], {type: "text/javascript"});
    window.game = await import(URL.createObjectURL(open));
}"""
# Plays a run up to each stop, (rounds, what changes before): clusters covered, share of good
# samples, the last round's losses, and the generator's parameters.
RUN = """([settings, stops, look]) => {
    const model = {get: (key) => settings[key], set: (key, value) => { settings[key] = value; }};
    const run = game.startRun(model);
    return stops.map(([rounds, change]) => {
        Object.assign(settings, change);
        while (run.rounds < rounds) {
            game.takeTurn(run, model);
            game.playOne(run, model);
            if (look) game.describe(run, settings.data);
        }
        const samples = game.forward(run.generator, run.noise).at(-1);
        const found = game.modeCoverage(settings.data, samples);
        return {...found, losses: run.losses, parameters: [...run.generator.parameters]};
    });
}"""
SETTINGS = ("preset", "data", "points", "loss", "generator_rate", "discriminator_rate", "seed")


def write_page(folder, figure, before=""):
    """The page's address, from the disk."""
    state = json.dumps(embed_data([figure], drop_defaults=False)["manager_state"])
    (folder / "state.js").write_text(f"liveState = {state};", "utf-8")
    (folder / "live.js").write_text(LOADER.read_text("utf-8"), "utf-8")
    view = f'<script type="{VIEW}">{json.dumps({"model_id": figure.model_id})}</script>'
    page = folder / "page.html"
    page.write_text(
        f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A game</title>
        <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
        <script src="live.js" data-state="state.js"></script>
        <body><h1>A game</h1>{before}{view}</body></html>""",
        "utf-8",
    )
    return page.as_uri()


@contextlib.contextmanager
def listening(browser, **options):
    """A browser page; whatever it complains about by the end is an error."""
    complaints = []
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@contextlib.contextmanager
def module_page(browser):
    """A page on which `game` is the figure's module."""
    with listening(browser) as page:
        page.evaluate(LOAD, GanGame._esm)
        yield page


def busy_clock(page):
    """A function that says how many seconds of the processor's time the page has taken so far.

    Wall time would count what else the machine does.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy():
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(m["value"] for m in metrics if m["name"] == "TaskDuration")

    return busy


def play(page, *stops, look=False, **settings):
    """What a run with these settings has come to at each stop: rounds, or (rounds, changes)."""
    figure = GanGame(**settings)
    values = {key: getattr(figure, key) for key in SETTINGS}
    stops = [stop if isinstance(stop, tuple) else (stop, {}) for stop in stops]
    return page.evaluate(RUN, [values, stops, look])


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def status(page):
    return page.get_by_role("status").inner_text()


def rounds(page):
    return int(re.match(r"Round (\d+)", status(page))[1])


def samples(page):
    return page.locator(".plane .samples").get_attribute("d")


def choose(page, label, value):
    page.get_by_role("combobox", name=label, exact=True).select_option(value)


def wait_for_rounds(page, count):
    page.wait_for_function(
        f"Number(document.querySelector('[role=status]').textContent.match(/\\d+/)[0]) >= {count}"
    )
