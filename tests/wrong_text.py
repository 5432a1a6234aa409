"""Wrong answers to the exercises on models of text: the unit, and how they write."""

import math

import torch
from wrong_answers import add

LOG2 = "bit|nat|unit|log"
FILLERS, LONG = "filler|count|filled|character", "text|longer|divide|sum|count"


def bits(log_p, counted):
    return -log_p[counted].sum() / counted.sum() / math.log(2)


add("ex-attention-bits", {
    "the sum": ("per character|divide|each|number|three", lambda p, c: -p[c].sum() / math.log(2)),
    "a text's sum": ("text|divide|count|three", lambda p, c: (
        -p[c].sum() / len(p) / math.log(2))),
    "divided by all places": (FILLERS, lambda p, c: -p[c].sum() / p.numel() / math.log(2)),
    "fillers in the sum": (FILLERS, lambda p, c: -p.sum() / c.sum() / math.log(2)),
    "fillers as zeros in a mean": (FILLERS, lambda p, c: -(p * c).mean() / math.log(2)),
    "the fillers only": (FILLERS, lambda p, c: bits(p, ~c)),
    "in decimal digits": (LOG2, lambda p, c: -p[c].mean() / math.log(10)),
    "twice converted": (LOG2, lambda p, c: bits(p, c) / math.log(2)),
    "perplexity in base 2": ("perplexity|unit|logarithm|exp", lambda p, c: 2 ** bits(p, c)),
    "the first text only": ("text|all|both|two", lambda p, c: bits(p[:1], c[:1])),
    "one number for each text": ("shape|number|text", lambda p, c: (
        -(p * c).sum(1) / c.sum(1) / math.log(2))),
    "one more in the count": ("count|divide|number|three", lambda p, c: (
        -p[c].sum() / (c.sum() + 1) / math.log(2))),
    "the logarithm of the mean probability": ("logarithm|mean|probab|order|characters",
                                              lambda p, c: -p[c].exp().mean().log2()),
    "the median": ("mean|sum|median|characters", lambda p, c: -p[c].median() / math.log(2)),
    "fillers known by their value": (FILLERS, lambda p, c: bits(p, p > -20)),
    "fillers known by being zero": (FILLERS, lambda p, c: bits(p, p != 0)),
    "logarithm once more": ("logarithm|already|probab|NaN", lambda p, c: -p[c].log2().mean()),
    "probabilities": ("logarithm|negative|bit", lambda p, c: p[c].exp().mean()),
    "rounded up": ("whole|round|fraction|text|characters", lambda p, c: bits(p, c).ceil()),
})  # fmt: skip


def writing(read=lambda tokens, new: new, choose=lambda row: row.argmax(-1, keepdim=True),
            which=lambda logits: logits[:, -1], many=lambda n, prompt: n, first=lambda p: p,
            join=lambda tokens, new: torch.cat([tokens, new], dim=1),
            last=lambda tokens, prompt: tokens, memory=lambda cache: cache):  # fmt: skip
    """Greedy writing with one of its steps replaced."""

    def generate(model, cache, prompt, length):
        tokens, new = prompt, first(prompt)
        for _ in range(many(length, prompt)):
            new = choose(which(model(read(tokens, new), memory(cache))))
            tokens = join(tokens, new)
        return last(tokens, prompt)

    return generate


def reads_the_prompt_twice(model, cache, prompt, length):
    model(prompt, cache)
    return writing()(model, cache, prompt, length)


def stops_at_a_token(model, cache, prompt, length):
    tokens = writing()(model, cache, prompt, length)
    ends = (tokens[:, prompt.shape[1]:] == 0).cumsum(1).bool()  # fmt: skip
    return torch.cat([prompt, tokens[:, prompt.shape[1]:].masked_fill(ends, 0)], 1)  # fmt: skip


def never_reads_the_last(model, cache, prompt, length):
    logits, tokens = model(prompt, cache)[:, -1], prompt
    for _ in range(length):
        tokens = torch.cat([tokens, logits.argmax(-1, keepdim=True)], 1)
    return tokens


