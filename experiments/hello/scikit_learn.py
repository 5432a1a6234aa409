"""A generative model in two lines, a mixture of one Gaussian; its log-density at 0, and ours."""

import numpy as np
import torch
from sklearn.mixture import GaussianMixture

from genai_utils import losses

points = np.array([[-1.0], [1.0]])  # mean 0, variance 1
model = GaussianMixture(1, reg_covar=0).fit(points)
theirs = model.score_samples([[0.0]])[0]
zero = torch.zeros(1, 1)
ours = losses.normal_log_density(zero, mu=zero, log_var=zero).item()
print(f"{theirs:.3f} {ours:.3f}; a draw: {model.sample(1)[0].shape}")
