"""Shares behind a judge, drift, the watermark's signal, cost, score, power: 8-outlook/ethics.md."""

import itertools

import formula
import numpy as np
import torch
from registry import checks
from scipy import optimize, stats

from genai_utils import models, shares, watermark
from genai_utils import watermark_law as law

RANDOM = np.random.default_rng(8)


def tensor(values):
    return torch.tensor(np.asarray(values), dtype=torch.double)


def people(counts):
    """A crowd, counted: the truth and a judge's word for each of so many in row i, column j."""
    cells = [(i, j) for (i, j), many in np.ndenumerate(counts) for _ in range(many)]
    return tuple(torch.tensor(column) for column in zip(*cells, strict=True))


CROWDS = [RANDOM.integers(1, 9, (c, c)) + 20 * np.eye(c, dtype=int) for c in (2, 3, 5)]


@checks("eq-confusion", tolerance=1e-12)
def confusion():
    """What a judge shows is each true share, spread over what it takes that class for."""
    printed = formula.read("eq-confusion")
    for counts in CROWDS:
        rows = np.asmatrix(counts / counts.sum(1, keepdims=True))
        truth, word = people(counts)
        shown = np.bincount(word, minlength=len(counts)) / len(word)
        real = np.bincount(truth, minlength=len(counts)) / len(word)
        given = {"o": np.asmatrix(shown).T, "C": rows, "s": np.asmatrix(real).T}
        left, right = printed.values(given)
        yield np.abs(left - right).max()
        yield np.abs(shares.confusion(truth, word, len(counts)).numpy() - rows).max()


@checks("eq-confusion-solved", tolerance=1e-10)
def confusion_solved():
    """The true shares, from those that a judge shows and from how it errs."""
    printed = formula.read("eq-confusion-solved")
    for counts in CROWDS:
        truth, word = people(counts)
        rows = np.asmatrix(counts / counts.sum(1, keepdims=True))
        shown = np.bincount(word, minlength=len(counts)) / len(word)
        real = np.bincount(truth, minlength=len(counts)) / len(word)
        left, right = printed.values(
            {"o": np.asmatrix(shown).T, "C": rows, "s": np.asmatrix(real).T}
        )
        yield np.abs(left - right).max()
        yield np.abs(shares.corrected(tensor(shown), tensor(rows)).numpy() - real).max()


@checks("eq-confusion-two", tolerance=1e-10)
def confusion_two():
    """With two classes: the share shown less the false ones, over how well the judge tells."""
    printed = formula.read("eq-confusion-two")
    for hits, missed, false, right in ((9, 1, 3, 27), (40, 8, 1, 5), (2, 1, 10, 11)):
        whole, own = hits + missed + false + right, hits + missed
        given = {"o": (hits + false) / whole, "s": own / whole}
        given |= {"h": hits / own, "f": false / (false + right)}
        yield printed.error(given)
        matrix = tensor([[right, false], [missed, hits]])
        seen = tensor([1 - given["o"], given["o"]])
        found = shares.corrected(seen, matrix / matrix.sum(1, keepdim=True))
        yield abs(found[1].item() - given["s"])


@checks("eq-confusion-spread", tolerance=1e-12)
def confusion_spread():
    """A judge that hardly tells two classes apart makes the corrected share uncertain."""
    printed = formula.read("eq-confusion-spread")
    for n, shown, hits, false in ((5, 0.3, 0.9, 0.1), (12, 0.5, 0.7, 0.6), (20, 0.08, 0.8, 0.05)):
        counts = np.arange(n + 1)
        estimates = (counts / n - false) / (hits - false)
        chance = stats.binom.pmf(counts, n, shown)
        mean = chance @ estimates
        given = {r"\Var[\hat s]": chance @ (estimates - mean) ** 2}
        yield printed.error({**given, "o": shown, "n": n, "h": hits, "f": false})


@checks("eq-odds-temperature", tolerance=1e-9)
def odds_at_a_temperature():
    """A temperature below 1 raises the odds of what is frequent already."""
    printed = formula.read("eq-odds-temperature")
    for share, tau in itertools.product((0.1, 0.5, 0.6, 0.95), (0.5, 0.8, 1.0, 2.0)):
        logits = torch.log(tensor([share, 1 - share]))
        after = models.at_temperature(logits, tau).softmax(-1)[0].item()
        yield printed.error({"s'": after, "s": share, r"\tau": tau})


