"""Right answers to build_cnn."""

import keras
from keras import layers
from keras.layers import Conv2D, Dense, Flatten, Input, MaxPooling2D
from keras.models import Model


def as_in_the_lecture():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(filters=32, kernel_size=3, activation="relu")(inputs)
    x = layers.MaxPooling2D(pool_size=2)(x)
    x = layers.Conv2D(filters=64, kernel_size=3, activation="relu")(x)
    x = layers.MaxPooling2D(pool_size=2)(x)
    x = layers.Conv2D(filters=128, kernel_size=3, activation="relu")(x)
    x = layers.Flatten()(x)
    outputs = layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs=inputs, outputs=outputs)


def names_imported():
    image = Input((28, 28, 1))
    c1 = Conv2D(32, (3, 3), activation="relu")(image)
    p1 = MaxPooling2D((2, 2))(c1)
    c2 = Conv2D(64, (3, 3), activation="relu")(p1)
    p2 = MaxPooling2D((2, 2))(c2)
    c3 = Conv2D(128, (3, 3), activation="relu")(p2)
    return Model(image, Dense(units=10, activation="softmax")(Flatten()(c3)))


def in_a_loop():
    inputs = keras.Input((28, 28, 1), name="digits")
    x = inputs
    for number, filters in enumerate([32, 64, 128]):
        if number:
            x = layers.MaxPool2D()(x)
        x = layers.Convolution2D(filters, 3, activation=keras.activations.relu)(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10, keras.activations.softmax)(x), name="mnist_cnn")


def strides_and_padding_spelled_out():
    inputs = keras.layers.Input(shape=(28, 28, 1))
    x = keras.layers.Conv2D(32, 3, strides=1, padding="valid", activation="relu")(inputs)
    x = keras.layers.MaxPooling2D(2, strides=2, padding="valid")(x)
    x = keras.layers.Conv2D(64, 3, strides=(1, 1), padding="VALID", activation="relu")(x)
    x = keras.layers.MaxPooling2D(2, strides=(2, 2))(x)
    x = keras.layers.Conv2D(128, [3, 3], use_bias=True, activation="relu")(x)
    x = keras.layers.Flatten()(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.models.Model(inputs=[inputs], outputs=[outputs])
