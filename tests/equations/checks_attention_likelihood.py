"""The factorisation and what its likelihood measures: book/4-mathematics/transformer.md."""

import itertools
import math

import numpy as np
import torch
from checks_attention_layer import KINDS
from registry import checks
from routes import vector
from scipy import special, stats

from genai_utils import losses, metrics
from genai_utils.models import Transformer


def joint(seed, length=3, tokens=3):
    """A distribution of all sequences, as a table with one axis a position."""
    random = np.random.default_rng(seed)
    return random.dirichlet(np.ones(tokens**length)).reshape((tokens,) * length)


def conditionals(table):
    """For each position the table of p(x_t | x_<t), from marginal sums."""
    length = table.ndim
    sums = [table.sum(axis=tuple(range(t, length))) for t in range(length + 1)]
    return [sums[t + 1] / sums[t][..., None] for t in range(length)]


def sequences(table):
    return itertools.product(*(range(size) for size in table.shape))


def scored(table, x):
    """The library's log-likelihood of one sequence under a table of all."""
    parts = [np.log(part[x[:t]]) for t, part in enumerate(conditionals(table))]
    logits = torch.from_numpy(np.stack(parts))[None] + 7.0  # a logit may be shifted
    return losses.autoregressive_log_likelihood(logits, torch.tensor([x])).item()


@checks("eq-autoregressive", tolerance=1e-12)
def autoregressive():
    """A probability is the product of the next piece's, given those before."""
    for seed in range(3):
        table = joint(seed)
        for x in sequences(table):
            factors = [part[x[: t + 1]] for t, part in enumerate(conditionals(table))]
            yield abs(math.prod(factors) - table[x])


@checks("eq-token-log-likelihood", tolerance=1e-12)
def token_log_likelihood():
    """A text's log-likelihood is a sum of log-softmaxes, one for each token."""
    for seed in range(3):
        table = joint(seed)
        for x in sequences(table):
            yield abs(scored(table, x) - math.log(table[x]))
    random = torch.Generator().manual_seed(0)
    logits = 3 * torch.randn(4, 6, 5, generator=random, dtype=torch.double)
    tokens = torch.randint(5, (4, 6), generator=random)
    lengths = (6, 1, 4, 0)
    counted = torch.arange(6) < torch.tensor(lengths)[:, None]
    filled = tokens.where(counted, -100)  # what fills up may be no token at all
    found = losses.autoregressive_log_likelihood(logits, filled, counted)
    for row, length in enumerate(lengths):
        p = special.softmax(logits[row].numpy(), axis=-1)
        oracle = sum(math.log(p[t, tokens[row, t]]) for t in range(length))
        yield abs(found[row].item() - oracle)


def random_model(kind, positions):
    """A transformer over five tokens whose weights are large enough for a leak to show."""
    torch.manual_seed(0)
    model = Transformer(5, 12, 2, 2, context=4, attention=kind, positions=positions).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.5 * torch.randn_like(parameter))
    return model.requires_grad_(False)


def following(model, first, texts):
    """log p of each text after a first token, by the library's model and likelihood."""
    inputs = torch.cat([torch.full((len(texts), 1), first), texts[:, :-1]], dim=1)
    return losses.autoregressive_log_likelihood(model(inputs), texts)


@checks("eq-autoregressive-normalised", tolerance=1e-12)
def normalised():
    """The probabilities of all texts of one length add up to 1."""
    # All 5^4 texts that follow a first token: a model that peeks doesn't sum to 1.
    texts = torch.tensor(list(itertools.product(range(5), repeat=4)))
    for kind, positions in itertools.product(KINDS, ("learned", "rotary")):
        model = random_model(kind, positions)
        for first in range(5):
            yield abs(following(model, first, texts).exp().sum().item() - 1)


