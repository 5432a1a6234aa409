"""Right answers to the exercise on printed numbers, written otherwise than the solution."""

import struct

import torch
from answers_vae import answers


@answers("ex-float32")
def packed(value):
    return struct.unpack("f", struct.pack("f", value))[0] == value


@answers("ex-float32")
def by_a_tensor(value):
    return torch.tensor(value, dtype=torch.float32).item() == value
