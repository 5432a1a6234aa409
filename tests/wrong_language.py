"""Wrong answers to the exercises on running text."""

from collections import Counter
from itertools import pairwise

import torch
from wrong_answers import add


def counted(words, times=True, once=False):
    found = Counter()
    for symbols, count in words.items():
        pairs = list(pairwise(symbols))
        for pair in dict.fromkeys(pairs) if once else pairs:
            found[pair] += count if times else 1
    return found


def joined(symbols, pair, first=False):
    row, place, done = [], 0, False
    while place < len(symbols):
        if tuple(symbols[place : place + 2]) == pair and not (first and done):
            row.append("".join(pair))
            place, done = place + 2, True
        else:
            row.append(symbols[place])
            place += 1
    return tuple(row)


def step(best, count=lambda c: c, join=joined, **options):
    def answer(words):
        pair = best(counted(words, **options))
        return pair, {join(symbols, pair): count(c) for symbols, c in words.items()}

    return answer


def first(counts):
    return min(counts, key=lambda pair: (-counts[pair], pair))


OFTEN, TIE = "often|occur|count|frequent|neighbours", "equal|first|characters|order"
add("ex-language-merge", {
    "words count once": (OFTEN, step(first, times=False)),
    "a pair once a word": (OFTEN + "|twice", step(first, once=True)),
    "the rarest": (OFTEN, step(lambda c: min(c, key=lambda p: (c[p], p)))),
    "the last of equals": (TIE, step(lambda c: max(c, key=lambda p: (c[p], p)))),
    "the first in the order of words": (TIE, step(lambda c: max(c, key=c.get))),
    "counts lost": ("count|often", step(first, count=lambda c: 1)),
    "counts doubled": ("count|often", step(first, count=lambda c: 2 * c)),
    "only the first occurrence": (
        "wherever|left|twice|joined", step(first, join=lambda s, p: joined(s, p, first=True))),
    "joined with a hyphen": (
        "one symbol|wherever|merge",
        step(first, join=lambda s, p: tuple(
            x.replace("".join(p), "-".join(p)) if len(x) > 1 else x for x in joined(s, p)))),
    "nothing joined": ("one symbol|wherever|merge", step(first, join=lambda s, p: s)),
    "from the right": (
        "left|again|joined",
        step(first, join=lambda s, p: tuple(
            x[::-1] for x in joined([y[::-1] for y in s[::-1]],
                                    (p[1][::-1], p[0][::-1])))[::-1])),
    "the pair alone": ("unpack|values|pair|two", lambda words: first(counted(words))),
})  # fmt: skip


def mask(rule, descending=True):
    def answer(p, mass):
        order = p.argsort(descending=descending)
        kept = torch.zeros_like(p, dtype=torch.bool)
        kept[order] = rule(p[order].cumsum(0), p[order], mass)
        return kept

    return answer


SET = "stay|mass|set|sum|smallest|likel|enough|how many|many"
add("ex-language-nucleus", {
    "without the one that reaches": (SET, mask(lambda c, p, m: c <= m)),
    "strictly below": (SET, mask(lambda c, p, m: c < m)),
    "one too many at equality": (SET, mask(lambda c, p, m: c - p <= m)),
    "the unlikeliest first": (SET, mask(lambda c, p, m: c - p < m, descending=False)),
    "each by itself, above": (SET, lambda p, m: p >= m),
    "each by itself, below": (SET, lambda p, m: p < m),
    "in the order of ranks": (
        "places|order|rank",
        lambda p, m: p.sort(descending=True).values.cumsum(0)
        - p.sort(descending=True).values < m),
    "in the given order": (
        "order|places|likel|mass|sum", lambda p, m: p.cumsum(0) - p < m),
    "above what is left out": (SET, lambda p, m: p > 1 - m),
    "all": (SET, lambda p, m: torch.ones_like(p, dtype=torch.bool)),
    "the likeliest alone": (SET, lambda p, m: p == p.max()),
    "the others": (SET, mask(lambda c, p, m: c - p >= m)),
    "probabilities": ("type|value|mark|bool|mass|many|tokens", lambda p, m: p * (p >= 0.2)),
})  # fmt: skip


def pay(rule, unique=True):
    def answer(logits, written, penalty):
        found = logits.clone()
        for place in set(written) if unique else written:
            found[place] = rule(found[place], penalty)
        return found

    return answer


