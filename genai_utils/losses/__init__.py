"""One function per labelled equation of the book, its terms in the equation's order.

Likelihood terms return one value per example, in nats; the caller takes the mean.
"""

from genai_utils.losses.attention import autoregressive_log_likelihood
from genai_utils.losses.diffusion import (
    diffuse,
    diffusion_posterior,
    diffusion_term,
    noise_prediction_loss,
    velocity,
)
from genai_utils.losses.flow import flow_matching_loss, flow_point, missing_squared_error
from genai_utils.losses.gan import (
    critic_loss,
    discriminator_loss,
    generator_loss_non_saturating,
    generator_loss_saturating,
    gradient_penalty,
    hinge_discriminator_loss,
    hinge_generator_loss,
    least_squares_discriminator_loss,
    least_squares_generator_loss,
    misfiled_loss,
    penalised_critic_loss,
    r1_penalty,
)
from genai_utils.losses.preference import dpo_loss, implicit_reward, preference_loss, tilted
from genai_utils.losses.speech import duration_loss, spelling_loss
from genai_utils.losses.vae import (
    bernoulli_log_likelihood,
    beta_objective,
    elbo,
    importance_weighted_bound,
    kl_normal,
    kl_standard_normal,
    normal_log_density,
    optimal_variance,
)

__all__ = [
    "autoregressive_log_likelihood",
    "bernoulli_log_likelihood",
    "beta_objective",
    "critic_loss",
    "diffuse",
    "diffusion_posterior",
    "diffusion_term",
    "discriminator_loss",
    "dpo_loss",
    "duration_loss",
    "elbo",
    "flow_matching_loss",
    "flow_point",
    "generator_loss_non_saturating",
    "generator_loss_saturating",
    "gradient_penalty",
    "hinge_discriminator_loss",
    "hinge_generator_loss",
    "implicit_reward",
    "importance_weighted_bound",
    "kl_normal",
    "kl_standard_normal",
    "least_squares_discriminator_loss",
    "least_squares_generator_loss",
    "misfiled_loss",
    "missing_squared_error",
    "noise_prediction_loss",
    "normal_log_density",
    "optimal_variance",
    "penalised_critic_loss",
    "preference_loss",
    "r1_penalty",
    "spelling_loss",
    "tilted",
    "velocity",
]
