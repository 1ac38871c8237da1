"""Wrong answers to build_cnn, each with one mistake as people make it."""

import keras
from keras import layers

from tests.meta.mistakes import mistake


def _network(
    shape=(28, 28, 1),
    filters=(32, 64, 128),
    convolution=None,
    pooling=layers.MaxPooling2D,
    output="softmax",
):
    settings = {"kernel_size": 3, "activation": "relu"} | (convolution or {})
    inputs = keras.Input(shape=shape)
    x = layers.Conv2D(filters[0], **settings)(inputs)
    x = pooling(pool_size=2)(x)
    x = layers.Conv2D(filters[1], **settings)(x)
    x = pooling(pool_size=2)(x)
    x = layers.Conv2D(filters[2], **settings)(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10, activation=output)(x))


@mistake("MODEL-LAYER-MISSING")
def third_convolution_missing():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


@mistake("MODEL-LAYER-MISSING")
def second_pooling_missing():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


@mistake("MODEL-LAYER-MISSING")
def flatten_missing():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


@mistake("MODEL-FILTERS")
def same_filters_everywhere():
    return _network(filters=(32, 32, 32))


@mistake("MODEL-FILTERS")
def fewer_filters():
    return _network(filters=(16, 32, 64))


@mistake("MODEL-FILTERS")
def filters_the_other_way_round():
    return _network(filters=(128, 64, 32))


@mistake("MODEL-ACTIVATION")
def no_relu():
    return _network(convolution={"activation": None})


@mistake("MODEL-ACTIVATION")
def relu_only_once():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(64, 3)(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(128, 3)(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


@mistake("MODEL-ACTIVATION")
def tanh():
    return _network(convolution={"activation": "tanh"})


@mistake("MODEL-RESCALES")
def scaled_once_more():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Rescaling(1 / 255)(inputs)
    for filters in (32, 64):
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(layers.Flatten()(x)))


@mistake("MODEL-LOGITS")
def no_softmax():
    return _network(output=None)


@mistake("MODEL-LOGITS")
def dense_ten():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(32, (3, 3), activation="relu")(inputs)
    x = layers.MaxPooling2D((2, 2))(x)
    x = layers.Conv2D(64, (3, 3), activation="relu")(x)
    x = layers.MaxPooling2D((2, 2))(x)
    x = layers.Conv2D(128, (3, 3), activation="relu")(x)
    return keras.Model(inputs=inputs, outputs=layers.Dense(10)(layers.Flatten()(x)))


@mistake("MODEL-PARAMETERS")
def kernels_of_five():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(32, 5, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


@mistake("MODEL-PARAMETERS")
def same_padding():
    return _network(convolution={"padding": "same"})


@mistake("MODEL-PARAMETERS")
def no_biases():
    return _network(convolution={"use_bias": False})


@mistake(None)
def sigmoid_output():
    return _network(output="sigmoid")


@mistake(None)
def sequential():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(128, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )


@mistake(None)
def colour_images():
    return _network(shape=(28, 28, 3))


@mistake(None)
def average_pooling():
    return _network(pooling=layers.AveragePooling2D)


@mistake(None)
def global_pooling_for_flatten():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


@mistake(None)
def with_dropout():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    x = layers.Dropout(0.5)(layers.Flatten()(x))
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


@mistake(None)
def pooling_with_stride_one():
    return _network(pooling=lambda pool_size: layers.MaxPooling2D(pool_size, strides=1))


@mistake(None)
def layer_for_the_model():
    return _network().layers[-1]


@mistake(None)
def dense_layer_of_64_first():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    x = layers.Dense(64, activation="relu")(layers.Flatten()(x))
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


@mistake(None)
def dilated():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(32, 3, activation="relu", dilation_rate=2)(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


@mistake("MODEL-LAYER-MISSING")
def branch_left_out():
    inputs = keras.Input(shape=(28, 28, 1))
    a = layers.Conv2D(32, 3, activation="relu")(inputs)
    b = layers.MaxPooling2D(2)(a)
    c = layers.Conv2D(64, 3, activation="relu")(b)
    d = layers.MaxPooling2D(2)(c)
    e = layers.Conv2D(128, 3, activation="relu")(d)
    layers.Flatten()(e)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(e))
