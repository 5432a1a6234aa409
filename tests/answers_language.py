"""Right answers to the exercises on running text, written otherwise than the solutions."""

import math

import torch
from answers_vae import answers


@answers("ex-language-merge")
def merge_by_places(words):
    counts = {}
    for symbols, count in words.items():
        for place in range(len(symbols) - 1):
            pair = symbols[place], symbols[place + 1]
            counts[pair] = counts.get(pair, 0) + count
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[0][0]
    joined = {}
    for symbols, count in words.items():
        row, place = [], 0
        while place < len(symbols):
            if symbols[place : place + 2] == best:
                row.append("".join(best))
                place += 2
            else:
                row.append(symbols[place])
                place += 1
        joined[tuple(row)] = count
    return best, joined


@answers("ex-language-nucleus")
def mask_one_by_one(p, mass):
    kept, total = torch.zeros(len(p), dtype=torch.bool), 0.0
    for place in sorted(range(len(p)), key=lambda place: -p[place].item()):
        if total >= mass:
            break
        kept[place] = True
        total += p[place].item()
    return kept


@answers("ex-language-penalty")
def penalty_by_loop(logits, written, penalty):
    found = logits.clone()
    for place in set(written):
        found[place] *= 1 / penalty if logits[place] > 0 else penalty
    return found


@answers("ex-language-perplexity")
def bits_by_nats(perplexity, tokens, characters):
    return perplexity.log() / math.log(2) / (characters / tokens)


@answers("ex-language-cache")
def attend_by_loop(query, key, value, keys, values, turn):
    n = len(values)
    rows = [*keys, turn(key, n)]
    asked = turn(query, n)
    weights = torch.stack([(asked @ row / math.sqrt(len(asked))).exp() for row in rows])
    weights = weights / weights.sum()
    return sum(weight * row for weight, row in zip(weights, [*values, value], strict=True))
