"""The rule of three parts: what a run for choosing sees, in the place of training and test data.

Settings are chosen on a validation part, cut off the training part; test data are looked at once.
So a sweep or a choice runs a notebook with these in the place of its own parts. What the notebook
measures on its test part is then measured on the validation part.
"""

from genai_utils import data


def digits() -> dict[str, data.Images]:
    training, validation, _ = data.three_way(data.mnist(), held_out=1000)
    return {"train_digits": training, "test_digits": validation}


def words() -> dict:
    training, validation, test = map(data.encode_words, data.split_words(data.words()))
    return {"training": training, "test": validation, "validation": test}


# A source that we can draw from, as that of `2-three-models-one-dataset`, needs no parts: another
# seed draws other training and other held-out points.
UNSEEN = {
    "3-vae": digits,
    "3-gan": digits,
    "3-self-attention": words,
    "5-digits-gan": digits,
    "6-image-generation": digits,
    "8-diffusion-and-flow-matching": digits,
}


def unseen(name: str) -> dict:
    return UNSEEN[name]() if name in UNSEEN else {}
