"""Is a loss that Keras prints a float32? `python experiments/keras_float32.py keras` or `tf_keras`.

Needs TensorFlow, which the book doesn't install; `keras_batch_loss.py` says how another Keras than
the installed one is asked. Takes ten seconds.

Prints what the page `results` says of three versions. Output on TensorFlow 2.21:

    keras 3.15.1: float, a float32: 50 of 50; of sums of two: 26 of 49
    keras 3.14.1: float, a float32: 50 of 50; of sums of two: 31 of 49
    tf_keras 2.21.0: float, a float32: 50 of 50; of sums of two: 26 of 49
"""

import importlib
import itertools
import sys

import numpy as np

from genai_utils.solutions.printed_numbers import is_single


def main(name: str) -> None:
    keras = importlib.import_module(name)
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid", input_shape=(5,))])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    random = np.random.default_rng(0)
    labels = np.ones((64, 1), "float32")
    batches = [random.normal(size=(64, 5)).astype("float32") for _ in range(50)]
    losses = [model.train_on_batch(batch, labels) for batch in batches]
    sums = [one + other for one, other in itertools.pairwise(losses)]
    single, of_sums = (sum(map(is_single, numbers)) for numbers in (losses, sums))
    print(f"{name} {keras.__version__}: {type(losses[0]).__name__}, a float32: ", end="")
    print(f"{single} of {len(losses)}; of sums of two: {of_sums} of {len(sums)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
