"""The ELBO with the exact posterior is the log evidence, by Pyro, and by its formula."""

import math

import pyro
import torch
from pyro import distributions as dist

from genai_utils import losses


def model():
    code = pyro.sample("z", dist.Normal(0.0, 1.0))
    pyro.sample("x", dist.Normal(code, 1.0), obs=torch.tensor(2.0))


def guide():
    pyro.sample("z", dist.Normal(1.0, 0.5**0.5))


theirs = -pyro.infer.Trace_ELBO().loss(model, guide)
x, zero = torch.tensor([[2.0]]), torch.zeros(1, 1)
ours = losses.normal_log_density(x, mu=zero, log_var=zero + math.log(2)).item()
print(f"{theirs:.3f} {ours:.3f}")