@checks("eq-drift", tolerance=1e-9)
def drift():
    """By drawing alone a share moves, a generation after the other, until a group is gone."""
    printed = formula.read("eq-drift")
    for size, begun in ((2, 1), (6, 2), (9, 8)):
        counts = np.arange(size + 1)
        moves = stats.binom.pmf(counts, size, counts[:, None] / size)
        law_of = np.eye(size + 1)[begun]
        for generation in range(1, 5):
            law_of = law_of @ moves
            spread = law_of @ (counts / size - begun / size) ** 2
            given = {r"\Var[s_t]": spread, "s_0": begun / size, "N": size, "t": generation}
            yield printed.error(given)


@checks("eq-watermark", tolerance=1e-6)
def watermark_logits():
    """The mark multiplies each green token's probability by the same factor."""
    printed = formula.read("eq-watermark")
    for seed, strength in ((0, 1.0), (1, 2.5), (2, 0.0)):
        mark = watermark.Mark(seed, before=2, strength=strength)
        written, logits = torch.randint(6, (1, 3)), torch.from_numpy(RANDOM.normal(size=(1, 6)))
        listed = watermark.green(mark, written[:, 1:], torch.arange(6)[None])[0].numpy()
        by_code = watermark.marked_logits(mark, written, logits).softmax(-1)[0].numpy()
        given = {"p": logits.softmax(-1)[0].numpy(), "g": listed.astype(float), r"\delta": strength}
        for i in range(1, 7):
            sums = {"q_i": by_code[i - 1], "i": i, r"\sum_j": range(1, 7)}
            yield printed.error({**given, **sums})


def marked(p, green, strength):
    """Token by token: the marked distribution."""
    raised = [a * np.exp(strength) if g else a for a, g in zip(p, green, strict=True)]
    return np.array(raised) / sum(raised)


CASES = [
    (RANDOM.dirichlet(np.ones(size)), RANDOM.random(size) < 0.5, strength)
    for size, strength in ((3, 1.0), (8, 2.0), (8, 0.3), (20, 4.0))
]


@checks("eq-watermark-share", tolerance=1e-6)
def watermark_share():
    """How probable a green token is after marking depends on the green mass alone."""
    printed = formula.read("eq-watermark-share")
    for p, green, strength in CASES:
        share = marked(p, green, strength)[green].sum()
        yield printed.error({"r": share, "m": p[green].sum(), r"\delta": strength})
        yield abs(law.marked_share(tensor(p[green].sum()), strength).item() - share)


@checks("eq-watermark-cost", tolerance=1e-6)
def watermark_cost():
    """What a mark costs at one place, as a divergence."""
    printed = formula.read("eq-watermark-cost")
    for p, green, strength in CASES:
        q = marked(p, green, strength)
        nats, mass = stats.entropy(q, p), p[green].sum()
        given = {r"\KL(q \,\|\, p)": nats, "r": q[green].sum(), "m": mass, r"\delta": strength}
        yield printed.error(given)
        yield abs(law.cost_bits(tensor(mass), strength).item() - nats / np.log(2))


def over_lists(p, share, strength):
    """The mean probability of a green token, over every list there is."""
    whole = 0.0
    for green in itertools.product((False, True), repeat=len(p)):
        chance = np.prod(np.where(green, share, 1 - share))
        whole += chance * marked(p, green, strength)[np.array(green)].sum()
    return whole


def in_dust(share, strength, many=20_000):
    """The same for many tokens, all alike: by the law of how many of them are green."""
    counts = np.arange(many + 1)
    raised = np.exp(strength) * counts
    return stats.binom.pmf(counts, many, share) @ (raised / (raised + many - counts))