@checks("eq-end-token", tolerance=1e-12)
def end_token():
    """Texts that end have probability 1 less what never ends."""
    # Token 4 ends a text. Left: all texts of at most 4 tokens that end. Right: those that haven't.
    for kind, positions in itertools.product(KINDS, ("learned", "rotary")):
        model = random_model(kind, positions)
        ended = 0.0
        for length in range(1, 5):
            letters = itertools.product(range(4), repeat=length - 1)
            texts = torch.tensor([[*text, 4] for text in letters])
            ended += following(model, 0, texts).exp().sum().item()
            unfinished = torch.tensor(list(itertools.product(range(4), repeat=length)))
            yield abs(ended - (1 - following(model, 0, unfinished).exp().sum().item()))
    # One letter, and an end with probability 1/(t+1)² at step t: half of the mass never ends.
    t = np.arange(1.0, 4_000.0)
    going_on = np.cumprod(1 - 1 / (t + 1) ** 2)
    yield np.abs(going_on - (t + 2) / (2 * (t + 1))).max()
    logits = torch.from_numpy(np.log(np.stack([1 - 1 / (t + 1) ** 2, 1 / (t + 1) ** 2], 1)))[:50]
    ended = 0.0
    for length in range(1, 51):
        text = torch.zeros(1, length, dtype=torch.long)
        text[0, -1] = 1
        ended += losses.autoregressive_log_likelihood(logits[None, :length], text).exp().item()
    yield abs(ended - (1 - 52 / 102))


@checks("eq-token-gradient", tolerance=1e-8)
def token_gradient():
    """The loss's slope in a logit is probability less the token that came."""
    random = np.random.default_rng(0)
    logits, tokens, h = random.normal(size=(1, 4, 5)), torch.tensor([[2, 0, 4, 1]]), 1e-5

    def log_p(values):
        return losses.autoregressive_log_likelihood(torch.from_numpy(values), tokens).item()

    for t, i in itertools.product(range(4), range(5)):
        step = np.zeros_like(logits)
        step[0, t, i] = h
        slope = (log_p(logits + step) - log_p(logits - step)) / (2 * h)
        yield abs(slope - (float(tokens[0, t] == i) - special.softmax(logits[0, t])[i]))


@checks("eq-cross-entropy", tolerance=1e-12)
def cross_entropy():
    """For texts, too, the expected loss is entropy plus divergence."""
    for seed in range(5):
        data, model = joint(seed), joint(seed + 100)
        losses_of = [-scored(model, x) for x in sequences(data)]
        mean = float(data.flatten() @ np.array(losses_of))
        entropy = stats.entropy(data.flatten())
        yield abs(mean - entropy - stats.entropy(data.flatten(), model.flatten()))
        yield max(0.0, entropy - mean)
        # The divergence the other way round is another number.
        backwards = stats.entropy(model.flatten(), data.flatten())
        yield float(abs(mean - entropy - backwards) < 1e-3)


@checks("eq-kl-chain", tolerance=1e-12)
def kl_chain():
    """The divergence between texts is the sum of the divergences of their tokens."""
    for seed in range(5):
        data, model = joint(seed), joint(seed + 100)
        total = 0.0
        for t, (p, q) in enumerate(zip(conditionals(data), conditionals(model), strict=True)):
            reached = data.sum(axis=tuple(range(t, data.ndim)))
            for before in itertools.product(range(3), repeat=t):
                total += reached[before] * stats.entropy(p[before], q[before])
        yield abs(total - stats.entropy(data.flatten(), model.flatten()))
        ratios = [scored(data, x) - scored(model, x) for x in sequences(data)]
        yield abs(total - float(data.flatten() @ np.array(ratios)))


@checks("eq-bits-per-character", tolerance=1e-12)
def bits_per_character():
    """Bits for each character of a text."""
    for size in (2, 27, 256):  # an even choice takes log2 of the number of characters
        lengths = torch.tensor([3, 8])
        log_p = -lengths.double() * math.log(size)
        yield abs(metrics.bits_per_character(log_p, lengths) - math.log2(size))
    probabilities = [[0.5, 0.25, 0.125], [0.5]]  # 1 + 2 + 3 and 1 bits for four characters
    log_p = vector(*(math.log(math.prod(p)) for p in probabilities))
    yield abs(metrics.bits_per_character(log_p, torch.tensor([3, 1])) - 7 / 4)


@checks("eq-perplexity", tolerance=1e-12)
def perplexity():
    """Perplexity: one over the geometric mean of the tokens' probabilities."""
    random = np.random.default_rng(0)
    for count in (1, 4, 20):
        p = random.uniform(0.01, 1, size=count)
        log_p = vector(math.log(math.prod(p)))
        yield abs(metrics.perplexity(log_p, torch.tensor([count])) / stats.gmean(1 / p) - 1)
        bits = metrics.bits_per_character(log_p, torch.tensor([count]))
        yield abs(2**bits / stats.gmean(1 / p) - 1)
