"""Right answers to the exercise on printed numbers, written otherwise than the solution."""

import struct

import numpy as np
import torch
from answers_vae import answers


@answers("ex-float32")
def packed(value):
    return struct.unpack("f", struct.pack("f", value))[0] == value


@answers("ex-float32")
def by_a_tensor(value):
    return torch.tensor(value, dtype=torch.float32).item() == value


@answers("ex-float32")
def by_the_last_bits(value):
    return int.from_bytes(struct.pack(">d", value), "big") % 2**29 == 0


@answers("ex-float32")
def as_a_number_of_numpy(value):
    return np.float64(np.float32(value)) == np.float64(value)
