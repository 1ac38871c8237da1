"""Mistakes in the network built with Keras: its layers, and how many parameters they have.

A model is observed rather than compared: its mistakes have a sign, which is shown by what differs
from the lab's network.
"""

from collections.abc import Callable
from typing import Any

from autograder.keras_exercises.descriptions import FILTERS, ORDER, PARAMETERS, ModelDescription
from autograder.misconceptions.predicting.border import pair
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.misconception import Misconception, Prediction

__all__ = ["MISCONCEPTIONS"]

keras_count = keras_says("count_parameters")

# Parameters

Count = Callable[[dict[str, Any]], int]
"""From the arguments by name, the number of parameters."""


def _in_count_parameters(*ways: Count) -> dict[str, tuple[Prediction, ...]]:
    def prediction(way: Count) -> Prediction:
        def predict(kernel_size: Any, in_channels: int, filters: int, use_bias: bool = True) -> int:
            return way(
                {
                    "kernel_size": pair(kernel_size),
                    "in_channels": in_channels,
                    "filters": filters,
                    "use_bias": use_bias,
                }
            )

        return predict

    return {"count_parameters": tuple(prediction(way) for way in ways)}


def _counting_with(**changes: Any) -> Count:
    return lambda given: int(keras_count(**(given | changes)))


COUNT_NO_CHANNELS = Misconception(
    "COUNT-NO-CHANNELS",
    "the input channels are forgotten",
    "You count one kernel for each filter; it has one for each input channel.",
    "Multiply by in_channels, too.",
    _in_count_parameters(_counting_with(in_channels=1)),
)

COUNT_NO_BIAS = Misconception(
    "COUNT-NO-BIAS",
    "the biases are not counted",
    "You count the weights of the kernels alone.",
    "Add one bias for each filter, if use_bias is true.",
    _in_count_parameters(_counting_with(use_bias=False)),
)

COUNT_BIAS_PER_CHANNEL = Misconception(
    "COUNT-BIAS-PER-CHANNEL",
    "one bias for each kernel",
    "You count a bias for each input channel; a filter has one for all of them.",
    "Add the bias after multiplying by the input channels.",
    _in_count_parameters(
        lambda given: _counting_with(in_channels=1)(given) * int(given["in_channels"])
    ),
)

COUNT_BIAS_ALWAYS = Misconception(
    "COUNT-BIAS-ALWAYS",
    "use_bias has no effect",
    "You count the biases even where there are none.",
    "Add the biases only if use_bias is true.",
    _in_count_parameters(_counting_with(use_bias=True)),
)


def _squared(axis: int) -> Count:
    return lambda given: _counting_with(kernel_size=given["kernel_size"][axis])(given)


COUNT_KERNEL_SQUARED = Misconception(
    "COUNT-KERNEL-SQUARED",
    "every kernel is taken to be square",
    "You multiply the kernel's height by itself, or its width by itself.",
    "A pair has a height and a width: multiply the two.",
    _in_count_parameters(_squared(0), _squared(1)),
)

# Layers

BUILD = "build_cnn"


def _a_layer_is_missing(model: ModelDescription) -> bool:
    kinds = iter(ORDER)
    in_order = all(layer.kind in kinds for layer in model.layers)
    return in_order and 0 < len(model.layers) < len(ORDER)


MODEL_LAYER_MISSING = Misconception(
    "MODEL-LAYER-MISSING",
    "a layer is missing",
    "Your layers come in the right order, but not all of them are there.",
    "Compare model.summary() with the table of the notebook, row by row.",
    signs={BUILD: _a_layer_is_missing},
)


def _only_rescaled(model: ModelDescription) -> bool:
    first, *others = (layer.kind for layer in model.layers) if model.layers else ("",)
    return first == "Rescaling" and tuple(others) == ORDER


MODEL_RESCALES = Misconception(
    "MODEL-RESCALES",
    "the network scales its images itself",
    "Your network begins with Rescaling. The images that it gets are scaled already, by "
    "prepare_images: they would be divided twice.",
    "Leave the Rescaling layer out.",
    signs={BUILD: _only_rescaled},
)


def _deviations(model: ModelDescription) -> set[str]:
    """Name what differs from the lab's network, of a model whose layers are in order."""
    convolutions = [dict(layer.settings) for layer in model.of_kind("Conv2D")]
    poolings = model.of_kind("MaxPooling2D")
    *_, output = (dict(layer.settings) for layer in model.of_kind("Dense"))
    right = {
        "filters": tuple(layer["filters"] for layer in convolutions) == FILTERS,
        "activation": all(layer["activation"] == "relu" for layer in convolutions),
        "softmax missing": output["activation"] != "linear",
        "output": output["activation"] in {"softmax", "linear"},
        "input": model.input_shape == (None, 28, 28, 1),
        "pooling": all(dict(layer.settings)["strides"] == (2, 2) for layer in poolings),
        "parameters": model.parameters == PARAMETERS,
    }
    return {name for name, is_right in right.items() if not is_right}


def _only(deviation: str) -> Callable[[ModelDescription], bool]:
    def sign(model: ModelDescription) -> bool:
        if tuple(layer.kind for layer in model.layers) != ORDER:
            return False
        found = _deviations(model)
        if deviation == "filters":
            found -= {"parameters"}  # they follow from the filters
        return found == {deviation}

    return sign


MODEL_FILTERS = Misconception(
    "MODEL-FILTERS",
    "the numbers of filters differ",
    "The layers are right, but not the number of their filters.",
    "Give the three convolutions 32, 64 and 128 filters.",
    signs={BUILD: _only("filters")},
)

MODEL_ACTIVATION = Misconception(
    "MODEL-ACTIVATION",
    "a convolution without relu",
    "The layers are right, but not all convolutions are followed by relu.",
    'Hand activation="relu" to each of the three Conv2D.',
    signs={BUILD: _only("activation")},
)

MODEL_LOGITS = Misconception(
    "MODEL-LOGITS",
    "the outputs are not probabilities",
    "The last layer has no softmax, so that its outputs are scores.",
    'Hand activation="softmax" to the last Dense layer.',
    signs={BUILD: _only("softmax missing")},
)

MODEL_PARAMETERS = Misconception(
    "MODEL-PARAMETERS",
    "the layers have other parameters",
    "The layers are right in order, filters and activations, but not in size: look at their "
    "kernels, their padding and their biases.",
    "Compare each row of model.summary() with your count_parameters.",
    signs={BUILD: _only("parameters")},
)

MISCONCEPTIONS = (
    COUNT_NO_CHANNELS,
    COUNT_NO_BIAS,
    COUNT_BIAS_PER_CHANNEL,
    COUNT_BIAS_ALWAYS,
    COUNT_KERNEL_SQUARED,
    MODEL_LAYER_MISSING,
    MODEL_RESCALES,
    MODEL_FILTERS,
    MODEL_ACTIVATION,
    MODEL_LOGITS,
    MODEL_PARAMETERS,
)
