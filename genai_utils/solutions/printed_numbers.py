"""What a printed number says about the precision in which it was computed."""

import numpy as np


def is_single(value):
    """Whether a number can be a float32: the float32 nearest to it is the number itself."""
    nearest = float(np.float32(value))
    return nearest == value
