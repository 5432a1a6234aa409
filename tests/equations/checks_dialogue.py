"""Looking up, continuing, preferring: book/6-applications/dialogue.md."""

import itertools
import math
from collections import Counter

import formula
import numpy as np
import torch
from registry import checks
from scipy import optimize, stats
from signs import Law

from genai_utils import data, losses, models
from genai_utils.data.dialogue import Exchange
from genai_utils.dialogue import prefix, retrieval

TEXTS = ["are you a robot", "what is a robot", "hello you", "a a b"]
BETAS = (0.3, 1.0, 4.0)


def cases():
    """A reference, a reward and any other policy, over some answers to one question."""
    for seed, size in itertools.product(range(3), (2, 5)):
        random = np.random.default_rng(seed)
        q, p = random.dirichlet(np.ones(size), 2)
        yield q, p, random.normal(size=size)


def vectors(texts):
    """Counts times one plus the log of (1 + texts)/(1 + texts with the word), by hand."""
    words = sorted({word for text in texts for word in text.split()})
    among = Counter(word for text in texts for word in set(text.split()))
    weights = {word: 1 + math.log((1 + len(texts)) / (1 + among[word])) for word in words}
    return np.array([[text.split().count(w) * weights[w] for w in words] for text in texts]), words


@checks("eq-tf-idf", tolerance=1e-10)
def tf_idf():
    """A word counts as often as it stands there, and the more the fewer texts have it."""
    printed = formula.read("eq-tf-idf")
    found = retrieval.Retriever([Exchange(text, "", "", 0) for text in TEXTS])
    names = found.count.get_feature_names_out()
    rows = found.matrix.toarray()  # of length 1; the length is taken out of both
    for row, text in zip(rows, TEXTS, strict=True):
        wanted = {}
        for word in text.split():
            having = sum(word in other.split() for other in TEXTS)
            given = {"c_w(d)": text.split().count(word), "N": len(TEXTS), "N_w": having}
            # The printed right side, with the left side that it gives.
            wanted[word] = printed.values({**given, "v_w(d)": 0.0})[1]
            by_hand = vectors(TEXTS)[0][TEXTS.index(text)][vectors(TEXTS)[1].index(word)]
            yield printed.error({**given, "v_w(d)": by_hand})
        length = math.sqrt(sum(value**2 for value in wanted.values()))
        for name, value in zip(names, row, strict=True):
            yield abs(value - wanted.get(name, 0.0) / length)


@checks("eq-cosine", tolerance=1e-10)
def cosine():
    """The cosine of two texts' vectors: the angle by the law of cosines."""
    printed = formula.read("eq-cosine")
    table, _ = vectors(TEXTS)
    found = retrieval.Retriever([Exchange(text, "", "", 0) for text in TEXTS])
    for (one, a), (other, b) in itertools.product(enumerate(table), repeat=2):
        sides = np.linalg.norm(a), np.linalg.norm(b), np.linalg.norm(a - b)
        angle = (sides[0] ** 2 + sides[1] ** 2 - sides[2] ** 2) / (2 * sides[0] * sides[1])
        yield printed.error({"k(d, d')": angle, "v_w(d)": a, "v_w(d')": b, r"\sum_w": ...})
        rows = found.count.transform([TEXTS[one], TEXTS[other]]).toarray()
        yield abs(rows[0] @ rows[1] - angle)


@checks("eq-answer-loss", tolerance=1e-5)
def answer_loss():
    """The mean over the characters of the answer alone, one prediction at a time."""
    printed = formula.read("eq-answer-loss")
    torch.manual_seed(0)
    model = models.Transformer(len(data.ALPHABET), 8, 2, 1, 32).eval()
    for question, answer in [("Hello", "Hi"), ("a", "Yes it is.")]:
        tokens, counted = prefix.encode_exchanges([Exchange(question, answer, "", 0)])
        start, log_p = len(prefix.prompt(question)), []
        for at in range(start, tokens.shape[1]):
            with torch.no_grad():
                logits = model(tokens[:, :at])[0, -1].double().numpy()
            log_p.append(logits[tokens[0, at]] - np.logaddexp.reduce(logits))
        loss = -prefix.log_likelihood(model, tokens, counted).item() / int(counted.sum())
        given = {"n": len(log_p), r"p(y_t \given x, y_{<t})": np.exp(log_p), r"\sum_t": ...}
        yield printed.error({"L": loss, **given})


@checks("eq-bradley-terry", tolerance=1e-10)
def bradley_terry():
    """How probable a preference is, by the difference of two rewards."""
    printed = formula.read("eq-bradley-terry")
    for one, other in itertools.product((-2.0, 0.0, 0.5, 3.0), repeat=2):
        # Each answer draws its reward plus Gumbel noise, and the larger wins: by quadrature.
        noise, step = np.linspace(-8, 40, 480_001, retstep=True)
        wins = (stats.gumbel_r.pdf(noise) * stats.gumbel_r.cdf(noise + one - other)).sum() * step
        yield printed.error({"P(y, y')": wins, "r(y)": one, "r(y')": other})


@checks("eq-reward-loss", tolerance=1e-6)
def reward_loss():
    """What a preference costs the rewards that made it improbable."""
    printed = formula.read("eq-reward-loss")
    for one, other in itertools.product((-2.0, 0.0, 0.5, 3.0), repeat=2):
        p = math.exp(one) / (math.exp(one) + math.exp(other))
        yield printed.error({"P(y, y')": p, "r(y)": one, "r(y')": other})
        rewards = (torch.tensor([value], dtype=torch.double) for value in (one, other))
        yield abs(losses.preference_loss(*rewards).item() + math.log(p))


