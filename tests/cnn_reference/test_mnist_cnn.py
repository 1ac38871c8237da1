import subprocess
import sys

import keras
import numpy as np

from cnn_reference import load_mnist, load_weights, network, prepare_images
from cnn_reference.mnist_cnn import build_cnn, compile_cnn, from_weights, train_cnn


def test_the_network_is_the_lectures():
    model = build_cnn()
    assert [type(layer).__name__ for layer in model.layers] == [
        "InputLayer",
        *("Conv2D", "MaxPooling2D") * 2,
        *("Conv2D", "Flatten", "Dense"),
    ]
    assert model.count_params() == 104_202
    assert model.input_shape == (None, 28, 28, 1)
    assert model.output_shape == (None, 10)
    assert [layer.output.shape[1:] for layer in model.layers[1:6]] == [
        (26, 26, 32), (13, 13, 32), (11, 11, 64), (5, 5, 64), (3, 3, 128),
    ]  # fmt: skip
    activations = [layer.activation.__name__ for layer in model.layers if layer.weights]
    assert activations == ["relu", "relu", "relu", "softmax"]
    assert tuple(weight.shape for weight in model.get_weights()) == network.WEIGHT_SHAPES


def test_compiled_with_what_the_lecture_names():
    model = build_cnn()
    compile_cnn(model)
    assert isinstance(model.optimizer, keras.optimizers.RMSprop)
    assert model.loss == "sparse_categorical_crossentropy"
    outcome = model.evaluate(
        np.zeros((2, 28, 28, 1), "float32"), np.zeros(2, "uint8"), verbose=0, return_dict=True
    )
    assert set(outcome) == {"loss", "accuracy"}


def test_training_on_a_few_hundred_images_lowers_the_loss():
    keras.utils.set_random_seed(0)
    (images, labels), _ = load_mnist()
    model = build_cnn()
    compile_cnn(model)
    before = model.get_weights()
    history = train_cnn(model, prepare_images(images[:512]), labels[:512], epochs=2, batch_size=32)
    assert isinstance(history, keras.callbacks.History)
    assert history.params["epochs"] == 2
    assert history.params["steps"] == 512 // 32
    first, last = history.history["loss"]
    assert last < 0.8 * first
    assert not np.array_equal(before[0], model.get_weights()[0])


def test_from_weights_holds_these_weights():
    weights = load_weights()
    for held, weight in zip(from_weights(weights).get_weights(), weights, strict=True):
        np.testing.assert_array_equal(held, weight)


def test_the_reference_alone_does_not_import_keras():
    program = "import cnn_reference, sys; sys.exit('keras' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
