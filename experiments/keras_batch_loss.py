"""What does `train_on_batch` return? `python experiments/keras_batch_loss.py keras` or `tf_keras`.

Needs TensorFlow, which the book doesn't install. Another Keras than the installed one is asked by
`pip install --no-deps --target FOLDER keras==3.14.1`, and PYTHONPATH=FOLDER. Two batches are taken
in turns and nothing is learned, so what a batch costs is known.

Stores an entry for this version in `notebooks/5-the-listing-audited.returned.json`, which the
notebook and the page `walkthrough` show. Takes ten seconds.
"""

import importlib
import sys

import numpy as np
import stored_json

STORE = stored_json.NOTEBOOKS / "5-the-listing-audited.returned.json"
TURNS = 6


def returned(keras) -> dict[str, list[float]]:
    """The loss of each batch, and what `train_on_batch` gives for it."""
    model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid", input_shape=(1,))])
    model.compile(optimizer=keras.optimizers.SGD(0.0), loss="binary_crossentropy")
    model.set_weights([np.ones((1, 1)), np.zeros(1)])
    images = np.full((64, 1), 2.0, "float32")
    batches = [(images, np.full((64, 1), label, "float32")) for label in (1, 0)]
    costs = [float(np.log1p(np.exp(-2.0))), float(np.log1p(np.exp(2.0)))]  # -log D, -log(1 - D)
    turns = [number % 2 for number in range(TURNS)]
    return {
        "loss of the batch": [round(costs[turn], 3) for turn in turns],
        "returned": [round(float(model.train_on_batch(*batches[turn])), 3) for turn in turns],
    }


def main(package: str) -> None:
    keras = importlib.import_module(package)
    stored_json.add(STORE, {f"{package} {keras.__version__}": returned(keras)})


if __name__ == "__main__":
    main(*sys.argv[1:])
