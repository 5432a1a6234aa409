"""Networks and models, one family a file; no loss and no training."""

from genai_utils.models.vae import VAE, LinearGaussian

__all__ = ["VAE", "LinearGaussian"]
