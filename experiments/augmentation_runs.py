"""The runs behind the page on data augmentation, each one seed, in the notebook's own functions.

A run takes `names`, what the notebook's cells tagged `augmentation` leave (`augmentation.names`).
"""

import augmentation_gan
import torch

from genai_utils import data, judge, metrics, models

AMOUNTS = (5, 20, 100, 400)  # real digits a class
LEAKED, LEAKING = 20, 16  # real digits a class, and width of the code, where a generator peeks
LENGTH = 6  # generations
KINDS = ("own samples alone", "own samples added", "half of them fresh", "real digits again")
SETTINGS = [(latent, beta) for latent in (2, 4, 8) for beta in (1.0, 3.0)]


def start(seed: int) -> None:
    torch.manual_seed(seed)


def share(found: torch.Tensor) -> float:
    return round(found.double().mean().item(), 4)


def judge_of(names: dict) -> models.DigitClassifier:
    """A classifier of grey digits that has seen all training digits; one for all runs."""
    start(0)
    return judge.train(names["training"], seed=0).eval()


@torch.no_grad()
def features(judged: models.DigitClassifier, images: torch.Tensor) -> torch.Tensor:
    return judged.features(images)


def agreement(names: dict, judged: models.DigitClassifier, made: data.Images) -> float:
    """The share of samples that the judge takes for the class that they were drawn for."""
    return share(names["right"](judged, made))


def digits(names: dict, judged: models.DigitClassifier, n: int, seed: int) -> dict:
    """By arm, which of the test digits are named rightly; and what the samples are like."""
    start(1000 * n + seed)
    real = names["few"](names["training"], n, seed)
    model = names["generator"](real, names["latent"], names["beta"])
    made = names["sampled"](model, 10_000)
    found: dict = {"agreement": agreement(names, judged, made), "right": {}, "machine": {}}
    for arm, (added, move) in names["arms"](real, made).items():
        network = names["classifier"](real, added, move)
        found["right"][arm] = names["right"](network, names["test_digits"])
    for arm, added in names["machine_arms"](real, made).items():
        machine = names["machine"](real, added)
        test = names["test_digits"]
        found["machine"][arm] = share(machine(test.images).argmax(1) == test.labels)
    return found


def filtered(names: dict, judged: models.DigitClassifier, n: int, seed: int) -> float:
    """Accuracy with those samples only that the judge takes for their class.

    The judge has seen all training digits, so this is no way to augment; it is a way to tell
    wrong labels from blurred strokes. Real digits, generator and samples are those of `digits`.
    """
    start(1000 * n + seed)
    real = names["few"](names["training"], n, seed)
    made = names["sampled"](names["generator"](real, names["latent"], names["beta"]), 10_000)
    agreed = names["right"](judged, made)
    kept = data.Images(made.images[agreed], made.labels[agreed])
    return share(names["right"](names["classifier"](real, kept), names["test_digits"]))


def adversarial(names: dict, judged: models.DigitClassifier, n: int, seed: int) -> dict:
    """A conditional GAN in the place of the VAE; the real digits are those of `digits`."""
    start(1000 * n + seed)
    real = names["few"](names["training"], n, seed)
    made = augmentation_gan.sampled(augmentation_gan.generator(real, 1000 * n + seed), 10_000)
    found: dict = {"agreement": agreement(names, judged, made), "right": {}}
    for arm, move in {"GAN": None, "GAN, shifted": names["moved"]}.items():
        network = names["classifier"](real, made, move)
        found["right"][arm] = names["right"](network, names["test_digits"])
    return found


def leak(names: dict, seed: int) -> dict:
    """By generator, what is right on the test digits and on digits that nobody has seen."""
    start(seed)
    training, test = names["training"], names["test_digits"]
    real, unseen = (names["few"](training, n, seed, at) for n, at in ((LEAKED, 0), (100, 300)))
    # As many more digits, but digits that are in no test: information without a leak.
    more = names["few"](training, 100, seed, 100)
    added = {}
    for name, further in {"honest": (), "more data": (more,), "peeking": (test,)}.items():
        seen = names["together"](real, *further)
        model = names["generator"](seen, LEAKING)
        added[name] = names["varied"](model, seen, 10_000)
    added["peeking, from the prior"] = names["sampled"](model, 10_000)
    found = {}
    for name, made in added.items():
        network = names["classifier"](real, made)
        found[name] = {
            part: share(names["right"](network, of))
            for part, of in (("test", test), ("unseen", unseen))
        }
    return found


def generations(names: dict, kind: str, seed: int) -> dict:
    """Precision and recall of each generation's samples, against the test digits."""
    start(seed)
    black_white = names["black_white"]
    judged = judge.train(black_white(names["training"]), seed=seed).eval()
    real = features(judged, black_white(names["test_digits"]).images)
    found: dict[str, list] = {"precision": [], "recall": []}
    for made in names["chain"](kind, names["training"], LENGTH):
        chosen = made.images[torch.randperm(len(made))[: len(real)]]
        pair = metrics.precision_and_recall(real, features(judged, chosen))
        for key, value in zip(found, pair, strict=True):
            found[key].append(round(value, 4))
    return found


def choice(names: dict, setting: tuple[float, float], n: int, seed: int) -> float:
    """What the generator's setting gives on validation digits; the test digits aren't touched."""
    start(1000 * n + seed)
    training, validation = data.split(names["training"], held_out=1000, seed=1)
    real = names["few"](training, n, seed)
    model = names["generator"](real, int(setting[0]), setting[1])
    network = names["classifier"](real, names["sampled"](model, 10_000))
    return share(names["right"](network, validation))
