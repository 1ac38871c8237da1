"""Rebuild the network that a configuration describes, to see its shapes and its size."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from autograder.keras_exercises.activations import KNOWN, LAYERS, named_by
from autograder.keras_exercises.descriptions import (
    DESCRIBED,
    LayerDescription,
    ModelDescription,
    Shape,
)
from autograder.keras_exercises.plain import (
    is_int,
    is_ints,
    name_of,
    setting_of,
    type_name_of,
)
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Call

__all__ = ["read_model"]

# Remembered: what TensorFlow keeps of a layer, some 70 KB, it never gives back.
keras_builds = keras_says("built", "keras_objects")

MOST_LAYERS = 100
MOST_PIXELS = 4096
"""Along one axis."""
MOST_NUMBERS = 4_000_000
"""In the output of a layer, for one image."""
MOST_WEIGHTS = 8_000_000
INPUT = ("", 0)

Parts = tuple[Shape, int]
"""What comes out, and how many parameters it took."""
Check = Callable[[Any], bool]


def _is_pair(value: Any) -> bool:
    return is_ints(value, 2, 1, 32)


def _is_bool(value: Any) -> bool:
    return type(value) is bool


def _is_width(value: Any) -> bool:
    return is_int(value, 1, 4096)


def _is_border(value: Any) -> bool:
    return type(value) is tuple and len(value) == 2 and all(is_ints(v, 2, 0, 32) for v in value)


def _one_of(*names: str) -> Check:
    return lambda value: type(value) is str and value in names


POOLING: Mapping[str, Check] = {
    "pool_size": _is_pair,
    "strides": _is_pair,
    "padding": _one_of("valid", "same"),
    "data_format": _one_of("channels_last", "channels_first"),
}
OVERALL: Mapping[str, Check] = {"keepdims": _is_bool, "data_format": POOLING["data_format"]}

BUILT: Mapping[str, Mapping[str, Check]] = {
    "Conv2D": {
        "filters": _is_width,
        "kernel_size": _is_pair,
        "strides": _is_pair,
        "padding": POOLING["padding"],
        "data_format": POOLING["data_format"],
        "dilation_rate": _is_pair,
        "groups": _is_width,
        "use_bias": _is_bool,
    },
    "MaxPooling2D": POOLING,
    "AveragePooling2D": POOLING,
    "GlobalMaxPooling2D": OVERALL,
    "GlobalAveragePooling2D": OVERALL,
    "ZeroPadding2D": {"padding": _is_border, "data_format": POOLING["data_format"]},
    "Flatten": {"data_format": POOLING["data_format"]},
    "Reshape": {
        "target_shape": lambda value: (
            type(value) is tuple and is_ints(value, len(value), -1, MOST_NUMBERS)
        )
    },
    "Dense": {"units": _is_width, "use_bias": _is_bool},
    "BatchNormalization": {
        "axis": lambda value: is_int(value, -3, 3),
        "center": _is_bool,
        "scale": _is_bool,
    },
}
"""The layers that are built, with all settings that make a difference to shape or size."""

KEEP_SHAPE = frozenset(
    {
        "Activation",
        "Dropout",
        "ELU",
        "GaussianNoise",
        "LeakyReLU",
        "ReLU",
        "Rescaling",
        "Softmax",
        "SpatialDropout2D",
    }
)
"""Layers without parameters, whose output has the shape of what comes in."""


def read_model(call: Call, data: Any) -> ModelDescription | str:  # noqa: ARG001 - as all readers
    """Describe the model that the data is the configuration of.

    Returns
    -------
    ModelDescription or str
        The type of what was returned instead, if it is no configuration.

    Examples
    --------
    >>> read_model(Call(), {"returned": "Dense"})
    'Dense'
    """
    sent = data.get("layers") if type(data) is dict else None
    if type(sent) is not list or len(sent) > MOST_LAYERS or not all(type(e) is dict for e in sent):
        return type_name_of(data)
    layers = tuple(_layer(entry) for entry in sent)
    shape = _shape(data.get("input_shape"))
    names = [name_of(entry.get("name")) for entry in sent]
    order = _order(names, data.get("connections"), data.get("output"))
    by_name = dict(zip(names, layers, strict=True))
    built = _rebuilt(shape, order, by_name) if order and shape else None
    in_order = tuple(by_name[name] for name in order) if order else layers
    return ModelDescription(
        kind=name_of(data.get("kind")),
        input_shape=shape,
        output_shape=built[0] if built else None,
        layers=tuple(
            LayerDescription(
                layer.kind, tuple(pair for pair in layer.settings if pair[0] in DESCRIBED)
            )
            for layer in _with_activations(in_order)
        ),
        parameters=built[1] if built else None,
        is_trainable=all(entry.get("trainable") is True for entry in sent),
    )


def _with_activations(layers: tuple[LayerDescription, ...]) -> Iterator[LayerDescription]:
    """Join an activation that is a layer of its own with the layer before it, if that has none."""
    waiting: LayerDescription | None = None
    for layer in layers:
        settings = dict(layer.settings)
        before = dict(waiting.settings) if waiting is not None else {}
        if waiting is not None and layer.kind in LAYERS and before.get("activation") == "linear":
            joined = before | {"activation": settings["activation"]}
            waiting = LayerDescription(waiting.kind, tuple(joined.items()))
            continue
        if waiting is not None:
            yield waiting
        waiting = layer
    if waiting is not None:
        yield waiting


def _layer(entry: Mapping[str, Any]) -> LayerDescription:
    kind, module, sent = name_of(entry.get("kind")), entry.get("module"), entry.get("settings")
    if not (type(module) is str and module.startswith("keras.")):
        kind = f"{name_of(module)}.{kind}"
    settings = sent if type(sent) is dict else {}
    names = dict.fromkeys((*DESCRIBED, *BUILT.get(kind, ())))
    read = {name: setting_of(settings[name]) for name in names if name in settings}
    if "activation" in read or kind in LAYERS:
        read["activation"] = _activation(read.get("activation", kind), entry.get("answers"))
    return LayerDescription(kind, tuple(read.items()))


def _activation(name: Any, answers: Any) -> str:
    """Name an activation by what it computes; by its own name only if that is no known one's."""
    computed = named_by(answers)
    if computed is not None:
        return computed
    return f"another function, called {name}" if name in KNOWN else name_of(name)


