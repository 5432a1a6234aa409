"""What the first notebook says of an upper half follows from what it printed."""

import re

import book_sources
from notebook_rules import outputs, text_of

NAME = "notebooks/1-two-ways-to-model-data.ipynb"
NOTEBOOK, PROSE = book_sources.notebooks()[NAME], book_sources.pages()[NAME]
TOLD = re.compile(r"^given (.+?) +([\d.]+) ± [\d.]+ nats fewer$", re.MULTILINE)


def test_the_digit_is_the_smaller_part_of_what_an_upper_half_tells():
    printed = "\n".join(text_of(output) for _, output in outputs(NOTEBOOK))
    nats = {name: float(number) for name, number in TOLD.findall(printed)}
    assert len(nats) == 4
    half, guessed = nats["the upper half"], nats["the digit, guessed from the upper half"]
    both, digit = nats["the upper half and the digit itself"], nats["the digit itself"]
    assert "less than a third of what the upper half tells is which digit it is" in PROSE
    assert guessed < half / 3
    assert "to somebody who knows the digit, the upper half is worth more than two nats" in PROSE
    assert both - digit > 2
