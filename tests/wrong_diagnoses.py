"""Wrong answers to the exercises that ask for the fault of recorded runs."""

from wrong_answers import add

from genai_utils.solutions import attention, gan, speech, vae

NAME = "name|did you mean|none of"


def about(label, right, table):
    """One run's pair replaced: name -> (what a hint would speak of, run, pair)."""
    add(label, {name: (words, right | {run: pair}) for name, (words, run, pair) in table.items()})
    first = next(iter(right))
    failure, evidence = right[first]
    add(label, {
        "pair turned round": (NAME + "|failure", right | {first: (evidence, failure)}),
        "a failure that isn't on the list": (NAME, right | {first: ("overfitting", evidence)}),
        "a quantity that isn't recorded": (NAME, right | {first: (failure, "accuracy")}),
        "a misspelt failure": (NAME, right | {first: (failure.replace(" ", "-"), evidence)}),
        "capital letters": (NAME, right | {first: (failure.upper(), evidence)}),
        "no evidence": ("pair", right | {first: failure}),
        "two quantities": ("pair", right | {first: (failure, evidence, evidence)}),
        "a run missing": ("keys", {run: right[run] for run in list(right)[1:]}),
    })  # fmt: skip


C, D, R = "decoder needs no code", "distortion", "rate"
W, N = "rate weighs too much", "rate not in the loss"
CODE = "code|decoder|pixel|distortion|healthy"
about("ex-vae-diagnose", vae.vae_diagnosis(), {
    "A weighs too much": ("avoid|expensive|grows|large|small", "A", (W, R)),
    "A needs no code": ("rate|grows|code", "A", (C, R)),
    "A by its distortion": ("price|other term|alone", "A", (N, D)),
    "A weighs too much, by distortion": ("avoid|expensive|grows|large|small|rate", "A", (W, D)),
    "B weighs too much": (CODE, "B", (W, D)),
    "B without the rate": ("rate|near 0|small|grow|code", "B", (N, D)),
    "B by its rate": ("tells|apart|other quantity|distortion", "B", (C, R)),
    "B weighs too much, by rate": (CODE, "B", (W, R)),
    "C needs no code": (CODE, "C", (C, D)),
    "C without the rate": ("rate|near 0|small|grow|code", "C", (N, D)),
    "C by its rate": ("why|other|distortion|empty", "C", (W, R)),
    "C needs no code, by rate": (CODE, "C", (C, R)),
})  # fmt: skip
add("ex-vae-diagnose", {"B and C exchanged": (
    CODE, vae.vae_diagnosis() | {"B": (W, D), "C": (C, D)})})  # fmt: skip

COLLAPSE, STRONG = "mode collapse", "discriminator too strong"
HIGH, FINE = "learning rate too high", "nothing is wrong"
DL, GL, GG, CL = "discriminator loss", "generator loss", "generator's gradient", "classes"
LOSSES, STILL = "loss|discriminator|ahead", "still|move|gradient|log 4|first epoch|destroy"
DRAWN = "drawn|draw|classes|pictures|count"
about("ex-gan-diagnose", gan.gan_diagnosis(), {
    "A jumps": (LOSSES + "|jump|stead", "A", (HIGH, DL)),
    "A collapsed": (LOSSES + "|noise|draw", "A", (COLLAPSE, DL)),
    "A is fine": (LOSSES + "|draw|gradient", "A", (FINE, DL)),
    "A by its classes": (LOSSES + "|consequence", "A", (STRONG, CL)),
    "A collapsed, by classes": (LOSSES + "|noise|draw", "A", (COLLAPSE, CL)),
    "B is fine": (DRAWN, "B", (FINE, DL)),
    "B is too strong": (DRAWN + "|log 4|loss", "B", (STRONG, DL)),
    "B jumps": (DRAWN + "|gradient|move", "B", (HIGH, GG)),
    "B by its loss": (DRAWN, "B", (COLLAPSE, DL)),
    "B by its gradient": (DRAWN, "B", (COLLAPSE, GG)),
    "B by the generator's loss": (DRAWN, "B", (COLLAPSE, GL)),
    "C is fine": (STILL, "C", (FINE, DL)),
    "C is too strong": (STILL + "|pay", "C", (STRONG, DL)),
    "C collapsed": (STILL + "|draw", "C", (COLLAPSE, CL)),
    "C by its classes": (STILL + "|consequence", "C", (HIGH, CL)),
    "C by the generator's loss": (STILL, "C", (HIGH, GL)),
})  # fmt: skip

LEAK = "mask leaks"
T, H, W = "training loss", "held-out loss", "loss of written text"
BELOW, FAR = "possible|entropy|below|least", "far|above|entropy|jump|bad|least"
about("ex-attention-diagnose", attention.attention_diagnosis(), {
    "A is fine": (FAR, "A", (FINE, T)),
    "A leaks": (FAR + "|too good", "A", (LEAK, T)),
    "A by its text": (FAR + "|evidence|train", "A", (HIGH, W)),
    "A leaks, by its text": (FAR + "|too good", "A", (LEAK, W)),
    "A by the entropy": (FAR + "|evidence|train|rule", "A", (HIGH, "entropy of the source")),
    "B is fine": (BELOW, "B", (FINE, H)),
    "B jumps": (BELOW + "|falls", "B", (HIGH, H)),
    "B by its text": (BELOW, "B", (LEAK, W)),
    "B is fine, by its training": (BELOW, "B", (FINE, T)),
    "C leaks": (BELOW, "C", (LEAK, H)),
    "C jumps": (BELOW + "|stead|far", "C", (HIGH, H)),
    "C by its training": (BELOW + "|held|seen|evidence|train", "C", (FINE, T)),
})  # fmt: skip

SUM, WHERE, SHARED = "sum of the weights", "letter looked at", "letters that share the look"
AXIS, BLIND = "weights over the wrong axis", "query not used"
ADDS, MOVES = "add up|sum|ordinary", "look|letter|phone|move"
about("ex-speech-diagnose", speech.alignment_diagnosis(), {
    "A is blind": (ADDS, "A", (BLIND, SUM)),
    "A is fine": (ADDS, "A", (FINE, SUM)),
    "A by where it looks": (ADDS, "A", (AXIS, WHERE)),
    "A by its sharpness": (ADDS, "A", (AXIS, SHARED)),
    "A is blind, by where it looks": (ADDS, "A", (BLIND, WHERE)),
    "B is fine": (MOVES, "B", (FINE, WHERE)),
    "B on the wrong axis": (MOVES, "B", (AXIS, WHERE)),
    "B by its sum": (MOVES + "|same", "B", (BLIND, SUM)),
    "B on the wrong axis, by its sum": (MOVES, "B", (AXIS, SUM)),
    "C is blind": (MOVES, "C", (BLIND, WHERE)),
    "C on the wrong axis": (MOVES, "C", (AXIS, WHERE)),
    "C by its sum": (MOVES + "|sharp", "C", (FINE, SUM)),
})  # fmt: skip
