"""Wrong answers to the exercises on computing."""

from wrong_answers import add


def attention(maps=4, scores=1, means=1, ops=2, square=True, wide=False, texts=True, heads=True):
    def answer(count, length, width, number):
        other = length if square else 1
        one = width if wide else width // number
        products = (scores + means) * length * other * one * (number if heads else 1)
        return (count if texts else 1) * ops * (maps * length * width**2 + products)

    return answer


PARTS = "product|map|score|mean|value|width|heads|square|grow"
add("ex-compute-attention", {
    "multiplications alone": ("addition|multiplication", attention(ops=1)),
    "three maps": (PARTS, attention(maps=3)),
    "no maps": (PARTS, attention(maps=0)),
    "scores alone": (PARTS, attention(means=0)),
    "maps alone": (PARTS, attention(scores=0, means=0)),
    "keys as wide as tokens": (PARTS, attention(wide=True)),
    "one head": (PARTS, attention(heads=False)),
    "linear in the length": (PARTS, attention(square=False)),
    "one text": (PARTS + "|texts", attention(texts=False)),
    "the way back, too": ("way|forward|back", lambda *sizes: 3 * attention()(*sizes)),
    "the way back alone": (PARTS + "|way|back", lambda *sizes: 2 * attention()(*sizes)),
    "half, for the mask": (PARTS, lambda *sizes: int(attention(scores=0.5, means=0.5)(*sizes))),
})  # fmt: skip

SHARES = "mean|sum|example|share|weigh|batch|bring"
add("ex-compute-all-reduce", {
    "the sum": (SHARES, lambda g, n: g.sum(0)),
    "the plain mean": (SHARES, lambda g, n: g.mean(0)),
    "the sum over examples": (SHARES, lambda g, n: (n[:, None] * g).sum(0)),
    "divided twice": (SHARES, lambda g, n: (n[:, None] * g).sum(0) / n.sum() / len(n)),
    "divided by the processes": (SHARES, lambda g, n: (n[:, None] * g).sum(0) / len(n)),
    "the first alone": (SHARES, lambda g, n: g[0]),
    "the last alone": (SHARES, lambda g, n: g[-1]),
    "weighted the wrong way": (SHARES, lambda g, n: (g / n[:, None]).sum(0) / (1 / n).sum()),
    "the sum of shares over the largest": (SHARES, lambda g, n: (n[:, None] * g).sum(0) / n.max()),
    "all rows": (SHARES + "|shape", lambda g, n: n[:, None] * g / n.sum()),
    "the negative": (SHARES, lambda g, n: -(n[:, None] * g).sum(0) / n.sum()),
})  # fmt: skip
