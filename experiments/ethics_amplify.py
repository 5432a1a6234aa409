"""Shares of the classes among generated digits, for `8-ethics`, after `ethics_digits.py`.

`python experiments/ethics_amplify.py` reads what two judges say of the digits in `_build/ethics`
and corrects it for how they err on the held-out digits; what isn't there is left out.

Stores sections of `notebooks/8-ethics.shares.json`: `base`, ten classes by generator and seed;
`unequal`, the share of class 8 that returns, by the share it had, at each scale of the noise;
`guided`, how many guided digits are as bold as the boldest fifth of the training digits of their
class. Takes half a minute.
"""

import ethics_digits
import ethics_judges as judges
import stored_json
import torch
from ethics_shares import STORED, table, wilson

WHO = ("network", "neighbours")
BOLD = 0.8  # this share of a class's training digits has fewer white pixels


def of_set(found: dict, name: str, who: str) -> dict[str, list[float]]:
    truth, words = judges.known()
    return table(found[f"{name} {who}"], (truth, words[who]), 10)


def of_class(found: dict, name: str) -> dict[str, dict[str, float]]:
    """The shares of the class that was made rare or frequent, by each judge."""
    rows = {who: of_set(found, name, who) for who in WHO}
    return {w: {k: row[k][ethics_digits.CLASS] for k in row} for w, row in rows.items()}


def files(kind: str) -> dict[tuple[str, ...], dict]:
    """By the parts of their names after the kind, what the files of a kind hold."""
    paths = sorted(judges.FOLDER.glob(f"{kind}-*.npz"))
    return {tuple(path.stem.split("-")[1:]): judges.kept(path) for path in paths}


def base() -> dict:
    """By generator, a list over its seeds: shares of all ten classes by each judge."""
    rows: dict[str, list] = {}
    for (name, _), found in files("base").items():
        rows.setdefault(name, []).append({who: of_set(found, "1.0", who) for who in WHO})
    held_out = judges.parts()[1]
    for start in (0, 500):  # what real digits get: halves, each corrected by the other
        half, other = slice(start, start + 500), slice(500 - start, 1000 - start)
        row = {}
        for who, words in judges.known()[1].items():
            row[who] = table(words[half], (held_out.labels[other], words[other]), 10)
        rows.setdefault("real", []).append(row)
    return rows


def unequal() -> dict:
    """By generator and share, a list over seeds: what returns at each scale."""
    rows: dict[str, dict] = {}
    for (name, _, share), found in files("unequal").items():
        scales = {f"{s}": of_class(found, f"{s}") for s in ethics_digits.SCALES}
        rows.setdefault(name, {}).setdefault(share, []).append(scales)
    return {name: dict(sorted(row.items())) for name, row in rows.items()}


def guided() -> dict:
    """Of digits asked for by class, how many are bold, by the weight of guidance."""
    found = files("base").get(("flow", "0"))
    if found is None:
        return {}
    training = judges.parts()[0]
    white = training.images.sum(1)  # on average what black and white draws have
    limits = torch.stack([white[training.labels == c].quantile(BOLD) for c in range(10)])
    labels, rows = torch.arange(1000) % 10, {}
    for weight in ("0.0", "1.0", "4.0"):
        bold = found[f"guided {weight} ink"] > limits[labels]
        agreed = found[f"guided {weight} network"] == labels
        rows[weight] = wilson(int(bold.sum()), len(bold))
        rows[weight]["of those as asked"] = wilson(int((bold & agreed).sum()), int(agreed.sum()))
    held_out = judges.parts()[1]
    bold = held_out.images.sum(1) > limits[held_out.labels]
    return rows | {"real": wilson(int(bold.sum()), len(bold))}


def main() -> None:
    torch.set_num_threads(1)
    truth, words = judges.known()
    right = {w: round((own == truth).double().mean().item(), 3) for w, own in words.items()}
    hits = {w: of_hits(truth, own) for w, own in words.items()}
    sections = {"base": base(), "unequal": unequal(), "guided": guided()}
    found = {name: section for name, section in sections.items() if section}
    stored = stored_json.read(STORED) | found | {"judges": {"right": right, "class 8": hits}}
    stored_json.write(STORED, dict(sorted(stored.items())))
    print({name: list(section) for name, section in found.items()}, right, hits)


def of_hits(truth: torch.Tensor, said: torch.Tensor) -> dict[str, float]:
    """The share of hits and of false ones for the class whose share is set."""
    own = truth == ethics_digits.CLASS
    called = said == ethics_digits.CLASS
    hits, false = called[own].double().mean().item(), called[~own].double().mean().item()
    return {"hits": round(hits, 4), "false": round(false, 4)}


if __name__ == "__main__":
    main()