ROW, COUNT, READ = "row|text|prompt|each", "how many|length|number|shape", "read|cache|prompt|new"
LIKELY = "likel|logit|largest|greedy"
add("ex-attention-generate", {
    "the first row's token for all": (ROW, writing(
        choose=lambda row: row[:1].argmax(-1, keepdim=True).expand(len(row), 1))),
    "the likeliest of the batch": (ROW, writing(
        choose=lambda row: (row.argmax() % row.shape[-1]).expand(len(row), 1))),
    "rows exchanged": (ROW, writing(choose=lambda row: row.argmax(-1, keepdim=True).flip(0))),
    "the mean of the rows": (ROW, writing(
        choose=lambda row: row.mean(0, keepdim=True).argmax(-1, keepdim=True).expand(len(row), 1))),
    "the length of the whole": (COUNT, writing(many=lambda n, prompt: n - prompt.shape[1])),
    "one too many": (COUNT, writing(many=lambda n, prompt: n + 1)),
    "an empty cache each time": (READ, writing(memory=lambda cache: type(cache)())),
    "the prompt read twice": (READ, reads_the_prompt_twice),
    "the prompt again and again": (READ, writing(read=lambda tokens, new: tokens[:, :3])),
    "the last token of the prompt only": (READ, writing(first=lambda p: p[:, -1:])),
    "all tokens each time": (READ, writing(read=lambda tokens, new: tokens)),
    "the last two tokens each time": (READ, writing(read=lambda tokens, new: tokens[:, -2:]
                                                    if tokens is not new else new)),
    "the same token again and again": (READ, never_reads_the_last),
    "drawn": (LIKELY, writing(choose=lambda row: torch.multinomial(row.softmax(-1), 1))),
    "the second likeliest": (LIKELY, writing(choose=lambda row: row.topk(2).indices[:, 1:])),
    "the value of the logit": (LIKELY + "|token|int", writing(
        choose=lambda row: row.amax(-1, keepdim=True))),
    "tokens as decimals": ("whole|int|type|number", writing(last=lambda t, p: t.float())),
    "the new ones in front": ("front|order|behind|after", writing(
        join=lambda tokens, new: torch.cat([new, tokens], 1))),
    "stops at token 0": (COUNT + "|token|stop|end", stops_at_a_token),
    "a list": ("tensor", writing(last=lambda t, p: t.tolist())),
    "the first position's logits": ("position|last|row|next", writing(
        which=lambda logits: logits[:, 0])),
    "only what is new": (COUNT + "|front|prompt", writing(last=lambda t, p: t[:, p.shape[1]:])),
})  # fmt: skip


def drawing(weights=lambda logits, t: (logits / t).softmax(-1),
            draw=lambda p, g: torch.multinomial(p, 1, generator=g)):  # fmt: skip
    return lambda logits, temperature, generator: draw(weights(logits, temperature), generator)


def fresh(seed):
    def draw(p, _):
        return torch.multinomial(p, 1, generator=torch.Generator().manual_seed(seed))

    return draw


def always_from_the_start(p, generator):
    state = generator.get_state()
    drawn = torch.multinomial(p, 1, generator=generator)
    generator.set_state(state)
    return drawn


GENERATOR, TEMPERATURE = "generator|seed", "temperature|random|cool|share"
add("ex-attention-sample", {
    "a fresh generator inside": (GENERATOR, drawing(draw=fresh(0))),
    "the generator seeded anew": (GENERATOR, drawing(draw=lambda p, g: torch.multinomial(
        p, 1, generator=g.manual_seed(0)))),
    "a seed from the global state": (GENERATOR, drawing(draw=lambda p, g: torch.multinomial(
        p, 1, generator=torch.Generator().manual_seed(torch.initial_seed() % 1000)))),
    "the generator put back": (GENERATOR, drawing(draw=always_from_the_start)),
    "no temperature": (TEMPERATURE, drawing(lambda a, t: a.softmax(-1))),
    "temperature squared": (TEMPERATURE, drawing(lambda a, t: (a / t**2).softmax(-1))),
    "the root of the temperature": (TEMPERATURE, drawing(lambda a, t: (a / t**0.5).softmax(-1))),
    "the power of the temperature": (TEMPERATURE, drawing(lambda a, t: a.softmax(-1) ** t)),
    "logits as weights": ("softmax|negative|weight|probab", drawing(lambda a, t: a / t)),
    "log-softmax as weights": ("softmax|negative|weight|probab", drawing(
        lambda a, t: (a / t).log_softmax(-1))),
    "absolute logits": ("softmax|weight|probab|share|likel", drawing(lambda a, t: (a / t).abs())),
    "a sigmoid": ("softmax|weight|probab|share", drawing(lambda a, t: (a / t).sigmoid())),
    "softmax over the batch": ("softmax|axis|row|share|likel", drawing(
        lambda a, t: (a / t).softmax(0))),
    "one draw for all rows": ("row|each|share", drawing(draw=lambda p, g: torch.multinomial(
        p[:1], 1, generator=g).expand(len(p), 1))),
    "the two likeliest only": ("cut|rare|all|share|likel", drawing(
        lambda a, t: (a / t).softmax(-1) * (a > -1))),
    "uniform": ("share|probab|likel|logit", drawing(lambda a, t: torch.ones_like(a))),
    "a row of tokens": ("shape", drawing(draw=lambda p, g: torch.multinomial(
        p, 1, generator=g).flatten())),
    "two draws": ("shape", drawing(draw=lambda p, g: torch.multinomial(p, 2, generator=g))),
    "tokens as decimals": ("int|whole|type|number", drawing(draw=lambda p, g: torch.multinomial(
        p, 1, generator=g).float())),
    "the global generator": (GENERATOR, drawing(draw=lambda p, g: torch.multinomial(p, 1))),
    "the shares turned round": ("row|share|likel", drawing(
        lambda a, t: (a / t).softmax(-1).flip(-1))),
})  # fmt: skip
