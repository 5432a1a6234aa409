"""The watermark of `8-ethics`: false alarms, detection, edits, rewriting, and what it costs.

`python experiments/ethics_text.py choose` compares settings by what is derived for the validation
documents; `measure` then writes with the chosen one after the beginnings of test paragraphs, with
ten keys, or reads what `write KEY ...` has written. Without an argument all is done. The model is
the stored one of `6-text-generation`; after it was replaced, this one command renews all numbers.

Stores `notebooks/8-ethics.watermark.json`. Takes a minute.
"""

import hashlib
import itertools
import sys

import ethics_along
import numpy as np
import stored_json
import torch
from ethics_alarms import false_alarms, in_pieces, seeded
from ethics_shares import wilson

from genai_utils import data, models, rewriting, watermark
from genai_utils import watermark_law as law

STORED = stored_json.NOTEBOOKS / "8-ethics.watermark.json"
WEIGHTS = stored_json.NOTEBOOKS / "6-text-generation.safetensors"
KEPT = stored_json.NOTEBOOKS.parent / "_build" / "ethics"
# Fixed before anything was written: threshold, length, and what must still be found after which
# share of the characters was replaced.
THRESHOLD, LENGTH, FOUND, EDITED = 4.0, 250, 0.95, 0.05
LENGTHS = (20, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250)
PROMPT = 16  # characters of a paragraph that the model goes on with
KEYS, TEXTS = tuple(range(101, 111)), 30  # so many texts with each key
STRENGTHS = (0.5, 1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 3.0)
CHOICES = list(itertools.product((1, 2, 3, 4), (0.25, 0.5), STRENGTHS))
EDITS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
REWORDED, SHORTER = (0.25, 0.5, 1.0), 200  # shares of the words; a new text may grow
ENDS = {int(token) for token in data.encode_text(" \n")}


def paragraphs(part: int) -> list[str]:
    documents = data.split_prose(data.prose())[part]
    return [line for d in documents for line in d.text.splitlines() if len(line) > 2 * PROMPT]


def prompts(part: int, count: int) -> torch.Tensor:
    """The beginnings of so many paragraphs of the part, each after a new line."""
    lines = paragraphs(part)
    order = torch.randperm(len(lines), generator=seeded(part)).tolist()
    begun = [lines[order[i % len(order)]][: PROMPT - 1] for i in range(count)]
    return torch.stack([data.encode_text("\n" + text) for text in begun])


Texts = list[tuple[watermark.Mark, torch.Tensor]]  # a text, and the mark that it was written with


def written(model, mark: watermark.Mark | None, count: int) -> torch.Tensor:
    """What the model goes on with after test paragraphs, without these. -> (count, LENGTH).

    Kept in `_build/ethics` under a sum of the weights and the mark.
    """
    about = WEIGHTS.read_bytes() + f"{mark} {count} {LENGTH}".encode()
    path = KEPT / f"texts-{hashlib.sha256(about).hexdigest()[:12]}.npy"
    if not path.exists():
        drawn = seeded(0 if mark is None else mark.key)
        texts = watermark.write(model, prompts(2, count), LENGTH, mark, drawn)[:, PROMPT:]
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, texts.numpy())
    return torch.from_numpy(np.load(path))


def write(*keys: str) -> None:
    """Write the texts of these keys; without a key those that nobody marks."""
    model, settings = models.load_transformer(WEIGHTS)[0], stored_json.read(STORED)["mark"]
    for key in keys:
        written(model, watermark.Mark(int(key), **settings), TEXTS)
    if not keys:
        written(model, None, 5 * TEXTS)


def found(texts: Texts) -> dict[str, float]:
    scores = np.array([watermark.score(mark, text) for mark, text in texts])
    about = wilson(int((scores > THRESHOLD).sum()), len(scores))
    return about | {"mean score": round(float(scores.mean()), 3)}


def runs_of(texts: Texts) -> float:
    return float(np.mean([watermark.counted(mark, text)[1] for mark, text in texts]))


