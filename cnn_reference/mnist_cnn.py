"""The lab's network in Keras: built, compiled, trained."""

import keras
import numpy as np
from keras import layers

from cnn_reference.arguments import Array

__all__ = ["build_cnn", "compile_cnn", "from_weights", "train_cnn"]


def build_cnn() -> keras.Model:
    """Return the untrained network, 104,202 parameters, by Keras's functional API.

    *Input shape* ``(N, 28, 28, 1)``; *output shape* ``(N, 10)``, probabilities.

    Examples
    --------
    >>> build_cnn().count_params()
    104202
    """
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(filters=32, kernel_size=3, activation="relu")(inputs)
    x = layers.MaxPooling2D(pool_size=2)(x)
    x = layers.Conv2D(filters=64, kernel_size=3, activation="relu")(x)
    x = layers.MaxPooling2D(pool_size=2)(x)
    x = layers.Conv2D(filters=128, kernel_size=3, activation="relu")(x)
    x = layers.Flatten()(x)
    outputs = layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs=inputs, outputs=outputs)


def compile_cnn(model: keras.Model) -> None:
    """Choose optimizer, loss and metric: integer labels, so the loss is the sparse one."""
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


def train_cnn(
    model: keras.Model, images: Array, labels: Array, epochs: int = 5, batch_size: int = 64
) -> keras.callbacks.History:
    """Train a compiled model and return Keras's record of the epochs.

    Parameters
    ----------
    model : compiled model
    images : (N, 28, 28, 1) array, as `prepare_images` returns them
    labels : (N,) array of integers 0 to 9
    epochs : how often every image is seen
    batch_size : images for each step of the optimizer
    """
    return model.fit(images, labels, epochs=epochs, batch_size=batch_size)


def from_weights(weights: list[np.ndarray]) -> keras.Model:
    """Return the network with these weights, ready to predict."""
    model = build_cnn()
    model.set_weights(weights)
    return model
