"""The variational autoencoder of chapters 3 and 4, and the linear one whose truth is known."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from genai_utils import precision
from genai_utils.models.inputs import fitting, fitting_batch, require_units
from genai_utils.models.mlp import mlp


class VAE(nn.Module):
    """Encoder q(z|x) = N(mu(x), diag(exp(log_var(x)))) and decoder p(x|z), both small MLPs.

    `hidden` are the encoder's hidden sizes; the decoder mirrors them. Source: kingma2014auto,
    app. C. Raises `ValueError` for a size below one.

    >>> logits, mu, log_var = VAE(pixels=4, hidden=[3], latent=2)(torch.zeros(5, 4))
    >>> logits.shape, mu.shape
    (torch.Size([5, 4]), torch.Size([5, 2]))
    """

    def __init__(self, pixels: int = 784, hidden: Sequence[int] = (400,), latent: int = 20):
        super().__init__()
        require_units(pixels=pixels, hidden=tuple(hidden), latent=latent)
        self.pixels, self.latent = pixels, latent
        self.encoder = mlp([pixels, *hidden, 2 * latent])
        self.decoder = mlp([latent, *reversed(hidden), pixels])

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """mu and log_var of q(z|x). (batch, pixels) -> twice (batch, latent)."""
        x = fitting("x", x, self.pixels, next(self.encoder.parameters()).dtype)
        mu, log_var = self.encoder(x).chunk(2, dim=-1)
        return mu, log_var

    @staticmethod
    def reparameterize(mu: Tensor, log_var: Tensor) -> Tensor:
        """A draw z = mu + sigma * eps with eps ~ N(0, I). Eq. `eq-reparameterize`. Shape of mu.

        Half precision is widened to float32: at |z| = 2 bfloat16 counts in steps of 0.016, which
        a narrow q(z|x) would notice. Raises `ValueError` if shapes or dtypes differ.
        """
        if mu.shape != log_var.shape or mu.dtype != log_var.dtype:
            raise ValueError(
                f"mu and log_var must have one shape and dtype, but got {tuple(mu.shape)} of "
                f"{mu.dtype} and {tuple(log_var.shape)} of {log_var.dtype}: each unit has its own "
                "mean and its own variance."
            )
        mu, log_var = precision.single(mu), precision.single(log_var)
        eps = torch.randn_like(mu)
        return mu + torch.exp(0.5 * log_var) * eps

    def decode(self, z: Tensor) -> Tensor:
        """The logits of p(x|z). (..., latent) -> (..., pixels)."""
        return self.decoder(fitting("z", z, self.latent, next(self.decoder.parameters()).dtype))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """logits, mu and log_var for one draw of z per example."""
        mu, log_var = self.encode(x)
        return self.decode(self.reparameterize(mu, log_var)), mu, log_var


class LinearGaussian:
    """z ~ N(0, I), x|z ~ N(W z + b, s² I): a latent variable model with everything in closed form.

    weight W is (pixels, latent), bias b is (pixels,), variance s² is a positive number. Tensors
    are double precision, on the CPU: this model is the truth that others are compared with.
    Source: tipping1999probabilistic. Raises `ValueError` on shapes that don't fit or s² <= 0.

    >>> model = LinearGaussian(torch.ones(1, 1), torch.zeros(1), variance=1.0)
    >>> model.log_marginal(torch.zeros(1, 1, dtype=torch.double)).item()  # N(0; 0, 2): -log(4π)/2
    -1.2655121234846454
    """

    def __init__(self, weight: Tensor, bias: Tensor, variance: float):
        if weight.dim() != 2 or bias.shape != weight.shape[:1] or not variance > 0:
            raise ValueError(
                "weight (pixels, latent), bias (pixels,) and a positive variance are needed, but "
                f"got {tuple(weight.shape)}, {tuple(bias.shape)} and {variance}."
            )
        precision.require_finite(weight=weight, bias=bias)
        self.weight, self.bias = precision.double(weight), precision.double(bias)
        self.variance = float(variance)

    def log_marginal(self, x: Tensor) -> Tensor:
        """log p(x), exactly, in nats. Eq. `eq-linear-marginal`. (batch, pixels) -> (batch,)."""
        fitting_batch("x", x, len(self.bias), torch.double)
        identity = torch.eye(len(self.bias), dtype=torch.double)
        covariance = self.weight @ self.weight.T + self.variance * identity
        cholesky = torch.linalg.cholesky(covariance)
        whitened = torch.linalg.solve_triangular(cholesky, (x - self.bias).T, upper=False)
        log_det = 2 * cholesky.diagonal().log().sum()
        return -0.5 * (len(self.bias) * math.log(2 * math.pi) + log_det + (whitened**2).sum(0))

    def posterior(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean (batch, latent) and covariance (latent, latent) of p(z|x).

        Eq. `eq-linear-posterior`. (batch, pixels) -> the two.
        """
        fitting("x", x, len(self.bias), torch.double)
        identity = torch.eye(self.weight.shape[1], dtype=torch.double)
        covariance = torch.linalg.inv(identity + self.weight.T @ self.weight / self.variance)
        return (x - self.bias) @ self.weight @ covariance / self.variance, covariance

    def log_likelihood(self, x: Tensor, z: Tensor) -> Tensor:
        """log p(x|z) in nats. (..., pixels), (..., latent) -> (...)."""
        fitting("x", x, len(self.bias), torch.double)
        fitting("z", z, self.weight.shape[1], torch.double)
        squared_error = ((x - z @ self.weight.T - self.bias) ** 2).sum(-1)
        constant = len(self.bias) * math.log(2 * math.pi * self.variance)
        return -0.5 * (constant + squared_error / self.variance)

    def elbo(self, x: Tensor, mu: Tensor, variances: Tensor) -> Tensor:
        """The ELBO, exactly, for q = N(mu, diag(variances)). Eq. `eq-linear-elbo`. -> (batch,)."""
        if not (variances > 0).all():
            raise ValueError(f"positive variances are needed, but got {variances.min().item()}.")
        fitting("variances", variances, self.weight.shape[1], torch.double)
        expected = self.log_likelihood(x, mu)
        noise = 0.5 * (self.weight**2 @ variances.unsqueeze(-1)).sum((-2, -1)) / self.variance
        kl = 0.5 * (mu**2 + variances - variances.log() - 1).sum(-1)
        return expected - noise - kl
