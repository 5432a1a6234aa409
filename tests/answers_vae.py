"""Right answers to the VAE's exercises, written otherwise than the solutions."""

import torch
from torch.distributions import Bernoulli, Normal, kl_divergence
from torch.nn import functional as F

ANSWERS = {}


def answers(label):
    def remember(answer):
        ANSWERS.setdefault(label, []).append(answer)
        return answer

    return remember


@answers("ex-vae-kl")
def kl_as_many_programs_write_it(mu, log_var):
    return -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp(), dim=1)


@answers("ex-vae-kl")
def kl_by_distributions(mu, log_var):
    q = Normal(mu, log_var.mul(0.5).exp())
    return kl_divergence(q, Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum(dim=-1)


@answers("ex-vae-kl")
def kl_in_a_loop(mu, log_var):
    rows = []
    for m, v in zip(mu, log_var, strict=True):
        rows.append(sum((a * a + torch.exp(b) - b - 1) / 2 for a, b in zip(m, v, strict=True)))
    return torch.stack(rows)


@answers("ex-vae-elbo")
def elbo_by_softplus(logits, x, mu, log_var):
    reconstruction = (x * logits - F.softplus(logits)).sum(1)
    return reconstruction + 0.5 * (1 + log_var - mu**2 - log_var.exp()).sum(1)


@answers("ex-vae-elbo")
def elbo_by_distributions(logits, x, mu, log_var):
    q, prior = Normal(mu, (0.5 * log_var).exp()), Normal(0.0, 1.0)
    return Bernoulli(logits=logits).log_prob(x).sum(-1) - kl_divergence(q, prior).sum(-1)


@answers("ex-vae-reparameterize")
def draw_by_rsample(mu, log_var):
    return Normal(mu, torch.exp(log_var / 2)).rsample()


@answers("ex-vae-reparameterize")
def draw_with_the_noise_turned_round(mu, log_var):
    return mu - log_var.exp().sqrt() * torch.randn(*mu.shape)


@answers("ex-vae-iwae")
def bound_with_the_largest_taken_out(log_weights):
    largest = log_weights.max(0).values
    return largest + (log_weights - largest).exp().mean(0).log()


@answers("ex-vae-step")
def step_in_another_order(model, optimizer, x):
    optimizer.zero_grad()
    logits, mu, log_var = model(x)
    cost = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    cost = cost - 0.5 * (1 + log_var - mu**2 - log_var.exp()).sum()
    (cost / len(x)).backward()
    optimizer.step()
    return cost.detach() / len(x)


@answers("ex-vae-order")
def order_as_a_tuple():
    return "ELBO", "IWAE, K = 10", "log p(x)"


@answers("ex-vae-betas")
def betas_rounded():
    return {"second": 2.05, "first": 3.92}


@answers("ex-vae-diagnose")
def diagnosis_as_lists():
    return {
        "C": ["rate weighs too much", "distortion"],
        "B": ["decoder needs no code", "distortion"],
        "A": ["rate not in the loss", "rate"],
    }


@answers("ex-vae-kl")
def kl_in_double_precision(mu, log_var):
    mu, log_var = mu.double(), log_var.double()
    return 0.5 * (mu.square() + torch.expm1(log_var) - log_var).sum(-1)


@answers("ex-vae-elbo")
def elbo_by_logsigmoid(logits, x, mu, log_var):
    white, black = F.logsigmoid(logits), F.logsigmoid(-logits)
    rate = -0.5 * (1 + log_var - mu.pow(2) - log_var.exp()).sum(1)
    return torch.where(x == 1, white, black).sum(1) - rate


@answers("ex-vae-reparameterize")
def draw_by_addcmul(mu, log_var):
    return torch.addcmul(mu, torch.normal(0.0, 1.0, mu.shape), log_var.div(2).exp())


@answers("ex-vae-iwae")
def bound_in_double_precision(log_weights):
    k = torch.tensor(float(log_weights.shape[0])).double()
    return log_weights.double().logsumexp(0) - k.log()


@answers("ex-vae-step")
def step_that_cleans_up_behind_itself(model, optimizer, x):
    logits, mu, log_var = model(x)
    distortion = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1).mean()
    rate = 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(1).mean()
    loss = distortion + rate
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss
