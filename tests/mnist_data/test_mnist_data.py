import hashlib
import re
import struct
from pathlib import Path

import numpy as np
import pytest

import mnist_data
from mnist_data import DamagedMnistError, load_mnist

README = Path(mnist_data.__file__).with_name("README.md").read_text(encoding="utf-8")
TRAIN_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


def test_shapes_and_dtypes_are_those_of_keras(mnist):
    (x_train, y_train), (x_test, y_test) = mnist
    assert [a.shape for a in (x_train, y_train)] == [(60_000, 28, 28), (60_000,)]
    assert [a.shape for a in (x_test, y_test)] == [(10_000, 28, 28), (10_000,)]
    assert {a.dtype.name for a in (x_train, y_train, x_test, y_test)} == {"uint8"}
    assert (x_train.min(), x_train.max()) == (x_test.min(), x_test.max()) == (0, 255)


def test_each_digit_is_there_as_often_as_it_should_be(mnist):
    (_, y_train), (_, y_test) = mnist
    assert np.bincount(y_train).tolist() == TRAIN_COUNTS
    assert np.bincount(y_test).tolist() == TEST_COUNTS


def idx(array: np.ndarray) -> bytes:
    """The IDX format: two zeros, 8 for unsigned bytes, the number of axes, their sizes, bytes."""
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.mark.parametrize(
    ("split", "part", "name"),
    [
        (0, 0, "train-images-idx3-ubyte"),
        (0, 1, "train-labels-idx1-ubyte"),
        (1, 0, "t10k-images-idx3-ubyte"),
        (1, 1, "t10k-labels-idx1-ubyte"),
    ],
)
def test_the_original_files_come_out_again(mnist, split, part, name):
    (stated,) = re.findall(rf"`{name}` \(MD5\) \| `([0-9a-f]{{32}})`", README)
    assert hashlib.md5(idx(mnist[split][part]), usedforsecurity=False).hexdigest() == stated


def test_the_readme_states_the_checksum_that_is_verified():
    assert f"| `{mnist_data.SHA256}` |" in README


def test_the_arrays_are_the_callers_own():
    (_, first), _ = load_mnist()
    first[:] = 99
    (_, second), _ = load_mnist()
    assert second.max() == 9


def test_a_missing_file_is_named_in_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr(mnist_data, "FILE_NAME", str(tmp_path / "gone.npz"))
    with pytest.raises(DamagedMnistError, match=r"gone\.npz is missing\. Restore it") as caught:
        load_mnist()
    assert "\n" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("damage", ["empty", "half", "one bit"])
def test_a_damaged_file_is_named_in_one_line(monkeypatch, tmp_path, damage):
    content = bytearray(Path(mnist_data.__file__).with_name("mnist.npz").read_bytes())
    if damage == "one bit":
        content[len(content) // 2] ^= 1
    else:
        del content[0 if damage == "empty" else len(content) // 2 :]
    file = tmp_path / "mnist.npz"
    file.write_bytes(content)
    monkeypatch.setattr(mnist_data, "FILE_NAME", str(file))
    with pytest.raises(DamagedMnistError, match=rf"damaged: .*in {len(content):,} bytes") as caught:
        load_mnist()
    assert "\n" not in str(caught.value)


def test_the_checksum_decides(monkeypatch):
    monkeypatch.setattr(mnist_data, "SHA256", "0" * 64)
    with pytest.raises(
        DamagedMnistError, match=r"expected SHA-256 000000000000…, got 06af5dfe73b7…"
    ):
        load_mnist()
