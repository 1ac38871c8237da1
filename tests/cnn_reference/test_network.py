import re

import numpy as np
import pytest

from cnn_reference import (
    TRAINED_WEIGHTS,
    load_mnist,
    load_weights,
    network,
    predict,
    prepare_images,
)


@pytest.fixture(scope="module")
def test_split():
    _, (images, labels) = load_mnist()
    return prepare_images(images), labels


def test_the_shipped_weights_read_digits_here_and_in_keras_alike(test_split):
    from cnn_reference.mnist_cnn import from_weights

    images, labels = test_split
    weights = load_weights()
    ours = np.concatenate([predict(weights, batch) for batch in np.split(images, 20)])
    theirs = from_weights(weights).predict(images, batch_size=500, verbose=0)
    assert np.mean(ours.argmax(axis=1) == labels) >= 0.985
    assert np.mean(theirs.argmax(axis=1) == labels) >= 0.985
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-4, strict=True)


def test_predict_takes_any_number_of_images(test_split):
    images, _ = test_split
    weights = load_weights()
    assert predict(weights, images[:0]).shape == (0, 10)
    np.testing.assert_allclose(
        predict(weights, images[:3])[2:], predict(weights, images[2:3]), rtol=0, atol=1e-5
    )


def test_predict_names_wrong_weights(test_split):
    with pytest.raises(ValueError, match=r"^predict: expected the lab's eight arrays"):
        predict(load_weights()[:-1], test_split[0][:1])


def test_prepare_images():
    grey = np.array([0, 51, 255], "uint8").repeat(28 * 28).reshape(3, 28, 28)
    prepared = prepare_images(grey)
    assert prepared.shape == (3, 28, 28, 1)
    assert prepared.dtype == "float32"
    np.testing.assert_array_equal(prepared[:, 0, 0, 0], np.float32([0, 0.2, 1]))
    np.testing.assert_array_equal(prepare_images(grey.astype("int64")), prepared)
    assert grey.max() == 255
    with pytest.raises(ValueError, match=r"prepare_images: images .*\(N, H, W\).*\(28, 28\)"):
        prepare_images(grey[0])


def test_weights_come_in_the_order_and_shapes_of_keras():
    weights = load_weights()
    assert tuple(weight.shape for weight in weights) == network.WEIGHT_SHAPES
    assert {weight.dtype.name for weight in weights} == {"float32"}
    assert sum(weight.size for weight in weights) == 104_202


def save(path, weights):
    np.savez(path, *weights)


def write_half(path):
    content = TRAINED_WEIGHTS.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def write_flipped(path):
    content = bytearray(TRAINED_WEIGHTS.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def write_one_array(path):
    with path.open("wb") as file:
        np.save(file, np.ones(3))


BROKEN = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("no weights"),
    "half": write_half,
    "one byte flipped": write_flipped,
    "npy": lambda path: path.write_bytes(np.lib.format.magic(1, 0) + b"\0" * 60),
    "one array, not an archive": write_one_array,
    "pickled": lambda path: save(path, [np.array([{}], dtype=object)] * 8),
    "named arrays": lambda path: np.savez(path, a=np.ones(1)),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_weights_file_is_named_in_one_line(tmp_path, kind):
    path = tmp_path / "weights.npz"
    BROKEN[kind](path)
    with pytest.raises(ValueError, match=rf"^load_weights: {re.escape(str(path))} is no weights"):
        load_weights(path)


def test_a_missing_weights_file_is_named_in_one_line(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"^load_weights: there is no file .*gone\.npz; "):
        load_weights(tmp_path / "gone.npz")


def test_weights_of_another_network_are_named(tmp_path):
    path = tmp_path / "weights.npz"
    weights = load_weights()
    for wrong in [weights[:-1], weights[::-1], [*weights, np.ones(1)], []]:
        save(path, wrong)
        with pytest.raises(ValueError, match=r"^load_weights: .*weights\.npz: expected the lab's"):
            load_weights(path)


def test_weights_survive_being_saved(tmp_path):
    path = tmp_path / "weights.npz"
    save(path, load_weights())
    for saved, weight in zip(load_weights(str(path)), load_weights(), strict=True):
        np.testing.assert_array_equal(saved, weight)
