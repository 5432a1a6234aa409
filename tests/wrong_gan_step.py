"""Wrong answers to the exercise on one step of the adversarial game."""

import torch
from torch.nn import functional as F
from wrong_answers import add

LINES = {
    "fake": "fake = g(z)",
    "critique": "critique = F.softplus(-d(x)).mean() + F.softplus(d(fake.detach())).mean()",
    "d zero": "d_opt.zero_grad()",
    "d back": "critique.backward()",
    "d step": "d_opt.step()",
    "reply": "reply = F.softplus(-d(fake)).mean()",
    "g zero": "g_opt.zero_grad()",
    "g back": "reply.backward()",
    "g step": "g_opt.step()",
    "return": "return critique.item(), reply.item()",
}


def lines(order=tuple(LINES), **changes):
    """The step as lines in this order; a name with `_` for a blank replaces that line."""
    changes = {name.replace("_", " "): line for name, line in changes.items()}
    body = "\n    ".join((LINES | changes)[name] for name in order)
    namespace = {"torch": torch, "F": F}
    exec(f"def step(g, d, g_opt, d_opt, x, z):\n    {body}", namespace)
    return namespace["step"]


def without(*names):
    return tuple(name for name in LINES if name not in names)


def moved(name, after):
    order = list(without(name))
    order.insert(order.index(after) + 1, name)
    return tuple(order)


OPPOSITE = ("fake", "reply", "g zero", "g back", "g step", "critique", "d zero", "d back",
            "d step", "return")  # fmt: skip
OWN = "optimi|whose|own"
FRESH = "noise|same fakes|fakes"
CLEAR = "clear|zero|left|gradients"
MOVES = "step|move|weights"
FIRST = "first|order|before|turn"
add("ex-gan-step", {
    "optimisers exchanged": (OWN, lines(d_zero="g_opt.zero_grad()", d_step="g_opt.step()",
                                        g_zero="d_opt.zero_grad()", g_step="d_opt.step()")),
    "the generator's optimiser for both": (OWN, lines(d_zero="g_opt.zero_grad()",
                                                      d_step="g_opt.step()")),
    "the generator first": (FIRST, lines(OPPOSITE, critique=LINES["critique"].replace(
        "fake.detach()", "g(z).detach()"))),
    "both losses before any step": (FIRST, lines(
        ("fake", "critique", "d zero", "d back", "reply", "g zero", "g back", "d step", "g step",
         "return"))),
    "the reply of before, learned from after": ("in-?place|order|before|modified", lines(
        moved("d step", "reply"))),
    "the discriminator's gradients cleared afterwards only": (CLEAR, lines(moved("d zero",
                                                                                 "d step"))),
    "the generator's cleared before its move": (CLEAR + "|" + MOVES, lines(moved("g zero",
                                                                                 "g back"))),
    "the discriminator's cleared before its move": (CLEAR + "|" + MOVES, lines(moved("d zero",
                                                                                     "d back"))),
    "the generator never steps": (MOVES, lines(without("g step"))),
    "nobody steps": (MOVES, lines(without("g step", "d step"))),
    "no backward for the discriminator": ("backward|gradient|" + MOVES, lines(
        without("d back"))),
    "no backward for the generator": ("backward|gradient|" + MOVES, lines(without("g back"))),
    "nothing cleared": (CLEAR, lines(without("d zero", "g zero"))),
    "fresh noise for the generator": (FRESH, lines(reply="reply = F.softplus(-d(g("
                                                   "torch.randn_like(z)))).mean()")),
    "noise of its own": (FRESH, lines(fake="fake = g(torch.randn_like(z))")),
    "the pair returned the other way": (FIRST, lines(
        **{"return": "return reply.item(), critique.item()"})),
    "their sum returned": ("two losses", lines(**{"return": "return critique.item() + "
                                                            "reply.item()"})),
    "half of the discriminator's loss": ("half|both|sum|terms|log 2|loss", lines(
        critique=LINES["critique"].replace("= ", "= 0.5 * (") + ")")),
    "trained on the data only": ("fakes|both|terms", lines(
        critique="critique = F.softplus(-d(x)).mean()")),
    "trained on the fakes only": ("data|both|terms", lines(
        critique="critique = F.softplus(d(fake.detach())).mean()")),
    "data and fakes exchanged": ("exchang|label|data|fakes", lines(
        critique="critique = F.softplus(d(x)).mean() + F.softplus(-d(fake.detach())).mean()")),
    "the generator judged on the data": ("fakes|data|gradient", lines(
        reply="reply = F.softplus(-d(x)).mean()")),
    "fakes without a history for both": ("detach|gradient|history|record", lines(
        fake="fake = g(z).detach()", critique="critique = F.softplus(-d(x)).mean() + "
                                              "F.softplus(d(fake)).mean()")),
    "two steps of the discriminator": ("how often|once|twice|" + MOVES, lines(
        d_step="d_opt.step(); d_opt.step()")),
    "the reply of afterwards": ("before|after|return", lines(
        **{"return": "return critique.item(), F.softplus(-d(g(z))).mean().item()"})),
    "a shape of its own": ("shape|size|dimension|multipl", lines(
        reply="reply = F.softplus(-d(fake[:, :1])).mean()")),
    "a name that isn't there": ("NameError", lines(reply="reply = F.softplus(-d(fakes)).mean()")),
    "the sum over the batch": ("mean|sum|batch", lines(reply="reply = F.softplus(-d(fake)).sum()")),
    "one optimiser step in the middle of both": (FIRST + "|" + MOVES, lines(
        ("fake", "critique", "d zero", "g zero", "d back", "reply", "g back", "d step", "g step",
         "return"))),
})  # fmt: skip
