"""The mistakes that the checks know in the small functions, the network and its parameters."""

import numpy as np

from autograder.predictions.network import (
    MODEL,
    a_layer_is_missing,
    all_axes,
    all_axes_stable,
    bias_per_channel,
    channels_first,
    count,
    first_axis,
    keras_images,
    keras_scores,
    largest_of_all_taken_off,
    no_exp,
    no_relu,
    only,
    over_batch,
    overflowing,
    shifted_share,
    smallest_taken_off,
    squared,
    weights,
    with_arguments,
)
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS"]

MISCONCEPTIONS = (
    Misconception(
        "RELU-ABSOLUTE",
        "negative numbers become positive",
        "Your function returns the absolute value.",
        "Let negative numbers become 0.",
        {"relu": (np.abs,)},
    ),
    Misconception(
        "RELU-LEAKY",
        "a part of the negative numbers leaks through",
        "Your function is the leaky relu, which scales negative numbers instead of removing them.",
        "Let negative numbers become 0.",
        {"relu": (lambda x: np.where(np.asarray(x) > 0, x, 0.01 * np.asarray(x)),)},
    ),
    Misconception(
        "SOFTMAX-ALL-AXES",
        "one sum for the whole array",
        "Your probabilities sum up to 1 over the whole array. Each row must do so by itself.",
        "Sum over the last axis: axis=-1, keepdims=True.",
        {"softmax": (all_axes, all_axes_stable)},
    ),
    Misconception(
        "SOFTMAX-FIRST-AXIS",
        "the sum runs over the wrong axis",
        "Your probabilities sum up to 1 over the batch, from image to image.",
        "Sum over the last axis: axis=-1, keepdims=True.",
        {"softmax": (first_axis,)},
    ),
    Misconception(
        "SOFTMAX-OVERFLOW",
        "exp of a large score overflows",
        "exp(1000) is too large for a float: it becomes infinity, and the quotient NaN.",
        "Take the largest score of the row off first: the quotient stays the same.",
        {"softmax": (overflowing, smallest_taken_off, largest_of_all_taken_off)},
    ),
    Misconception(
        "SOFTMAX-NO-EXP",
        "the scores themselves are divided",
        "You divide each score by the sum of the scores; softmax takes exp of them first.",
        "Take np.exp of the scores, then divide by the sum.",
        {"softmax": (no_exp, shifted_share)},
    ),
    Misconception(
        "PREDICT-FLATTEN-ORDER",
        "the features are flattened channel by channel",
        "The dense layer's weights meet the wrong features: Keras flattens row by row, with the "
        "channels innermost.",
        "Use x.reshape(len(x), -1), without a transpose before it.",
        {"predict": (weights(channels_first),)},
    ),
    Misconception(
        "PREDICT-NO-RELU",
        "the convolutions have no relu",
        "Your probabilities are those of a network without relu after its convolutions.",
        "Hand activation=relu to each of the three conv2d calls.",
        {"predict": (no_relu,)},
    ),
    Misconception(
        "PREDICT-LOGITS",
        "softmax is left out",
        "Your numbers are the scores of the dense layer, not yet probabilities.",
        "Return softmax(…) of the scores.",
        {"predict": (keras_scores,)},
    ),
    Misconception(
        "PREDICT-NO-BIAS",
        "the biases are not used",
        "Your probabilities are those of a network whose biases are all 0.",
        "Hand each conv2d its bias, and dense as well.",
        {
            "predict": (
                weights(lambda index, weight: weight * 0 if index % 2 else weight),
                weights(lambda index, weight: weight * 0 if index in {1, 3, 5} else weight),
            )
        },
    ),
    Misconception(
        "PREDICT-SOFTMAX-OVER-BATCH",
        "softmax runs over the images",
        "Your probabilities sum up to 1 over the batch, not over the ten digits.",
        "Let softmax sum over the last axis.",
        {"predict": (over_batch,)},
    ),
    Misconception(
        "COUNT-NO-CHANNELS",
        "the input channels are forgotten",
        "You count one kernel for each filter; it has one for each input channel.",
        "Multiply by in_channels, too.",
        count(with_arguments(in_channels=1)),
    ),
    Misconception(
        "COUNT-NO-BIAS",
        "the biases are not counted",
        "You count the weights of the kernels alone.",
        "Add one bias for each filter, if use_bias is true.",
        count(with_arguments(use_bias=False)),
    ),
    Misconception(
        "COUNT-BIAS-PER-CHANNEL",
        "one bias for each kernel",
        "You count a bias for each input channel; a filter has one for all of them.",
        "Add the bias after multiplying by the input channels.",
        count(bias_per_channel),
    ),
    Misconception(
        "COUNT-BIAS-ALWAYS",
        "use_bias has no effect",
        "You count the biases even where there are none.",
        "Add the biases only if use_bias is true.",
        count(with_arguments(use_bias=True)),
    ),
    Misconception(
        "COUNT-KERNEL-SQUARED",
        "every kernel is taken for a square",
        "You multiply the kernel's height by itself, or its width.",
        "A pair has a height and a width: multiply the two.",
        count(squared(0), squared(1)),
    ),
    Misconception(
        "IMAGES-NOT-SCALED",
        "the grey levels still go up to 255",
        "The shape is right, but the numbers are those of the images as they were.",
        "Divide by 255.",
        {"prepare_images": (lambda images: keras_images(images) * np.float32(255),)},
    ),
    Misconception(
        "IMAGES-SCALED-TWICE",
        "divided by 255 twice",
        "Your numbers are too small by a factor of 255.",
        "Divide by 255 once.",
        {"prepare_images": (lambda images: keras_images(images) / np.float32(255),)},
    ),
    Misconception(
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
    ),
    Misconception(
        "MODEL-LAYER-MISSING",
        "a layer is missing",
        "Your layers come in the right order, but not all of them are there.",
        "Compare model.summary() with the table of the notebook, row by row.",
        signs={MODEL: a_layer_is_missing},
    ),
    Misconception(
        "MODEL-FILTERS",
        "other numbers of filters",
        "The layers are right, but not the number of their filters.",
        "Give the three convolutions 32, 64 and 128 filters.",
        signs={MODEL: only("filters")},
    ),
    Misconception(
        "MODEL-ACTIVATION",
        "a convolution without relu",
        "The layers are right, but not all convolutions are followed by relu.",
        'Hand activation="relu" to each of the three Conv2D.',
        signs={MODEL: only("activation")},
    ),
    Misconception(
        "MODEL-LOGITS",
        "the outputs are no probabilities",
        "The last layer has no softmax, so that its outputs are scores.",
        'Hand activation="softmax" to the last Dense layer.',
        signs={MODEL: only("softmax missing")},
    ),
    Misconception(
        "MODEL-PARAMETERS",
        "the layers have other parameters",
        "The layers are right in order, filters and activations, but not in size: look at their "
        "kernels, their padding and their biases.",
        "Compare each row of model.summary() with your count_parameters.",
        signs={MODEL: only("parameters")},
    ),
)
