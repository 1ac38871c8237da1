"""Work out what a model was compiled with, by losses and metrics of Keras's own."""

import functools
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.keras_exercises.descriptions import CompiledModel
from autograder.keras_exercises.plain import is_int, name_of, number_of, setting_of, type_name_of
from autograder.keras_exercises.small import Array
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Call

__all__ = ["read_compiling"]

keras_loss = keras_says("loss", "keras_objects")
keras_metric = keras_says("metric", "keras_objects")

MOST_CHOSEN = 20
IMAGES = 64
SPREAD = 2.0
"""Of the scores: the outputs are far from equal, so that every wrong loss differs."""

LOSSES = frozenset(
    {
        "BinaryCrossentropy",
        "BinaryFocalCrossentropy",
        "CategoricalCrossentropy",
        "CategoricalFocalCrossentropy",
        "CategoricalHinge",
        "CosineSimilarity",
        "Hinge",
        "Huber",
        "KLDivergence",
        "LogCosh",
        "MeanAbsoluteError",
        "MeanAbsolutePercentageError",
        "MeanSquaredError",
        "MeanSquaredLogarithmicError",
        "Poisson",
        "SparseCategoricalCrossentropy",
        "SquaredHinge",
    }
)
METRICS = frozenset(
    {
        "Accuracy",
        "BinaryAccuracy",
        "CategoricalAccuracy",
        "SparseCategoricalAccuracy",
        "SparseTopKCategoricalAccuracy",
        "TopKCategoricalAccuracy",
    }
)
"""The ones that have to do with accuracy; of no other is anything asked."""
ABBREVIATED = {"mae": "MeanAbsoluteError", "mse": "MeanSquaredError"}
ACCURACY = "SparseCategoricalAccuracy"
"""What Keras takes ``"accuracy"`` for where labels are integers and outputs one for each class."""

REDUCTIONS = ("sum", "sum_over_batch_size", "mean", "mean_with_sample_weight", "none", None)


def read_compiling(call: Call, data: Any) -> CompiledModel | str:  # noqa: ARG001 - as all readers
    """Try out the loss and the metric on outputs and labels of our own.

    Returns
    -------
    CompiledModel or str
        What was returned instead, if no model was compiled.

    Examples
    --------
    >>> read_compiling(Call(), {"returned": "not compiled"})
    'not compiled'
    """
    if type(data) is not dict or "optimizer" not in data:
        return type_name_of(data)
    losses, metrics = _some(data.get("losses")), _some(data.get("metrics"))
    chosen = losses[0] if len(losses) == 1 else None
    probabilities, labels = _outputs()
    of_the_label = probabilities[np.arange(IMAGES), labels]
    return CompiledModel(
        optimizer=name_of(data["optimizer"]),
        learning_rate=number_of(data.get("learning_rate")),
        is_trainable=is_int(data.get("weights"), 2, 2) and is_int(data.get("trainable"), 2, 2),
        loss_name=_loss_name(losses),
        takes_logits=type(chosen) is dict and chosen.get("from_logits") is True,
        loss=_loss(chosen, _some(data.get("loss_weights"))),
        expected_loss=float(-np.log(of_the_label).mean()),
        accuracy=_accuracy(metrics),
        weighs_by_names=any(type(weight) is str for weight in _some(data.get("loss_weights"))),
        expected_accuracy=float((probabilities.argmax(axis=1) == labels).mean()),
    )


def _some(sent: Any) -> list[Any]:
    return sent if type(sent) is list and len(sent) <= MOST_CHOSEN else []


@functools.cache
def _outputs() -> tuple[Array, Array]:
    """Return probabilities of ten classes for some images, and labels, half of them right."""
    rng = np.random.default_rng(6)
    powers = np.exp(rng.normal(0, SPREAD, (IMAGES, 10)))
    probabilities = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    labels = rng.integers(0, 10, IMAGES)
    labels[::2] = probabilities[::2].argmax(axis=1)
    return probabilities, labels


def _name_sent(chosen: Any) -> str:
    """Return the name of a loss or metric: of its class, its function, or as a string."""
    if type(chosen) is dict:
        chosen = chosen.get("class", chosen.get("function"))
    return name_of(chosen)


def _loss_name(losses: list[Any]) -> str:
    return ", ".join(map(_name_sent, losses)) if losses else "none"


def _class_name(chosen: Any, known: frozenset[str]) -> str | None:
    """Return the class of Keras's that is meant, if it is a known one.

    Examples
    --------
    >>> _class_name("Hinge", LOSSES), _class_name({"function": "squared_hinge"}, LOSSES)
    ('Hinge', 'SquaredHinge')
    >>> _class_name({"class": "Hinge", "module": "__main__"}, LOSSES) is None
    True
    """
    name = _name_sent(chosen)
    if type(chosen) is dict and "class" in chosen:
        is_keras = name_of(chosen.get("module")) in ("keras.losses", "keras.metrics")
        return name if is_keras and name in known else None
    return next((each for each in known if name in (each, _as_function(each))), None)


def _as_function(name: str) -> str:
    """Write the name of a class as Keras writes that of the function.

    Examples
    --------
    >>> _as_function("SparseTopKCategoricalAccuracy"), _as_function("KLDivergence")
    ('sparse_top_k_categorical_accuracy', 'kl_divergence')
    """
    return re.sub("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _loss(chosen: Any, weights: list[Any]) -> float | None:
    name = _class_name(ABBREVIATED.get(_name_sent(chosen).lower(), chosen), LOSSES)
    if name is None:
        return None
    probabilities, labels = _outputs()
    value = keras_loss(name, _settings(chosen), labels[:, None], probabilities)
    if value is None:  # it can't take integer labels
        return None
    weight = number_of(weights[0]) if weights and type(weights[0]) is not str else 1.0
    return value * weight if math.isfinite(value * weight) else None


def _settings(chosen: Any) -> dict[str, Any]:
    """Return those settings of a loss or metric that change its value."""
    if type(chosen) is not dict:
        return {}
    checked: Mapping[str, bool] = {
        "from_logits": type(chosen.get("from_logits")) is bool,
        "ignore_class": is_int(chosen.get("ignore_class")),
        "label_smoothing": 0 <= number_of(chosen.get("label_smoothing")) <= 1,
        "k": is_int(chosen.get("k"), 1, 10),
        "threshold": 0 <= number_of(chosen.get("threshold")) <= 1,
    }
    settings = {name: chosen[name] for name, is_right in checked.items() if is_right}
    reduction = setting_of(chosen.get("reduction"))
    if "reduction" in chosen and reduction in REDUCTIONS:
        settings["reduction"] = reduction
    return settings


def _accuracy(metrics: list[Any]) -> float | None:
    """Return what the first metric says that calls itself an accuracy."""
    named = (metric for metric in metrics if "acc" in _metric_name(metric).lower())
    metric = next(named, None)
    name = _metric_class(metric)
    if name is None:
        return None
    probabilities, labels = _outputs()
    measured: float | None = keras_metric(name, _settings(metric), labels, probabilities)
    return measured


def _metric_name(metric: Any) -> str:
    own = metric.get("name") if type(metric) is dict else None
    return name_of(own, _name_sent(metric))


def _metric_class(metric: Any) -> str | None:
    if type(metric) is str and metric.lower() in ("acc", "accuracy"):
        return ACCURACY
    return _class_name(metric, METRICS)
