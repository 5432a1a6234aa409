"""Fashion-MNIST is read from Debian's files, and what is missing or other is named."""

import gzip
import hashlib
import struct

import numpy as np
import pytest

from genai_utils import data
from genai_utils.data import clothes


def write(folder, name, numbers):
    """An IDX file as Debian packs it: type and number of axes, the axes' lengths, the bytes."""
    head = bytes([0, 0, 8, numbers.ndim]) + struct.pack(f">{numbers.ndim}I", *numbers.shape)
    content = head + numbers.tobytes()
    (folder / f"{name}.gz").write_bytes(gzip.compress(content))
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def small(tmp_path, monkeypatch):
    """Forty pictures, not sorted: kind k has the grey values k, 10 + k, 20 + k and 30 + k."""
    kinds = (np.arange(40, dtype=np.uint8) * 3) % 10
    pictures = np.zeros((40, 28, 28), np.uint8)
    pictures[:, 0, 1] = kinds + np.arange(40) // 10 * 10
    files = dict(zip(clothes.SHA256, (pictures, kinds), strict=True))
    sums = {name: write(tmp_path, name, numbers) for name, numbers in files.items()}
    monkeypatch.setattr(clothes, "SHA256", sums)
    return tmp_path


def test_the_first_pictures_of_each_kind_come_sorted_with_their_labels(small):
    found = data.fashion(each=3, folder=small)
    assert found.images.shape == (30, 784)
    assert found.labels.tolist() == [kind for kind in range(10) for _ in range(3)]
    grey = (found.images[:, 1] * 255).round().int().tolist()
    assert grey == [kind + 10 * turn for kind in range(10) for turn in range(3)]
    assert found.images.sum(1).allclose(found.images[:, 1])  # the other pixels are black


def test_it_can_take_the_place_of_the_digits(small):
    found, digits = data.fashion(each=4, folder=small), data.mnist()
    assert found.images.dtype == digits.images.dtype
    assert found.labels.dtype == digits.labels.dtype
    assert found.images.shape[1:] == digits.images.shape[1:]
    first, second = data.split(found, held_out=10)
    assert (len(first), len(second)) == (30, 10)


def test_a_missing_package_is_named_with_what_to_install(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"train-images.*dataset-fashion-mnist"):
        data.fashion(folder=tmp_path)


def test_other_files_are_refused_with_their_name(small, monkeypatch):
    path = small / "train-labels-idx1-ubyte.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())[:-1] + b"\x01"))
    with pytest.raises(ValueError, match=r"train-labels-idx1-ubyte\.gz should have the SHA-256"):
        data.fashion(each=1, folder=small)


@pytest.mark.parametrize("each", [0, -1, 6001])
def test_a_number_that_cannot_be_had_is_refused(each):
    with pytest.raises(ValueError, match=rf"from 1 to 6000 .* but {each} were asked for"):
        data.fashion(each=each)
