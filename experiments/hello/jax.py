"""The slope of the generator's loss at a fake with logit -4, by JAX, and ours."""

import torch
from jax import grad
from jax.nn import softplus

from genai_utils import losses

theirs = grad(lambda logit: softplus(-logit))(-4.0)
at = torch.tensor([-4.0], requires_grad=True)
ours = torch.autograd.grad(losses.generator_loss_non_saturating(at), at)[0].item()
print(f"{theirs:.3f} {ours:.3f}")
