"""Solutions of the exercises on models that are told a class."""

import torch

from genai_utils import losses


def conditional_losses(discriminator, real, labels, fake, asked):
    """L_D and L_G of a batch; `labels` are the classes of the real, `asked` those of the fakes."""
    on_real = discriminator(real, labels)
    critique = losses.discriminator_loss(on_real, discriminator(fake.detach(), asked))
    reply = losses.generator_loss_non_saturating(discriminator(fake, asked))
    return critique, reply


def conditional_bound(encode, decode, x, labels, eps):
    """The bound on log p(x|y) of each example, in nats, for one draw of the code by `eps`."""
    mu, log_var = encode(x, labels)
    z = mu + torch.exp(0.5 * log_var) * eps
    log_likelihood = losses.bernoulli_log_likelihood(decode(z, labels), x)
    return log_likelihood - losses.kl_standard_normal(mu, log_var)


def class_spread(features, labels):
    """The mean over the classes of the trace of the covariance within the class."""
    traces = [features[labels == c].var(0).sum() for c in labels.unique()]
    return torch.stack(traces).mean()
