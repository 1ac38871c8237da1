"""Meet answers that work with Keras, on the student's side, and send what they hand out.

Each `observe_…` returns plain data and no conclusions: those are for the trusted side.
"""

import operator
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from autograder.answer.own_folder import found_beside, own_folder
from autograder.keras_exercises.activations import probe
from autograder.keras_exercises.descriptions import DESCRIBED
from autograder.keras_exercises.small import initial_weights, small_model
from autograder.keras_exercises.trainable import trainable_model
from autograder.keras_exercises.weights_file import NoWeightsError, arrays_in, find_weights
from autograder.truth import CPU
from autograder.vocabulary.exercise import Call

__all__ = ["observe_compiling", "observe_model", "observe_training", "observe_weights"]

LONGEST_TEXT = 100
MOST_VARIABLES = 100

SENT = (
    *DESCRIBED,
    "data_format",
    "axis",
    "center",
    "scale",
    "keepdims",
    "target_shape",
)
"""The settings of layers that are sent: those that make a difference to shapes or sizes."""


def observe_model(build: Any, call: Call) -> Any:
    """Build the model and send its configuration; of what is no model, the type."""
    import keras

    with keras.device(CPU):
        model = build(*call.arguments, **call.options)
    if not isinstance(model, keras.Model):
        return _returned(model)
    layers = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    sent = {
        "kind": type(model).__name__,
        "input_shape": _plain(_alone(model.input_shape)),
        "layers": [_layer(layer) for layer in layers],
    }
    return sent | (_chain(sent["layers"]) if _is_sequential(model) else _graph(model))


def _returned(value: Any) -> dict[str, str] | None:
    return None if value is None else {"returned": type(value).__name__}


def _is_sequential(model: Any) -> bool:
    import keras

    return isinstance(model, keras.Sequential)


def _alone(shape: Any) -> Any:
    """Return the one shape of a dict or list of shapes."""
    shapes = list(shape.values()) if isinstance(shape, dict) else shape
    is_alone = isinstance(shapes, list) and len(shapes) == 1
    return shapes[0] if is_alone else shapes


def _layer(layer: Any) -> dict[str, Any]:
    config = layer.get_config()
    return {
        "name": str(layer.name),
        "kind": type(layer).__name__,
        "module": str(type(layer).__module__),
        "settings": {name: _plain(config[name]) for name in SENT if name in config},
        "answers": probe(layer),
        "trainable": all(variable.trainable for variable in layer.weights[:MOST_VARIABLES])
        if type(layer).__name__ != "BatchNormalization"
        else bool(layer.trainable),
    }


def _plain(value: Any, depth: int = 3) -> Any:
    """Return a value of a configuration as plain data; what is none, as text."""
    if value is None or type(value) in (bool, int, float):
        return value
    if isinstance(value, list | tuple) and depth:
        return [_plain(item, depth - 1) for item in value]
    if isinstance(value, float | np.floating):
        return float(value)
    try:
        return operator.index(value)
    except TypeError:
        return str(value)[:LONGEST_TEXT]


def _chain(layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Connect each layer with the one before, as a Sequential does; "" is the input."""
    names = ["", *(layer["name"] for layer in layers)]
    connections = {name: [[[before, 0]]] for before, name in pairwise(names)}
    return {"connections": connections, "output": [names[-1], 0]}


def _graph(model: Any) -> dict[str, Any]:
    """Send which calls of which layers each call of a layer takes; None if Keras can't tell."""
    try:
        config = model.get_config()
        (start,), (end,) = (_ends(config[key]) for key in ("input_layers", "output_layers"))
        connections = {
            layer["name"]: [_inputs(node, start[0]) for node in layer["inbound_nodes"]]
            for layer in config["layers"]
            if layer["name"] != start[0]
        }
    except Exception:  # several ends, or a class of the student's that raises anything
        return {"connections": None, "output": None}
    return {"connections": connections, "output": end}


def _ends(ends: Any) -> list[list[Any]]:
    """Write ``["dense", 0, 0]`` and ``[["dense", 0, 0]]`` alike, as layers and their calls."""
    if isinstance(ends, dict):
        return _ends(list(ends.values()))
    several = ends if isinstance(ends[0], list | tuple) else [ends]
    return [[str(name), int(call)] for name, call, _ in several]


def _inputs(node: Any, start: str) -> list[list[Any]]:
    return [
        ["" if name == start else str(name), int(call)]
        for name, call, _ in _tensors([node["args"], node["kwargs"]])
    ]


def _tensors(value: Any) -> Iterator[Any]:
    """Find the tensors among the serialized arguments of a layer's call."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _tensors(item)
    elif isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        yield value["config"]["keras_history"]
    elif isinstance(value, dict):
        yield from _tensors(list(value.values()))


def observe_compiling(compile_cnn: Any, call: Call) -> Any:
    """Compile a small model, and send what it was compiled with."""
    import keras

    with keras.device(CPU):
        model = small_model(initial_weights())
        compile_cnn(model, *call.arguments, **call.options)
    if not getattr(model, "compiled", False):
        return {"returned": "not compiled"}
    config = model.get_compile_config()
    return {
        "optimizer": type(model.optimizer).__name__,
        "learning_rate": float(np.asarray(model.optimizer.learning_rate)),
        "weights": len(model.weights),
        "trainable": len(model.trainable_weights),
        "losses": _chosen(config["loss"]),
        "loss_weights": _chosen(config["loss_weights"]),
        "metrics": _chosen(config["metrics"]) + _chosen(config["weighted_metrics"]),
    }


def _chosen(value: Any) -> list[Any]:
    """List losses or metrics, which Keras takes alone, in lists, or by the name of an output."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [one for item in value for one in _chosen(item)]
    if isinstance(value, dict) and "class_name" not in value:
        return _chosen(list(value.values()))
    if not isinstance(value, dict):
        return [_plain(value)]
    if value["class_name"] == "function":
        return [{"function": str(value["config"])}]
    config = {name: _plain(setting) for name, setting in value["config"].items()}
    return [{"class": str(value["class_name"]), "module": str(value.get("module")), **config}]


def observe_training(train_cnn: Any, call: Call) -> Any:
    """Train a small model; send its weights and what came back."""
    import keras

    options = dict(call.options)
    weights, images, labels = (options.pop(name) for name in ("model", "images", "labels"))
    keras.config.disable_interactive_logging()  # its progress bars are not the student's prints
    try:
        with keras.device(CPU), trainable_model(weights) as model:
            returned = train_cnn(model, images, labels, *call.arguments, **options)
            trained = [np.array(weight) for weight in model.get_weights()]
    finally:
        keras.config.enable_interactive_logging()
    history = getattr(returned, "history", None)
    losses = history.get("loss", ()) if isinstance(history, dict) else ()
    return {
        "returned": type(returned).__name__,
        "losses": [float(loss) for loss in losses],
        "weights": trained,
    }


def observe_weights(path: Any, call: Call) -> list[np.ndarray] | str:  # noqa: ARG001 - as all
    """Send the arrays of the weights file, or why there are none."""
    try:
        return arrays_in(find_weights(_beside(path), own_folder()))
    except NoWeightsError as error:
        return str(error)


def _beside(path: Any) -> Any:
    return found_beside(path) if isinstance(path, str | Path) else path
