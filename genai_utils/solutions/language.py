"""Answers to the exercises on running text."""

import torch


def bpe_step(words):
    """The most frequent pair, and the words with it joined. {symbols: count} -> pair, the same."""
    counts = {}
    for symbols, count in words.items():
        for place in range(1, len(symbols)):
            pair = symbols[place - 1 : place + 1]
            counts[pair] = counts.get(pair, 0) + count
    best = min(counts, key=lambda pair: (-counts[pair], pair))
    joined = {}
    for symbols, count in words.items():
        found = []
        for symbol in symbols:
            if found and (found[-1], symbol) == best:
                found[-1] += symbol
            else:
                found.append(symbol)
        joined[tuple(found)] = count
    return best, joined


def nucleus_mask(p, mass):
    """Which tokens stay: the fewest likeliest that have the mass. (C,) -> (C,) of booleans."""
    order = p.argsort(descending=True)
    before = p[order].cumsum(0) - p[order]
    kept = torch.zeros_like(p, dtype=torch.bool)
    kept[order] = before < mass
    return kept


def penalised(logits, written, penalty):
    """Logits with a penalty on the tokens in `written`, a list of places. (C,) -> (C,)."""
    seen = torch.zeros_like(logits, dtype=torch.bool)
    seen[written] = True
    lowered = torch.where(logits > 0, logits / penalty, logits * penalty)
    return torch.where(seen, lowered, logits)


def bits_a_character(perplexity, tokens, characters):
    """Bits a character of a text of so many tokens and characters, from its perplexity a token."""
    return tokens * torch.log2(perplexity) / characters


def attend_next(query, key, value, keys, values, turn):
    """What the newest token reads, (d,), behind n others whose keys and values (n, d) are kept."""
    position = len(keys)
    keys = torch.cat([keys, turn(key, position)[None]])
    values = torch.cat([values, value[None]])
    scores = keys @ turn(query, position) / len(query) ** 0.5
    return scores.softmax(0) @ values