FACTOR = "divi|multipl|factor|smaller|likel|subtract|sign"
add("ex-language-penalty", {
    "always divided": (FACTOR, pay(lambda a, r: a / r)),
    "always multiplied": (FACTOR, pay(lambda a, r: a * r)),
    "the other way round": (FACTOR, pay(lambda a, r: a * r if a > 0 else a / r)),
    "subtracted": (FACTOR, pay(lambda a, r: a - r)),
    "its logarithm subtracted": (FACTOR, pay(lambda a, r: a - torch.tensor(r).log())),
    "for each occurrence": ("twice|once", pay(lambda a, r: a / r if a > 0 else a * r, False)),
    "forbidden": (FACTOR + "|infin", pay(lambda a, r: a * 0 - torch.inf)),
    "nothing": (FACTOR, lambda a, w, r: a),
    "everything pays": (
        "never written|weren't written|places|written",
        lambda a, w, r: torch.where(a > 0, a / r, a * r)),
    "the others pay": (
        "spares|written|others",
        lambda a, w, r: torch.where(
            torch.isin(torch.arange(len(a)), torch.tensor(w)),
            a, torch.where(a > 0, a / r, a * r))),
    "positive ones only": (FACTOR, pay(lambda a, r: a / r if a > 0 else a)),
    "negative ones only": (FACTOR, pay(lambda a, r: a if a > 0 else a * r)),
    "a power": (FACTOR, pay(lambda a, r: a.sign() * a.abs() ** (1 / r))),
})  # fmt: skip

UNIT, SHARE = "bit|nat|logarithm|base|unit", "character|token|share|longer|cost"
add("ex-language-perplexity", {
    "nats": (UNIT, lambda p, t, c: t * p.log() / c),
    "decimal": (UNIT, lambda p, t, c: t * p.log10() / c),
    "no logarithm": (UNIT, lambda p, t, c: t * p / c),
    "of a token": (SHARE, lambda p, t, c: p.log2()),
    "the ratio upside down": (SHARE, lambda p, t, c: p.log2() * c / t),
    "of the whole text": (SHARE, lambda p, t, c: t * p.log2()),
    "by the characters alone": (SHARE, lambda p, t, c: p.log2() / c),
    "inside the logarithm": (SHARE + "|add", lambda p, t, c: (p * t / c).log2()),
    "a perplexity": (UNIT + "|cost", lambda p, t, c: p ** (t / c)),
    "negative": (UNIT + "|cost|sign", lambda p, t, c: -t * p.log2() / c),
    "one mean for all": ("shape|each", lambda p, t, c: (t * p.log2()).sum() / c.sum()),
    "a root": (UNIT + "|cost|share", lambda p, t, c: t * p.log2().sqrt() / c),
})  # fmt: skip


def attend(place=len, key_place=None, scale=True, own=True, turned=True, queried=True, again=False):
    def answer(query, key, value, keys, values, turn):
        position = place(keys)
        if again:
            keys = torch.stack([turn(k, n) for n, k in enumerate(keys)]) if len(keys) else keys
        new = turn(key, position if key_place is None else key_place) if turned else key
        asked = turn(query, position) if queried else query
        keys = torch.cat([keys, new[None]]) if own or not len(keys) else keys
        values = torch.cat([values, value[None]]) if own or not len(values) else values
        return (keys @ asked / (2**0.5 if scale else 1)).softmax(0) @ values

    return answer


WHERE = "where|position|stand|turn|distance"
add("ex-language-cache", {
    "at zero": (WHERE, attend(place=lambda k: 0)),
    "one too far": (WHERE, attend(place=lambda k: len(k) + 1)),
    "one too near": (WHERE, attend(place=lambda k: len(k) - 1)),
    "the key at zero": (WHERE, attend(key_place=0)),
    "the key not turned": (WHERE, attend(turned=False)),
    "the query not turned": (WHERE, attend(queried=False)),
    "neither turned": (WHERE, attend(turned=False, queried=False)),
    "kept keys turned again": (WHERE, attend(again=True)),
    "without the root": ("scale|root|divided|width", attend(scale=False)),
    "without itself": ("itself|own|both", attend(own=False)),
    "only itself": (
        "read|kept|position|itself|look", lambda q, k, v, K, V, turn: v),
    "an even mean": (
        "read|score|turn|position|kept|look",
        lambda q, k, v, K, V, turn: torch.cat([V, v[None]]).mean(0)),
    "no softmax": (
        "read|itself|softmax|look|weight",
        lambda q, k, v, K, V, turn: torch.cat([K, turn(k, len(K))[None]])
        @ turn(q, len(K)) @ torch.cat([V, v[None]])),
})  # fmt: skip
