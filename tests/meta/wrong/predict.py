"""Wrong answers to predict, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


def _conv(x, kernel, bias):
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[:2], axis=(1, 2))
    return np.einsum("nijcab,abcf->nijf", windows, kernel, optimize=True) + bias


def _pool(x):
    n, h, w, c = x.shape
    x = x[:, : h // 2 * 2, : w // 2 * 2]
    return x.reshape(n, h // 2, 2, w // 2, 2, c).max(axis=(2, 4))


def _relu(x):
    return np.maximum(x, 0)


def _softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _features(weights, images):
    x = _pool(_relu(_conv(images, weights[0], weights[1])))
    x = _pool(_relu(_conv(x, weights[2], weights[3])))
    return _relu(_conv(x, weights[4], weights[5]))


@mistake("PREDICT-FLATTEN-ORDER")
def channels_before_rows(weights, images):
    x = _features(weights, images).transpose(0, 3, 1, 2)
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake("PREDICT-FLATTEN-ORDER")
def map_by_map(weights, images):
    maps = _features(weights, images)
    rows = [np.concatenate([image[..., f].ravel() for f in range(128)]) for image in maps]
    return _softmax(np.array(rows) @ weights[6] + weights[7])


@mistake(None)
def column_order(weights, images):
    x = _features(weights, images).transpose(0, 2, 1, 3)
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake("PREDICT-NO-RELU")
def no_activation_at_all(weights, images):
    x = _pool(_conv(images, weights[0], weights[1]))
    x = _pool(_conv(x, weights[2], weights[3]))
    x = _conv(x, weights[4], weights[5])
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake("PREDICT-NO-RELU")
def relu_result_dropped(weights, images):
    x = images
    for layer in (0, 2, 4):
        x = _conv(x, weights[layer], weights[layer + 1])
        np.maximum(x, 0)
        if layer < 4:
            x = _pool(x)
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake(None)
def last_relu_missing(weights, images):
    x = _pool(_relu(_conv(images, weights[0], weights[1])))
    x = _pool(_relu(_conv(x, weights[2], weights[3])))
    x = _conv(x, weights[4], weights[5])
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake("PREDICT-LOGITS")
def scores(weights, images):
    x = _features(weights, images)
    return x.reshape(len(x), -1) @ weights[6] + weights[7]


@mistake("PREDICT-LOGITS")
def softmax_result_dropped(weights, images):
    x = _features(weights, images)
    y = np.dot(x.reshape(x.shape[0], -1), weights[6]) + weights[7]
    _softmax(y)
    return y


@mistake("PREDICT-NO-BIAS")
def kernels_only(weights, images):
    x = _pool(_relu(_conv(images, weights[0], 0)))
    x = _pool(_relu(_conv(x, weights[2], 0)))
    x = _relu(_conv(x, weights[4], 0))
    return _softmax(x.reshape(len(x), -1) @ weights[6])


@mistake("PREDICT-NO-BIAS")
def biases_skipped(weights, images):
    x = images
    for index, kernel in enumerate(weights[0:6:2]):
        x = _relu(_conv(x, kernel, np.zeros(kernel.shape[-1])))
        if index < 2:
            x = _pool(x)
    return _softmax(x.reshape(-1, 1152) @ weights[6])


@mistake("PREDICT-NO-BIAS")
def no_bias_in_the_convolutions(weights, images):
    x = _pool(_relu(_conv(images, weights[0], 0)))
    x = _pool(_relu(_conv(x, weights[2], 0)))
    x = _relu(_conv(x, weights[4], 0))
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake("PREDICT-SOFTMAX-OVER-BATCH")
def softmax_over_axis_zero(weights, images):
    x = _features(weights, images)
    y = x.reshape(len(x), -1) @ weights[6] + weights[7]
    e = np.exp(y - y.max(axis=0))
    return e / e.sum(axis=0)


@mistake("PREDICT-SOFTMAX-OVER-BATCH")
def softmax_of_the_transposed(weights, images):
    x = _features(weights, images)
    return _softmax((x.reshape(len(x), -1) @ weights[6] + weights[7]).T).T


@mistake(None)
def softmax_over_everything(weights, images):
    x = _features(weights, images)
    e = np.exp(x.reshape(len(x), -1) @ weights[6] + weights[7])
    return e / e.sum()


@mistake(None)
def both_poolings_late(weights, images):
    x = _relu(_conv(images, weights[0], weights[1]))
    x = _relu(_conv(x, weights[2], weights[3]))
    x = _pool(_pool(x))
    x = _relu(_conv(x, weights[4], weights[5]))
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake(None)
def one_pooling_too_many(weights, images):
    x = _pool(_features(weights, images))
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake(None)
def digits(weights, images):
    x = _features(weights, images)
    return (x.reshape(len(x), -1) @ weights[6] + weights[7]).argmax(axis=1)


@mistake(None)
def average_pooling(weights, images):
    def pool(x):
        n, h, w, c = x.shape
        x = x[:, : h // 2 * 2, : w // 2 * 2]
        return x.reshape(n, h // 2, 2, w // 2, 2, c).mean(axis=(2, 4))

    x = pool(_relu(_conv(images, weights[0], weights[1])))
    x = pool(_relu(_conv(x, weights[2], weights[3])))
    x = _relu(_conv(x, weights[4], weights[5]))
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake(None)
def first_image_only(weights, images):
    x = _features(weights, images[:1])
    return _softmax(x.reshape(1, -1) @ weights[6] + weights[7])


@mistake(None)
def first_image_for_all(weights, images):
    x = _features(weights, images[:1])
    y = _softmax(x.reshape(1, -1) @ weights[6] + weights[7])
    return np.repeat(y, len(images), axis=0)


@mistake(None)
def batch_flattened_too(weights, images):
    x = _features(weights, images)
    return _softmax(x.flatten() @ weights[6] + weights[7])


@mistake(None)
def one_row_whatever_the_batch(weights, images):
    x = _features(weights, images).reshape(1, -1)
    return _softmax(x[:, :1152] @ weights[6] + weights[7])


@mistake(None)
def relu_on_the_scores(weights, images):
    x = _features(weights, images)
    return _softmax(_relu(x.reshape(len(x), -1) @ weights[6] + weights[7]))


@mistake(None)
def divided_by_255_again(weights, images):
    x = _features(weights, images / 255)
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake(None)
def kernels_flipped(weights, images):
    flipped = [w[::-1, ::-1] if w.ndim == 4 else w for w in weights]
    x = _features(flipped, images)
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake(None)
def weights_changed(weights, images):
    for weight in weights:
        weight *= 2
    halves = [weight / 2 for weight in weights]
    x = _features(halves, images)
    return _softmax(x.reshape(len(x), -1) @ halves[6] + halves[7])


@mistake(None)
def images_changed(weights, images):
    images -= 1
    x = _features(weights, images + 1)
    return _softmax(x.reshape(len(x), -1) @ weights[6] + weights[7])


@mistake(None)
def weights_of_the_first_call(weights, images, remembered=[]):  # noqa: B006
    if not remembered:
        remembered.extend(weight.copy() for weight in weights)
    x = _features(remembered, images)
    return _softmax(x.reshape(len(x), -1) @ remembered[6] + remembered[7])


@mistake(None)
def rounded(weights, images):
    x = _features(weights, images)
    return np.round(_softmax(x.reshape(len(x), -1) @ weights[6] + weights[7]), 3)


@mistake("USES-A-LIBRARY")
def keras_model(weights, images):
    import keras
    from keras import layers

    inputs = keras.Input((28, 28, 1))
    x = layers.MaxPooling2D()(layers.Conv2D(32, 3, activation="relu")(inputs))
    x = layers.MaxPooling2D()(layers.Conv2D(64, 3, activation="relu")(x))
    x = layers.Flatten()(layers.Conv2D(128, 3, activation="relu")(x))
    model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
    model.set_weights(weights)
    return model.predict(images, verbose=0)
