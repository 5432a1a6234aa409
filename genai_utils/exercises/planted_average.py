"""Exercise: an average of weights that has a memory of its own."""

import torch
from torch import nn

from genai_utils.checks import Exercise, Mistake, expect_parts
from genai_utils.solutions import practice

DECAY, STEPS, START = 0.9, 4, [0.5, -1.0, 2.0]
CALLS, OWN = "how often the step is called", "the network's own weights"
DECAYS = {
    "a decay of 1: the weights of the start": 1.0,
    "a decay of 0: the weights of the end": 0.0,
    "a decay of 0.9, one step": DECAY,
    "a decay of 0.9, four steps": DECAY,
}


def _steps(name):
    return 1 if name.endswith("one step") else STEPS


def _averaged(answer, steps, decay):
    """The average, weight before bias; the network afterwards, and how often it was trained."""
    network, calls = nn.Linear(2, 1), []
    with torch.no_grad():
        network.weight.copy_(torch.tensor([START[:2]]))
        network.bias.copy_(torch.tensor(START[2:]))

    def step():
        calls.append(1)
        with torch.no_grad():
            for number, weight in enumerate(network.parameters(), start=1):
                weight += number * len(calls)

    average = answer(network, step, steps, decay)
    words = "a list with a tensor for each parameter is needed: the weight's, then the bias's"
    parts = [part.detach().flatten() for part in expect_parts(average, 2, words)]
    after = [weight.detach().flatten() for weight in network.parameters()]
    return torch.cat(parts), torch.cat(after), float(len(calls))


def see_average(answer):
    seen = {}
    for name, decay in DECAYS.items():
        seen[name], after, calls = _averaged(answer, _steps(name), decay)
    return {CALLS: calls, OWN: after, **seen}


def expect_average():
    """In closed form: after step k a weight is start + pace · k(k + 1)/2; shares of all of them."""
    start, pace = torch.tensor(START), torch.tensor([1.0, 1.0, 2.0])
    right = {CALLS: float(STEPS), OWN: start + pace * STEPS * (STEPS + 1) / 2}
    for name, decay in DECAYS.items():
        last = _steps(name)
        shares = [(1 - decay) * decay ** (last - k) for k in range(1, last + 1)]
        grown = sum(share * k * (k + 1) / 2 for k, share in enumerate(shares, start=1))
        right[name] = start + pace * grown
    return right


AVERAGE = Exercise(
    label="ex-bug-average",
    solution=practice.averaged_weights,
    probe=see_average,
    oracle=expect_average,
    see=("walkthrough-lessons", "5-practice/walkthrough"),
    asks=(
        (CALLS, "How often is the step called? The network should train as long as was asked for."),
        (OWN, "The network's weights are others than its training made. Who writes into them?"),
        (
            "a decay of 1: the weights of the start",
            "With a decay of 1 nothing is taken from the new weights, and the average keeps what "
            "it began with: the weights before the first step. With what does yours begin?",
        ),
        (
            "a decay of 0: the weights of the end",
            "With a decay of 0 all is taken from the newest weights, those after the last step. "
            "Does your average change at all, and does it look before the step or after?",
        ),
        (
            "a decay of 0.9, one step",
            "After one step the average keeps the share `decay` of the start and takes the rest "
            "from the new weights. Which shares has yours?",
        ),
        (
            "a decay of 0.9, four steps",
            "One step is right. At each further step the old average keeps the share `decay`. "
            "Which shares do the weights of the first step and the last have in yours?",
        ),
    ),
    mistakes=(
        Mistake(
            ".detach().clone()",
            ".detach()",
            "The average equals the last weights, to the last bit. What is it made of?",
            "Of the weights' own memory: `detach` cuts the history, not the storage. What the "
            "optimiser writes, the average shows.",
        ),
        Mistake(
            "old.mul_(decay).add_(new.detach(), alpha=1 - decay)",
            "old.mul_(1 - decay).add_(new.detach(), alpha=decay)",
            "With a decay of 0.999, how much of the last weights should the average hold?",
            "A thousandth. The two shares are exchanged.",
        ),
        Mistake(
            "        step()\n",
            "",
            "Did the network train at all?",
            "Nobody calls the step, so the average is one of a single value.",
        ),
        Mistake(
            "alpha=1 - decay",
            "alpha=1",
            "Do the two shares add up to one?",
            "They don't, so this isn't an average: it grows.",
        ),
        Mistake(
            "            old.mul_(decay).add_(new.detach(), alpha=1 - decay)\n",
            "            old = decay * old + (1 - decay) * new.detach()\n",
            "Does your average change at all? It is still what it began with.",
            "An assignment gives the name `old` to a new tensor; the list still holds the one of "
            "before.",
        ),
        Mistake(
            "weight.detach().clone() for",
            "torch.zeros_like(weight) for",
            "With what does your average begin: with the weights before the first step, or with "
            "zeros?",
            "From zero it needs many steps to come near the weights, unless it is corrected.",
        ),
        Mistake(
            "        step()\n        for old, new in zip(average, network.parameters(), "
            "strict=True):\n            old.mul_(decay).add_(new.detach(), alpha=1 - decay)\n",
            "        for old, new in zip(average, network.parameters(), strict=True):\n"
            "            old.mul_(decay).add_(new.detach(), alpha=1 - decay)\n        step()\n",
            "Are the weights taken before the step or after? The last step's never come in.",
            "First the step, then the average.",
        ),
        Mistake(
            "old.mul_(decay).add_(new.detach(), alpha=1 - decay)",
            "old.copy_(new.detach())",
            "Is that an average, or the last weights again? Which share does it keep of itself?",
            "At each step the share `decay` stays.",
        ),
    ),
)
