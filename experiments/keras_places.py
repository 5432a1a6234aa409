"""How many binary places has the `D_loss` of the listing? `python experiments/keras_places.py`.

Needs what `keras_listing.py` needs. The listing is run with F1 to F4 cured, and once more with F5
cured, too. For each epoch the largest number of places among its sums is kept, and the smallest
positive addend. TF_USE_LEGACY_KERAS=1 asks tf_keras in place of Keras 3, whose entry is the one
that is there.

Stores an entry for this version in `notebooks/5-the-listing-audited.places.json`, which the page
`results` shows. Takes some minutes.
"""

import os
import tempfile
from fractions import Fraction

import keras_listing as listing
import stored_json

STORE = stored_json.NOTEBOOKS / "5-the-listing-audited.places.json"
RUNS = {"as printed, made to run": (), "scaled": ("F5",)}
EPOCHS = 10


def places(value: float) -> int:
    """Digits behind the binary point."""
    return Fraction(value).denominator.bit_length() - 1


def run(keras, folder, fixes) -> dict[str, list[float]]:
    keras.utils.set_random_seed(0)
    networks = listing.models(keras, fixes)
    dataset = listing.batches(keras, folder, fixes)
    found = {"most places": [], "smallest positive loss": [], "losses of 0": []}
    for _ in range(EPOCHS):
        pairs = []
        for images, _ in dataset:
            images = images / 127.5 - 1 if "F5" in fixes else images
            pairs.append(listing.turn(keras, networks, images)[0][:2])
        positive = [loss for pair in pairs for loss in pair if loss > 0]
        found["most places"].append(max(places(sum(pair)) for pair in pairs))
        found["smallest positive loss"].append(float(f"{min(positive):.1e}"))
        found["losses of 0"].append(2 * len(pairs) - len(positive))
    return found


def main() -> None:
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    name = "tf_keras" if os.environ.get("TF_USE_LEGACY_KERAS") == "1" else "keras"
    with tempfile.TemporaryDirectory() as folder:
        listing.digits_as_files(folder)
        found = {
            kind: run(tf.keras, folder, ("F1", "F2", "F3", "F4", *fixes))
            for kind, fixes in RUNS.items()
        }
    stored_json.add(STORE, {f"{name} {tf.keras.__version__}": found})


if __name__ == "__main__":
    main()