def best(q, r, beta):
    """The policy of the greatest reward less beta times the divergence, by SciPy's optimiser."""

    def loss(logits):
        p = np.exp(logits - np.logaddexp.reduce(logits))
        return beta * np.sum(p * np.log(p / q)) - p @ r

    found = optimize.minimize(loss, np.log(q), tol=1e-14).x
    return np.exp(found - np.logaddexp.reduce(found))


@checks("eq-tilted-policy", tolerance=1e-5)
def tilted_policy():
    """The best policy: the reference, each answer weighted by the exponential of its reward."""
    policy, total = (formula.read("eq-tilted-policy", at) for at in (0, 1))
    for (q, _, r), beta in itertools.product(cases(), BETAS):
        z = float(np.mean(np.exp(r / beta) * q) * len(q))
        given = {r"\beta": beta, r"\sum_y": ..., "Z": z}
        yield total.error({**given, "q(y)": q, "r(y)": r})
        found = best(q, r, beta)
        for at in range(len(q)):
            yield policy.error({**given, "p^*(y)": found[at], "q(y)": q[at], "r(y)": r[at]})
        code = losses.tilted(torch.tensor(q).log(), torch.tensor(r), beta).exp().numpy()
        yield np.abs(code - found).max()


@checks("eq-regularised-reward", tolerance=1e-9)
def regularised_reward():
    """Reward less divergence is a constant less the divergence to the best policy."""
    printed = formula.read("eq-regularised-reward")
    for (q, p, r), beta in itertools.product(cases(), BETAS):
        z = q @ np.exp(r / beta)
        optimum = q * np.exp(r / beta) / z
        for policy in (p, q, optimum):
            given = {r"\sim p": Law({"r(y)": r}, policy), "r(y)": r, r"\beta": beta, "Z": z}
            given |= {r"\KL(p \Vert q)": stats.entropy(policy, q)}
            yield printed.error({**given, r"\KL(p \Vert p^*)": stats.entropy(policy, optimum)})


@checks("eq-implicit-reward", tolerance=1e-9)
def implicit_reward():
    """The reward is read off its best policy, up to a constant of the question."""
    printed = formula.read("eq-implicit-reward")
    for (q, _, r), beta in itertools.product(cases(), BETAS):
        weights = [math.exp(value / beta) for value in r]
        z = sum(a * b for a, b in zip(q, weights, strict=True))
        optimum = np.array([a * b / z for a, b in zip(q, weights, strict=True)])
        code = losses.implicit_reward(torch.tensor(optimum).log(), torch.tensor(q).log(), beta)
        yield np.ptp(code.numpy() - r)
        for at in range(len(q)):
            given = {"r(y)": r[at], r"\beta": beta, "Z": z}
            yield printed.error({**given, "p^*(y)": optimum[at], "q(y)": q[at]})


@checks("eq-dpo-loss", tolerance=1e-9)
def dpo_loss():
    """The loss of a preference under the reward for which the policy is the best one."""
    printed = formula.read("eq-dpo-loss")
    for (q, p, _), beta in itertools.product(cases(), BETAS):
        # The reward by solving q e^{r/beta} = p for two answers; its constant is free.
        r = [optimize.brentq(lambda v, k=k: q[k] * math.exp(v / beta) - p[k], -90, 90, xtol=1e-13)
             for k in (0, 1)]  # fmt: skip
        chosen = math.exp(r[0]) / (math.exp(r[0]) + math.exp(r[1]))
        given = {"P(y, y')": chosen, "p(y)": p[0], "p(y')": p[1], "q(y)": q[0], "q(y')": q[1]}
        yield printed.error({**given, r"\beta": beta})
        pair = (torch.tensor([[p[k]], [q[k]]]).log() for k in (0, 1))
        yield abs(losses.dpo_loss(*pair, beta=beta).item() + math.log(chosen))


@checks("eq-dpo-gradient", tolerance=1e-6)
def dpo_gradient():
    """A pair moves the policy by as much as its rewards order it wrongly."""
    printed = formula.read("eq-dpo-gradient")
    for (q, p, slope), beta in itertools.product(cases(), BETAS):

        def log_p(theta, p=p, slope=slope):
            logits = np.log(p) + theta * slope
            return logits - np.logaddexp.reduce(logits)

        def loss(theta, log_p=log_p, q=q, beta=beta):
            gap = beta * ((log_p(theta) - np.log(q))[:2] @ [1, -1])
            return np.logaddexp(0, -gap), gap

        step = 1e-6
        rise = (log_p(step) - log_p(-step)) / (2 * step)
        given = {r"\frac{\d \log p(y)}{\d\theta}": rise[0], r"\beta": beta, "u": loss(0.0)[1]}
        given |= {r"\frac{\d \log p(y')}{\d\theta}": rise[1]}
        found = (loss(step)[0] - loss(-step)[0]) / (2 * step)
        yield printed.error({r"\frac{\d L}{\d\theta}": found, **given})


@checks("eq-best-of-n", tolerance=1e-6)
def best_of_n():
    """How far the best of n draws is from one draw, at most; many rare answers meet it."""
    printed = formula.read("eq-best-of-n")
    for n in (1, 2, 5, 16):
        for q in [*(q for q, _, _ in cases()), np.full(3000, 1 / 3000)]:
            upto = np.cumsum(q)  # the answers stand in the order of their rewards
            chosen = np.diff(upto**n, prepend=0.0)
            given = {r"\KL(p_n \Vert q)": stats.entropy(chosen, q), "n": n}
            yield printed.error(given)
        left, right = printed.values(given)
        yield max(0.0, right - left - 5e-3)  # 3,000 even answers come near the bound