def _shape(sent: Any) -> Shape | None:
    """Return a shape of one batch axis and up to three others."""
    if type(sent) not in (tuple, list) or not 2 <= len(sent) <= 4:
        return None
    if sent[0] is not None and not is_int(sent[0], 1, MOST_PIXELS):
        return None
    if not is_ints(sent[1:], len(sent) - 1, 1, MOST_PIXELS):
        return None
    return tuple(sent)


def _order(names: list[str], connections: Any, output: Any) -> list[str] | None:
    """Return the layers in the order of their calls, if these are one chain of all calls.

    Examples
    --------
    >>> chain = {"a": [[["", 0]]], "b": [[["a", 0]]]}
    >>> _order(["a", "b"], chain, ["b", 0])
    ['a', 'b']
    >>> _order(["a", "b"], chain, ["a", 0]) is None
    True
    """
    if type(connections) is not dict or len(connections) != len(names):
        return None
    if not all(type(connections.get(name)) is list for name in names):
        return None
    number = sum(len(connections[name]) for name in names)
    order: list[str] = []
    sent = output
    while (end := _call(sent)) and len(order) < min(number, MOST_LAYERS):
        name, index = end
        calls = connections.get(name, ())
        if index >= len(calls):
            return None
        order.append(name)
        inputs = calls[index]
        if type(inputs) is not list or len(inputs) != 1:
            return None
        if _call(inputs[0]) == INPUT:
            return order[::-1] if len(order) == number else None
        sent = inputs[0]
    return None


def _call(sent: Any) -> tuple[str, int] | None:
    """Return a layer's name, and which of its calls is meant; the name of the input is ""."""
    if type(sent) is not list or len(sent) != 2:
        return None
    name, index = sent
    return (name, index) if type(name) is str and is_int(index, 0, MOST_LAYERS) else None


def _rebuilt(
    shape: Shape, order: list[str], layers: Mapping[str, LayerDescription]
) -> Parts | None:
    """Return the output shape and the number of parameters, as Keras's own layers have them."""
    sizes: dict[str, int] = {}
    made = 0
    for name in order:
        built = _built(layers[name], shape)
        if built is None or sizes.setdefault(name, built[1]) != built[1]:
            return None
        shape = built[0]
        made += built[1]  # a layer that is called again is built again
        if made > MOST_WEIGHTS:
            return None
    return shape, sum(sizes.values())


def _built(layer: LayerDescription, shape: Shape) -> Parts | None:
    """Build one layer for a shape; None if it is unknown, too large or impossible."""
    if layer.kind in KEEP_SHAPE:
        return shape, 0
    checks, settings = BUILT.get(layer.kind), dict(layer.settings)
    if checks is None or not all(
        name in settings and is_right(settings[name]) for name, is_right in checks.items()
    ):
        return None
    if _most_weights(settings, shape) > MOST_WEIGHTS:
        return None
    chosen = tuple((name, settings[name]) for name in checks)
    parts: Parts | None = keras_builds(layer.kind, chosen, shape, MOST_NUMBERS)
    return parts


def _most_weights(settings: Mapping[str, Any], shape: Shape) -> int:
    """Return more than a layer's parameters can be, before any is made."""
    outputs = settings.get("filters", settings.get("units", 4))
    kernel = math.prod(settings.get("kernel_size", (1, 1)))
    return int((max(size or 1 for size in shape[1:]) * kernel + 1) * outputs)
