"""What is right earns its points although something else is wrong."""

import keras
import numpy as np
import pytest
from keras import layers

from autograder import check
from cnn_reference import conv2d, load_weights, max_pool2d, pad_same, softmax
from cnn_reference.mnist_cnn import build_cnn
from tests.autograder.answers import check_reference


def lost(verdict) -> set[str]:
    return {result.name for result in verdict.results if not result.passed}


def test_valid_padding_earns_its_points_when_same_is_wrong():
    def valid_only(x, kernel, bias=None, strides=1, padding="valid", activation=None):
        return conv2d(x, kernel, bias, strides, "valid", activation)

    verdict = check_reference("conv2d", valid_only)
    assert lost(verdict) == {
        '"same" padding, stride 1',
        '"same" padding with strides',
        "everything together, any kind of numbers, arguments unchanged",
    }
    assert verdict.points == 9.5


def shifted_same(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """Put the extra zero before the map."""
    if padding.lower() == "valid":
        return conv2d(x, kernel, bias, strides, padding, activation)
    turned = conv2d(x[:, ::-1, ::-1], kernel[::-1, ::-1], bias, 1, "same", activation)
    return turned[:, ::-1, ::-1]


def bias_last(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = conv2d(x, kernel, None, strides, padding, activation)
    return y if bias is None else y + bias


WRONG_CONV2D = {
    "extra zero first": shifted_same,
    "no bias": lambda x, k, bias=None, *a, **o: conv2d(x, k, None, *a, **o),
    "bias after the activation": bias_last,
    "no activation": lambda x, k, b=None, strides=1, padding="valid", activation=None: conv2d(
        x, k, b, strides, padding
    ),
    "flipped kernel": lambda x, k, *a, **o: conv2d(x, k[::-1, ::-1], *a, **o),
    "first image for all": lambda x, *a, **o: conv2d(np.repeat(x[:1], len(x), axis=0), *a, **o),
    "first filter for all": lambda x, k, *a, **o: conv2d(
        x, np.repeat(k[..., :1], k.shape[-1], axis=-1), *a, **o
    ),
    "mean instead of sum": lambda x, k, *a, **o: conv2d(x, k / k[..., 0].size, *a, **o),
    "one channel": lambda x, k, *a, **o: conv2d(x[..., :1], k[:, :, :1], *a, **o),
    "strides swapped": lambda x, k, bias=None, strides=1, padding="valid", activation=None: conv2d(
        x, k, bias, strides if isinstance(strides, int) else strides[::-1], padding, activation
    ),
    "integers truncated": lambda x, *a, **o: conv2d(x, *a, **o).astype(x.dtype),
}


@pytest.mark.parametrize("answer", WRONG_CONV2D.values(), ids=WRONG_CONV2D)
def test_a_conv2d_with_one_mistake_does_not_pass(answer):
    assert 0 <= check_reference("conv2d", answer).points < 12


def test_padding_that_ignores_the_stride_fails_the_strides_alone():
    verdict = check_reference("pad_same", lambda x, size, strides=1: pad_same(x, size))
    assert lost(verdict) == {
        "strides",
        "everything together, any kind of numbers, arguments unchanged",
    }


def test_pooling_with_zeros_as_padding_fails_only_where_it_shows():
    def zeros(x, pool_size=2, strides=None, padding="valid"):
        result = max_pool2d(x, pool_size, strides, padding)
        return np.maximum(result, 0) if padding.lower() == "same" else result

    assert '"same" padding never wins' in lost(check_reference("max_pool2d", zeros))


def test_a_running_maximum_from_zero_fails_negative_numbers():
    verdict = check_reference(
        "max_pool2d", lambda x, *a, **o: np.maximum(max_pool2d(x, *a, **o), 0)
    )
    assert "negative numbers" in lost(verdict)


def test_softmax_that_overflows_keeps_the_other_points():
    def overflowing(x):
        powers = np.exp(x)
        return powers / powers.sum(axis=-1, keepdims=True)

    verdict = check("softmax", overflowing)
    assert lost(verdict) == {"large scores do not overflow"}
    assert "RuntimeWarning: overflow encountered in exp" in verdict.printed


def test_softmax_over_all_axes_fails_several_rows():
    verdict = check_reference("softmax", lambda x: softmax(x.ravel()).reshape(x.shape))
    assert "several rows, each on its own" in lost(verdict)


def model_with(**changes):
    filters = changes.get("filters", (32, 64, 128))
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(filters[0], 3, activation=changes.get("activation", "relu"))(inputs)
    x = layers.MaxPooling2D(changes.get("pool", 2))(x)
    x = layers.Conv2D(filters[1], 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(filters[2], 3, activation="relu")(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10, activation=changes.get("output", "softmax"))(x))


def sequential():
    return keras.Sequential([keras.Input(shape=(28, 28, 1)), *build_cnn().layers[1:]])


@pytest.mark.parametrize(
    ("build", "lost_cases"),
    [
        (
            lambda: model_with(filters=(32, 64, 64)),
            {"three convolutional layers", "104,202 parameters"},
        ),
        (lambda: model_with(activation=None), {"three convolutional layers"}),
        (lambda: model_with(output=None), {"the output layer"}),
        (lambda: model_with(pool=(2, 1)), {"two pooling layers", "104,202 parameters"}),
        (sequential, {"a model by the functional API"}),
    ],
    ids=["filters", "activation", "logits", "pooling", "sequential"],
)
def test_a_model_loses_what_is_wrong_with_it(build, lost_cases):
    assert lost(check("build_cnn", build)) == lost_cases


@pytest.mark.parametrize(
    ("settings", "lost_cases"),
    [
        ({"optimizer": "adam"}, {"optimizer rmsprop"}),
        ({"loss": "mse"}, {"sparse categorical cross-entropy"}),
        ({"loss": "categorical_crossentropy"}, {"sparse categorical cross-entropy"}),
        ({"metrics": None}, {"accuracy as metric"}),
        ({"loss": keras.losses.SparseCategoricalCrossentropy()}, set()),
        ({"optimizer": keras.optimizers.RMSprop}, set()),
    ],
    ids=["optimizer", "loss", "not sparse", "metric", "loss as object", "optimizer as object"],
)
def test_compiling_loses_what_is_wrong_with_it(settings, lost_cases):
    def compile_cnn(model):
        chosen = {
            "optimizer": "rmsprop",
            "loss": "sparse_categorical_crossentropy",
            "metrics": ["accuracy"],
        } | settings
        if isinstance(chosen["optimizer"], type):
            chosen["optimizer"] = chosen["optimizer"]()
        model.compile(**chosen)

    assert lost(check("compile_cnn", compile_cnn)) == lost_cases


@pytest.mark.parametrize(
    ("train", "lost_cases"),
    [
        (
            lambda model, images, labels, epochs=5, batch_size=64: model.fit(
                images, labels, epochs=epochs, verbose=0
            ),
            {"5 epochs and batches of 64 by default"},
        ),
        (
            lambda model, images, labels, epochs=5, batch_size=64: model.fit(
                images, labels, batch_size=batch_size, verbose=0
            ),
            {
                "trains, and returns the History",
                "epochs and batch size as handed in",
                "5 epochs and batches of 64 by default",
            },
        ),
    ],
    ids=["batch size not handed on", "epochs not handed on"],
)
def test_training_loses_what_is_wrong_with_it(train, lost_cases):
    assert lost(check("train_cnn", train)) == lost_cases


def test_training_that_returns_nothing_earns_nothing():
    def train_cnn(model, images, labels, epochs=5, batch_size=64):
        model.fit(images, labels, epochs=epochs, batch_size=batch_size, verbose=0)

    assert check("train_cnn", train_cnn).points < 3


class TestTrainedNetwork:
    def test_no_file(self, tmp_path):
        verdict = check("trained_network", str(tmp_path / "none.npz"))
        assert verdict.points == 0
        assert "There is no weights file" in str(verdict)

    @pytest.mark.parametrize("content", [b"", b"not a zip file", b"PK\x03\x04 cut off"])
    def test_a_damaged_file(self, tmp_path, content):
        path = tmp_path / "mnist_cnn_weights.npz"
        path.write_bytes(content)
        verdict = check("trained_network", path)
        assert verdict.points == 0
        assert "is no weights file" in str(verdict)

    def test_a_pickle_is_not_opened(self, tmp_path):
        path = tmp_path / "mnist_cnn_weights.npz"
        np.savez(path, *[np.array([print], dtype=object)] * 8)
        assert "is no weights file" in str(check("trained_network", path))

    def test_weights_of_another_network(self, tmp_path):
        path = tmp_path / "mnist_cnn_weights.npz"
        np.savez(path, *load_weights()[:4])
        assert "holds other arrays" in str(check("trained_network", path))

    def test_nan(self, tmp_path):
        path = tmp_path / "mnist_cnn_weights.npz"
        np.savez(path, *[np.full_like(weight, np.nan) for weight in load_weights()])
        assert "NaN" in str(check("trained_network", path))

    def test_an_untrained_network_earns_nothing_and_a_worse_one_less(self, tmp_path):
        untrained, worse = tmp_path / "untrained.npz", tmp_path / "worse.npz"
        np.savez(untrained, *build_cnn().get_weights())
        weights = load_weights()
        weights[4] = weights[4] * (np.arange(128) < 80)
        np.savez(worse, *weights)
        assert check("trained_network", untrained).points == 0
        assert 0 < check("trained_network", worse).points < 6