@checks("eq-watermark-entropy", tolerance=1e-4)
def watermark_entropy():
    """The more a model is undecided, the more green a mark can bring."""
    printed, factor = (formula.read("eq-watermark-entropy", place) for place in (0, 1))
    dust, sure = np.full(20_000, 1 / 20_000), np.array([1.0, 0.0])
    for share, strength in ((0.5, 2.0), (0.25, 1.0), (0.7, 0.4)):
        c = optimize.brentq(
            lambda c, a=share, d=strength: np.subtract(*factor.values({"c": c, **names(a, d)})),
            *(-1e3, 1e3),
        )
        # Where one token is certain, and where all are dust, the bound is what happens.
        for p, mean in ((sure, share), (dust, in_dust(share, strength))):
            given = {r"\E[r]": mean, "p": p, "c": c, **names(share, strength), **sums(p)}
            yield np.ptp(printed.values(given))
            yield abs(law.least_share(tensor(p), share, strength).item() - mean)
        p = RANDOM.dirichlet(np.ones(7))
        given = {r"\E[r]": over_lists(p, share, strength), "p": p, "c": c}
        yield printed.error({**given, **names(share, strength), **sums(p)})


def names(share, strength):
    return {r"\gamma": share, r"\delta": strength}


def sums(p):
    return {r"\sum_i": range(1, len(p) + 1)}


@checks("eq-watermark-score", tolerance=1e-9)
def watermark_score():
    """By how many standard deviations a count of greens lies above chance."""
    printed = formula.read("eq-watermark-score")
    for greens, runs, share in ((65, 100, 0.5), (20, 60, 0.25), (0, 9, 0.1)):
        counts = np.arange(runs + 1)
        chance = stats.binom.pmf(counts, runs, share)
        mean = chance @ counts
        z = (greens - mean) / np.sqrt(chance @ (counts - mean) ** 2)
        yield printed.error({"z": z, "k": greens, "n": runs, r"\gamma": share})
        yield abs(watermark.z_score(greens, runs, share) - z)


POWERS = [(40_000, 0.52, 0.5, 4.0), (90_000, 0.26, 0.25, 3.0), (60_000, 0.11, 0.1, 6.0)]


def tail(runs, rate, share, limit):
    """How often the score exceeds the limit if each run is green at this rate: exactly."""
    least = share * runs + limit * np.sqrt(runs * share * (1 - share))
    return stats.binom.sf(np.floor(least), runs, rate)


@checks("eq-watermark-power", tolerance=2e-2)
def watermark_power():
    """How often a marked text of so many runs is found."""
    printed = formula.read("eq-watermark-power")
    for runs, rate, share, limit in POWERS:
        exact = tail(runs, rate, share, limit)
        given = {"x": stats.norm.ppf(exact), "n": runs, "r": rate, "t": limit}
        yield printed.error({**given, r"\gamma": share})
        yield abs(law.power(runs, rate, share, limit) - exact)


@checks("eq-watermark-length", tolerance=2e-2)
def watermark_length():
    """How many runs a text needs to be found as often as one wants."""
    printed = formula.read("eq-watermark-length")
    for _, rate, share, limit in POWERS:
        for found in (0.3, 0.95):
            needed = optimize.brentq(
                lambda n, r=rate, a=share, t=limit, p=found: tail(int(n), r, a, t) - p, 100, 1e6
            )
            given = {"n": 1.0, "x": stats.norm.ppf(found), "r": rate, "t": limit}
            _, right = printed.values({**given, r"\gamma": share})
            yield abs(right / needed - 1)
            yield abs(law.runs_needed(found, rate, share, limit) / needed - 1)


@checks("eq-watermark-edits", tolerance=1e-12)
def watermark_edits():
    """A run that an edit touches is green by chance alone."""
    printed = formula.read("eq-watermark-edits")
    for rate, share, edited, before in ((0.7, 0.5, 0.1, 3), (0.4, 0.25, 0.6, 1), (0.9, 0.5, 0, 2)):
        after = 0.0
        for hit in itertools.product((False, True), repeat=before + 1):
            chance = np.prod(np.where(hit, edited, 1 - edited))
            after += chance * (share if any(hit) else rate)
        given = {"r'": after, "r": rate, r"\gamma": share, "a": edited, "h": before}
        yield printed.error(given)
        yield abs(law.after_edits(rate, share, edited, before + 1) - after)
