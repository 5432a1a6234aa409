"""The live GAN as its reader uses it: buttons, choices, keys, and what is spoken."""

import re

import pytest
from game_page import LOAD, SETTINGS, choose, press, rounds, samples, status, wait_for_rounds

from genai_utils.widgets import GanGame

SPACER = '<p style="height: 300vh">A long text.</p>'
PICTURE = """canvas => {
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return Array.from(data);
}"""
# A model as JupyterLab's, which sends what was set when `save_changes` is called.
WITH_KERNEL = """values => {
    const handlers = {};
    const unsent = {};
    window.sent = {};
    const model = {
        get: (key) => values[key],
        set(key, value) { values[key] = unsent[key] = value; handlers[`change:${key}`]?.(); },
        save_changes: () => Object.assign(window.sent, unsent),
        on: (event, handler) => { handlers[event] = handler; },
        off: (event, handler) => { if (handlers[event] === handler) delete handlers[event]; },
    };
    document.body.replaceChildren();
    window.stop = game.default.render({ model, el: document.body });
    window.setByKernel = (key, value) => { values[key] = value; handlers[`change:${key}`](); };
    window.listens = () => Object.keys(handlers).length;
}"""


def test_play_pause_step_reset(open_game):
    page = open_game()
    page.get_by_role("button", name="Step").wait_for()
    assert rounds(page) == 0
    start = samples(page)
    press(page, "Step")
    assert rounds(page) == 1
    first = samples(page)
    assert first != start
    press(page, "Play")
    wait_for_rounds(page, 20)
    press(page, "Pause")
    paused, shown = rounds(page), samples(page)
    page.wait_for_timeout(300)
    assert (rounds(page), samples(page)) == (paused, shown), "a paused game must stand still"
    press(page, "Reset")
    assert (rounds(page), samples(page)) == (0, start)
    press(page, "Step")
    assert samples(page) == first, "the same seed must give the same run"


def test_step_while_it_plays_pauses(open_game):
    page = open_game()
    press(page, "Play")
    wait_for_rounds(page, 5)
    press(page, "Step")
    assert page.get_by_role("button", name="Play", exact=True).is_visible()


def test_the_surface_and_both_losses_are_drawn(open_game):
    page = open_game()
    surface = page.locator(".plane canvas")
    before = surface.evaluate(PICTURE)
    for _ in range(3):
        press(page, "Step")
    assert surface.evaluate(PICTURE) != before
    for player in ("discriminator", "generator"):
        path = page.locator(f".curves .{player}").get_attribute("d")
        assert len(path.split("L")) == 3
    names = page.locator(".guides text").all_text_contents()
    assert names == ["log 4", "log 2"]


@pytest.mark.parametrize(
    ("label", "value"),
    [("Data", "moons"), ("Losses", "wasserstein"), ("Losses", "saturating")],
)
def test_a_choice_starts_a_new_run(open_game, label, value):
    page = open_game()

    def after_ten():
        for _ in range(10):
            press(page, "Step")
        return samples(page)

    usual = after_ten()
    choose(page, label, value)
    assert rounds(page) == 0
    assert after_ten() != usual


def test_a_seed_is_chosen_and_nonsense_is_put_back(open_game):
    page = open_game()
    seed = page.get_by_label("Seed")
    start = samples(page)
    seed.fill("7")
    seed.press("Enter")
    assert samples(page) != start
    for nonsense in ("-1", "1.5", ""):
        seed.fill(nonsense)
        seed.blur()
        assert seed.input_value() == "7"
    seed.fill("0")
    seed.blur()
    assert samples(page) == start


@pytest.mark.parametrize("player", ["generator", "discriminator"])
def test_a_learning_rate_counts_from_the_next_round_on(open_game, player):
    page = open_game()
    label = f"{player.capitalize()}’s learning rate"
    usual = page.get_by_role("combobox", name=label, exact=True).input_value()
    ends = []
    for value in ("0.01", usual):
        press(page, "Step")
        choose(page, label, value)
        assert rounds(page) == 1
        for _ in range(10):
            press(page, "Step")
        ends.append(samples(page))
        press(page, "Reset")
    assert ends[0] != ends[1]


def test_everything_is_reached_by_the_tab_key(open_game):
    page = open_game()
    page.get_by_role("button", name="Play").wait_for()
    reached = []
    for _ in range(10):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent"
            )
        )
    starts = "Script, at most three,Play,Step,Reset,Data,Losses,Generator’s,Discriminator’s,Seed"
    assert [text[: len(start)] for text, start in zip(reached, starts.split(","), strict=True)] == (
        starts.split(",")
    )
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Space")
    wait_for_rounds(page, 3)


def test_it_speaks_when_it_pauses_and_not_while_it_plays(open_game):
    page = open_game()
    live = page.get_by_role("status")
    assert live.get_attribute("aria-live") == "polite"
    press(page, "Play")
    assert live.get_attribute("aria-live") == "off"
    wait_for_rounds(page, 10)
    press(page, "Pause")
    assert live.get_attribute("aria-live") == "polite"
    words = r"Round \d+: discriminator’s loss \d\.\d\d, generator’s \d\.\d\d; "
    words += r"\d+ % of the samples in clusters, \d of 8 clusters reached\."
    assert re.match(words, status(page))


def test_reduced_motion_shows_a_picture_a_second(open_game):
    page = open_game(reduced_motion="reduce")
    page.get_by_role("button", name="Play").wait_for()
    page.evaluate("""() => {
        window.pictures = 0;
        new MutationObserver((changes) => { window.pictures += 1; })
            .observe(document.querySelector(".plane .samples"), {attributes: true});
    }""")
    press(page, "Play")
    page.wait_for_timeout(2500)
    press(page, "Pause")
    assert 2 <= page.evaluate("window.pictures") <= 5
    assert rounds(page) > 10


def test_it_rests_while_it_is_out_of_sight(open_game):
    page = open_game(before=SPACER)
    page.mouse.wheel(0, 20000)
    press(page, "Play")
    wait_for_rounds(page, 5)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(500)
    resting = samples(page)
    page.wait_for_timeout(500)
    assert samples(page) == resting
    page.mouse.wheel(0, 20000)
    page.wait_for_function(
        "d => document.querySelector('.plane .samples').getAttribute('d') !== d", arg=resting
    )


def test_settings_are_sent_to_the_kernel_and_taken_from_it(open_game):
    page = open_game()
    page.evaluate(LOAD, GanGame._esm)
    figure = GanGame()
    values = {key: getattr(figure, key) for key in (*SETTINGS, "name", "caption")}
    page.evaluate(WITH_KERNEL, values)
    choose(page, "Losses", "saturating")
    assert page.evaluate("window.sent") == {"loss": "saturating", "preset": "own"}
    choose(page, "Generator’s learning rate", "0.002")
    assert page.evaluate("window.sent.generator_rate") == 0.002
    page.evaluate("setByKernel('discriminator_rate', 0.01)")
    assert page.get_by_label("Discriminator’s learning rate").input_value() == "0.01"
    page.evaluate("setByKernel('seed', 3)")
    assert page.get_by_label("Seed").input_value() == "3"
    assert page.evaluate("stop() ?? listens()") == 0
