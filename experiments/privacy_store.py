"""What the page on privacy and its notebook read: `python experiments/privacy_store.py FOLDER`.

FOLDER holds what `privacy.py` wrote; a part that isn't there keeps what is stored of it.

Stores `notebooks/8-privacy.measured.json`, `notebooks/8-privacy.digits.npz`, the state of the live
figure, and `notebooks/8-privacy.safetensors`, two language models. Takes 10 seconds.
"""

import sys
from pathlib import Path

import language_secrets
import numpy as np
import stored_json
import torch
from safetensors.torch import save

from genai_utils import files, privacy

TARGETS, CURVE = 8, (0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1)
Rows = tuple[np.ndarray, np.ndarray]


def judged(scores: np.ndarray, members: np.ndarray) -> dict:
    """The area, members caught at 1 % of false alarms, and the curve, for one target each."""
    sides = [(s[m], s[~m]) for s, m in zip(scores, members, strict=True)]
    curves = [np.interp(CURVE, *privacy.roc(*side)) for side in sides]
    return {
        "area": [round(privacy.area(*side), 4) for side in sides],
        "interval": [round(end, 4) for end in privacy.area_interval(*sides[0])],
        "caught": [round(privacy.caught(*side), 4) for side in sides],
        "curve": [round(float(t), 4) for t in np.mean(curves, 0)],
    }


def against_others(attack, scores: np.ndarray, members: np.ndarray) -> np.ndarray:
    """An attack on each of the first models with all others as references."""
    found = []
    for place in range(TARGETS):
        others = np.arange(len(scores)) != place
        found.append(attack(scores[place], scores[others], members[others]))
    return np.stack(found)


def attacks(scores: np.ndarray, members: np.ndarray) -> dict:
    """By the score alone, against the mean without the record, and by the likelihood ratio."""
    scores = scores.astype(float)
    kinds = {"score": scores[:TARGETS]}
    enough = min(members.sum(0).min(), (~members).sum(0).min()) > 2
    kinds["reference"] = against_others(privacy.without_it, scores, members)
    if enough:
        kinds["ratio"] = against_others(privacy.likelihood_ratio, scores, members)
    return {kind: judged(x, members[:TARGETS]) for kind, x in kinds.items()}


def mean_of(stored: dict, name: str, rows: slice) -> float:
    return round(float(stored[name][rows].astype(float).mean()), 2)


def of_vae(stored: dict) -> dict:
    members, found = stored["members"], {}
    names = [n for n in stored if n.startswith("epsilon") and ":" not in n]
    kinds = [(n, n, slice(0, 32)) for n in names]
    kinds.append(("500 digits", "over-fitted", slice(64, 96)))
    kinds.append(("2,000 digits", "over-fitted", slice(0, 64)))
    kinds.append(("2,000, moved", "moved", slice(0, 32)))
    for label, name, rows in kinds:
        inside, scores = members[rows], stored[name][rows].astype(float)
        near = stored[f"{name}: nearest"][rows].astype(float)
        found[label] = attacks(scores, inside)
        found[label]["nearest"] = judged(near[:TARGETS], inside[:TARGETS])
        calibrated = against_others(privacy.without_it, near, inside)
        found[label]["nearest, reference"] = judged(calibrated, inside[:TARGETS])
        gaps = [s[m].mean() - s[~m].mean() for s, m in zip(scores, inside, strict=True)]
        found[label]["gap"] = round(float(np.mean(gaps)), 2)
        for part in ("validation", "test"):
            found[label][part] = mean_of(stored, f"{name}: {part}", rows)
    shifted = np.roll(stored["members"][:64], 1, axis=0)  # each model with another one's members
    found["control"] = judged(stored["over-fitted"][:TARGETS].astype(float), shifted[:TARGETS])
    for name in [n for n in stored if n.startswith("after") and ":" not in n]:
        found[name] = attacks(stored[name], members[:32])
        found[name]["validation"] = mean_of(stored, f"{name}: validation", slice(0, 32))
    for name in [n for n in stored if n.startswith("chosen")]:
        found[name] = str(stored[name])
    return found


def of_classes(stored: dict) -> dict:
    members, found = stored["members"], {}
    for name in [n for n in stored if f"{n}: accuracy" in stored]:
        found[name] = attacks(stored[name], members)
        right = stored[f"{name}: accuracy"].astype(float)
        found[name]["accuracy"] = [round(float(right.mean()), 4), round(float(right.std()), 4)]
    return found


def of_secrets(stored: dict) -> dict:
    kinds = sorted({n.split(", 0: said")[0] for n in stored if n.endswith(", 0: said")})
    found: dict = {"characters": stored["characters"].tolist(), "asked": asked()}
    found["bits a character"] = [round(float(x), 3) for x in -stored["unseen"] / 127 / np.log(2)]
    for kind in kinds:
        parts = {
            part: np.concatenate([stored[f"{kind}, {seed}: {part}"] for seed in (0, 1, 2)], axis=1)
            for part in ("said", "rank")
        }
        found[kind] = {
            "said": [int(x) for x in parts["said"].sum(1)],
            "rank": [float(x) for x in np.median(parts["rank"], axis=1)],
        }
    return found


def asked() -> list[list]:
    """Secrets of the first seed that the notebook asks for: repetitions, beginning, digits."""
    chosen = [s for s in language_secrets.secrets(0) if s[0] in (0, 1, 4, 16, 64)]
    return [list(secret) for secret in chosen]


def keep_digits(stored: dict) -> None:
    """The state of the live figure: scores and sides of each training, and the pictures."""
    kept = {"pictures": stored["pictures"]}
    for name in [n for n in stored if f"{n}: in" in stored]:
        kept[f"{name}: scores"] = stored[name].astype(np.float16)
        kept[f"{name}: in"] = stored[f"{name}: in"]
    np.savez_compressed(stored_json.NOTEBOOKS / "8-privacy.digits.npz", **kept)


def of_digit(stored: dict) -> dict:
    """The area of each digit's own test, for each training."""
    found = {}
    for name in [n for n in stored if f"{n}: in" in stored]:
        sides = zip(stored[name].T, stored[f"{name}: in"].T, strict=True)
        found[name] = [round(privacy.area(s[i], s[~i]), 3) for s, i in sides]
    return found


def keep_models(stored: dict) -> None:
    """The two language models of the first seed, in half precision."""
    tensors = {}
    for name in [n for n in stored if n.startswith("model ")]:
        kind, weight = name.removeprefix("model ").split(": ")
        short = "once" if "once" in kind else "planted"
        tensors[f"{short}.{weight}"] = torch.from_numpy(stored[name])
    files.write_atomically(stored_json.NOTEBOOKS / "8-privacy.safetensors", save(tensors))


PARTS = {"digit": of_digit, "vae": of_vae, "classes": of_classes, "secrets": of_secrets}
KEPT = {"digit": keep_digits, "secrets": keep_models}


def main(folder: Path) -> None:
    measured: dict = {"false alarms": CURVE}
    for part, of in PARTS.items():
        if (folder / f"{part}.npz").exists():
            with np.load(folder / f"{part}.npz") as file:
                stored = dict(file)
            KEPT.get(part, lambda _: None)(stored)
            measured[part] = of(stored) | {"seconds": round(float(stored["seconds"]), 1)}
    place = stored_json.NOTEBOOKS / "8-privacy.measured.json"
    stored_json.write(place, stored_json.read(place) | measured, indent=None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
