"""Mistakes in running the trained network: preparing images, and `predict`."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.misconceptions.softmax import softmax_over_first_axis
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, Prediction

__all__ = ["MISCONCEPTIONS"]

keras_images = keras_says("prepare_images")
keras_predict = keras_says("predict")
keras_scores = keras_says("scores")
keras_softmax = keras_says("softmax")

PLACES, FEATURES = 9, 128
"""The last map: 3×3 places of 128 features each."""
DENSE_KERNEL = 6
"""Where it stands among the weights: kernels at even places, biases at odd ones."""

# Images

IMAGES_NOT_SCALED = Misconception(
    "IMAGES-NOT-SCALED",
    "the grey levels still go up to 255",
    "The shape is right, but the numbers are still those of the images, 0 to 255.",
    "Divide by 255.",
    {"prepare_images": (lambda images: keras_images(images) * np.float32(255),)},
)

IMAGES_SCALED_TWICE = Misconception(
    "IMAGES-SCALED-TWICE",
    "divided by 255 twice",
    "Your numbers are too small by a factor of 255.",
    "Divide by 255 once.",
    {"prepare_images": (lambda images: keras_images(images) / np.float32(255),)},
)

IMAGES_SHIFTED = Misconception(
    "IMAGES-SHIFTED",
    "scaled to -1 … 1",
    "Your numbers go from -1 to 1; this network wants 0 to 1.",
    "Divide by 255, and subtract nothing.",
    {
        "prepare_images": (
            lambda images: keras_images(images) * 2 - 1,
            lambda images: keras_images(images) - np.float32(0.5),
        )
    },
)

# predict


def _with_weights(change: Callable[[int, Array], Array]) -> Prediction:
    """Return a prediction that changes the weights one by one."""

    def predict(weights: Sequence[Array], images: Any) -> Array:
        changed = [change(index, weight) for index, weight in enumerate(weights)]
        result: Array = keras_predict(changed, images)
        return result

    return predict


def _channels_first(index: int, weight: Array) -> Array:
    """Reorder the dense kernel as if the features had been flattened channel by channel."""
    if index != DENSE_KERNEL:
        return weight
    return weight.reshape(FEATURES, PLACES, -1).swapaxes(0, 1).reshape(weight.shape)


PREDICT_FLATTEN_ORDER = Misconception(
    "PREDICT-FLATTEN-ORDER",
    "the features are flattened channel by channel",
    "The dense layer's weights meet the wrong features: Keras flattens row by row, with the "
    "channels innermost.",
    "Use x.reshape(len(x), -1), without a transpose before it.",
    {"predict": (_with_weights(_channels_first),)},
)

PREDICT_NO_RELU = Misconception(
    "PREDICT-NO-RELU",
    "the convolutions have no relu",
    "Your probabilities are those of a network without relu after its convolutions.",
    "Hand activation=relu to each of the three conv2d calls.",
    {
        "predict": (
            lambda weights, images: keras_softmax(keras_scores(weights, images, has_relu=False)),
        )
    },
)

PREDICT_LOGITS = Misconception(
    "PREDICT-LOGITS",
    "softmax is left out",
    "Your numbers are the scores of the dense layer, not yet probabilities.",
    "Return softmax(…) of the scores.",
    {"predict": (keras_scores,)},
)

PREDICT_NO_BIAS = Misconception(
    "PREDICT-NO-BIAS",
    "the biases are not used",
    "Your probabilities are those of a network whose biases are all 0.",
    "Hand each conv2d its bias, and dense as well.",
    {
        "predict": (
            _with_weights(lambda index, weight: weight * 0 if index % 2 else weight),
            _with_weights(lambda index, weight: weight * 0 if index in {1, 3, 5} else weight),
        )
    },
)

PREDICT_SOFTMAX_OVER_BATCH = Misconception(
    "PREDICT-SOFTMAX-OVER-BATCH",
    "softmax runs over the images",
    "Your probabilities sum up to 1 over the batch, not over the ten digits.",
    "Let softmax sum over the last axis.",
    {"predict": (lambda weights, images: softmax_over_first_axis(keras_scores(weights, images)),)},
)

MISCONCEPTIONS = (
    IMAGES_NOT_SCALED,
    IMAGES_SCALED_TWICE,
    IMAGES_SHIFTED,
    PREDICT_FLATTEN_ORDER,
    PREDICT_NO_RELU,
    PREDICT_LOGITS,
    PREDICT_NO_BIAS,
    PREDICT_SOFTMAX_OVER_BATCH,
)
