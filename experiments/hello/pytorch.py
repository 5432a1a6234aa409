"""The slope of the generator's loss at a fake with logit -4, by PyTorch, and ours."""

import torch
from torch.nn.functional import softplus

from genai_utils import losses

logit = torch.tensor([-4.0], requires_grad=True)
theirs = torch.autograd.grad(softplus(-logit).mean(), logit)[0].item()
ours = torch.autograd.grad(losses.generator_loss_non_saturating(logit), logit)[0].item()
print(f"{theirs:.3f} {ours:.3f}")
