"""A Fréchet distance in features of our own choice, by torchmetrics, and ours."""

import torch
from torchmetrics.image.fid import FrechetInceptionDistance

from genai_utils import metrics


class Means(torch.nn.Module):
    num_features = 2

    def forward(self, pictures):
        return pictures.double().mean(-1)[:, 0]


torch.manual_seed(0)
real, fake = torch.rand(200, 1, 2, 8), torch.rand(200, 1, 2, 8) * 0.5
theirs = FrechetInceptionDistance(feature=Means(), normalize=True, input_img_size=(1, 2, 8))
theirs.update(real, real=True)
theirs.update(fake, real=False)
ours = metrics.frechet_distance(Means()(real), Means()(fake))
print(f"{theirs.compute().item():.3f} {ours:.3f}")