@torch.no_grad()
def distributions(model, part: int) -> torch.Tensor:
    """What the model says of the next character, in unmarked text of a part. -> (n, vocabulary)."""
    text = data.encode_text("\n".join(paragraphs(part)))
    windows = text[: 60 * model.context].view(60, model.context)
    return model(windows)[:, model.context // 2 :].softmax(-1).flatten(0, 1)


def expected(p: torch.Tensor, share: float, strength: float) -> dict[str, float]:
    """Green share, cost in bits and bound that are derived for a mark, on average over keys."""
    mass = (p * (torch.rand(p.shape, generator=seeded(0)) < share)).sum(-1)
    values = {
        "green": law.marked_share(mass, strength),
        "cost": law.cost_bits(mass, strength),
        "bound": law.least_share(p, share, strength),
        "entropy": ethics_along.entropy(p),
    }
    return {name: round(value.mean().item(), 4) for name, value in values.items()}


def choose() -> None:
    """The cheapest setting whose derived power is enough after edits; of equals the strongest."""
    p = distributions(models.load_transformer(WEIGHTS)[0], 1)
    pieces, rows = in_pieces("\n".join(paragraphs(1)), LENGTH), []
    for before, share, strength in CHOICES:
        mark = watermark.Mark(1, before, share, strength)
        hoped, runs = expected(p, share, strength), runs_of([(mark, piece) for piece in pieces])
        row = {"before": before, "share": share, "strength": strength, "cost": hoped["cost"]}
        for name, edited in (("found", 0.0), ("found, edited", EDITED)):
            green = law.after_edits(hoped["green"], share, edited, before + 1)
            row[name] = round(law.power(runs, green, share, THRESHOLD), 4)
        rows.append(row)
    enough = [row for row in rows if row["found, edited"] >= FOUND]
    best = min(enough, key=lambda row: (row["cost"], -row["found, edited"]))
    chosen = {name: best[name] for name in ("before", "share", "strength")}
    stored_json.add(STORED, {"choices": rows, "mark": chosen})


def by_length(texts: Texts, green: float, share: float) -> list[dict]:
    """Measured and derived: how often the first characters are found, and their mean score."""
    rows = []
    for length in LENGTHS:
        part = [(mark, text[:length]) for mark, text in texts]
        runs = runs_of(part)
        derived = round(law.power(runs, green, share, THRESHOLD), 4)
        rows.append({"length": length, "runs": round(runs, 2), "derived": derived, **found(part)})
    return rows


def edits(texts: Texts, green: float, vocabulary: int) -> dict[str, list]:
    """How often marked texts are found after edits, and what is derived."""
    mark, runs = texts[0][0], runs_of(texts)
    changes = {
        "replaced": lambda text, by, seed: rewriting.replaced(text, by, vocabulary, seeded(seed)),
        "deleted": lambda text, by, seed: rewriting.deleted(text, by, seeded(seed)),
    }
    rows: dict[str, list] = {name: [] for name in changes}
    for share, (name, change) in itertools.product(EDITS, changes.items()):
        lost = name == "deleted"
        whole = law.after_edits(green, mark.share, share, mark.before + (0 if lost else 1))
        left = (1 - share) * runs if lost else runs
        derived = round(law.power(left, whole, mark.share, THRESHOLD), 4)
        new = [(own, change(text, share, i)) for i, (own, text) in enumerate(texts)]
        rows[name].append({"edited": share, "derived": derived, **found(new)})
    return rows


def rewording(model, texts: Texts) -> list[dict]:
    """Words said anew by the model itself, without the mark: a share of them, or all."""
    some, rows = texts[::2], []
    for share in REWORDED:
        whole = torch.stack([text[:SHORTER] for _, text in some])
        new = rewriting.reworded(model, whole, share, ENDS, seeded(0))
        found_now = found([(mark, text) for (mark, _), text in zip(some, new, strict=True)])
        rows.append({"share of words": share, **found_now})
    return [{"share of words": 0.0, **found([(m, t[:SHORTER]) for m, t in some])}, *rows]


def by_key(texts: Texts) -> dict[str, float]:
    """The green share of each key's texts, and how far the keys lie apart."""
    shares: dict[int, list[float]] = {}
    for mark, text in texts:
        greens, runs = watermark.counted(mark, text)
        shares.setdefault(mark.key, []).append(greens / runs)
    means = np.array([np.mean(row) for row in shares.values()])
    return {
        "mean": round(float(means.mean()), 4),
        "smallest": round(float(means.min()), 4),
        "largest": round(float(means.max()), 4),
    }


def measure() -> None:
    model, stored = models.load_transformer(WEIGHTS)[0], stored_json.read(STORED)
    marks = [watermark.Mark(key, **stored["mark"]) for key in KEYS]
    hoped = expected(distributions(model, 1), marks[0].share, marks[0].strength)
    batches = [(mark, written(model, mark, TEXTS)) for mark in marks]
    own = written(model, None, 5 * TEXTS)
    texts = [(mark, text) for mark, batch in batches for text in batch]
    needed = law.runs_needed(FOUND, hoped["green"], marks[0].share, THRESHOLD)
    stored_json.add(
        STORED,
        {
            "threshold": THRESHOLD,
            "stated length": LENGTH,
            "expected": hoped,
            "runs needed": round(needed, 1),
            "unmarked": false_alarms(marks[0], own, THRESHOLD),
            "lengths": by_length(texts, hoped["green"], marks[0].share),
            "green share": by_key(texts),
            "edits": edits(texts, hoped["green"], model.vocabulary),
            "reworded": rewording(model, texts),
            "along": ethics_along.pooled(model, prompts(2, TEXTS), batches),
            "bits, unmarked": ethics_along.bits(model, prompts(2, 5 * TEXTS), own),
            "examples": {
                name: data.decode_text(text[:120])
                for name, text in (("marked", texts[0][1]), ("unmarked", own[0]))
            },
        },
    )


def main(what: str = "", *keys: str) -> None:
    torch.set_num_threads(1)
    steps = {"choose": choose, "write": lambda: write(*keys), "measure": measure}
    for name in [what] if what else ["choose", "measure"]:
        steps[name]()


if __name__ == "__main__":
    main(*sys.argv[1:])
