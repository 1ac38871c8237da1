"""Describe what a student did with Keras, as plain data that a judge can read.

Each `observe_…` calls the answer and returns what can be seen of it from outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.exercise import Call

__all__ = [
    "CompiledModel",
    "LayerDescription",
    "ModelDescription",
    "TrainingRecord",
    "observe_compiling",
    "observe_model",
    "observe_training",
]

ORDER = (
    "Conv2D",
    "MaxPooling2D",
    "Conv2D",
    "MaxPooling2D",
    "Conv2D",
    "Flatten",
    "Dense",
)
FILTERS = (32, 64, 128)
PARAMETERS = 104_202
"""Of the lab's network."""

USUAL_LEARNING_RATES = (1e-4, 1e-2)

DESCRIBED = (
    "filters",
    "kernel_size",
    "strides",
    "padding",
    "activation",
    "pool_size",
    "units",
    "use_bias",
    "dilation_rate",
    "groups",
)


@dataclass(frozen=True)
class LayerDescription:
    """A layer's class and those of its settings that change what it computes."""

    kind: str
    settings: tuple[tuple[str, Any], ...]

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.settings)
        return f"{self.kind}({shown})"


@dataclass(frozen=True)
class ModelDescription:
    """A model: its layers in order, its shapes and its size."""

    kind: str
    input_shape: tuple[int | None, ...]
    output_shape: tuple[int | None, ...]
    layers: tuple[LayerDescription, ...]
    parameters: int

    def of_kind(self, *kinds: str) -> tuple[LayerDescription, ...]:
        """Return the layers of these classes, in order."""
        return tuple(layer for layer in self.layers if layer.kind in kinds)


@dataclass(frozen=True)
class CompiledModel:
    """What `compile_cnn` set up, seen by evaluating a small model on a few images."""

    optimizer: str
    learning_rate: float
    is_trainable: bool
    """Whether all weights can still be trained."""
    takes_logits: bool
    """Whether the loss was told that the outputs are no probabilities."""
    loss: float
    expected_loss: float
    accuracy: float | None
    expected_accuracy: float


@dataclass(frozen=True)
class TrainingRecord:
    """What `train_cnn` did to a small compiled model."""

    returned: str
    epochs: int
    steps: int
    """Steps of the optimizer, over all epochs."""
    losses: tuple[float, ...]
    as_handed_in: bool
    """Whether model.fit got the images and labels unchanged."""


def observe_model(build: Any, call: Call) -> Any:
    """Build the model and describe it; what is no model comes back as it is."""
    import keras

    model = build(*call.arguments, **call.options)
    return _described(model) if isinstance(model, keras.Model) else model


def _described(model: Any) -> ModelDescription:
    return ModelDescription(
        kind=type(model).__name__,
        input_shape=_shape(model.input_shape),
        output_shape=_shape(model.output_shape),
        layers=tuple(
            _layer(layer) for layer in model.layers if type(layer).__name__ != "InputLayer"
        ),
        parameters=int(model.count_params()),
    )


def _shape(shape: Any) -> tuple[int | None, ...]:
    return tuple(shape) if isinstance(shape, tuple | list) else ()


def _layer(layer: Any) -> LayerDescription:
    config = layer.get_config()
    settings = tuple((name, _plain(config[name])) for name in DESCRIBED if name in config)
    return LayerDescription(type(layer).__name__, settings)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _small_model(spread: float = 0.05) -> Any:
    """Return an untrained model that reads digits badly but fast; `spread` is its weights'."""
    import keras

    keras.utils.set_random_seed(6)
    inputs = keras.Input(shape=(28, 28, 1))
    x = keras.layers.AveragePooling2D(4)(inputs)
    x = keras.layers.Flatten()(x)
    initial = keras.initializers.RandomNormal(stddev=spread)
    outputs = keras.layers.Dense(10, activation="softmax", kernel_initializer=initial)(x)
    return _watched_model()(inputs, outputs)


def _watched_model() -> Any:
    """Return a kind of model that remembers what it was trained on."""
    import keras

    class Model(keras.Model):  # type: ignore[misc]
        seen: tuple[Any, Any] = (None, None)

        def fit(self, x: Any = None, y: Any = None, *arguments: Any, **options: Any) -> Any:
            self.seen = (x, y)
            return super().fit(x, y, *arguments, **options)

    return Model


def _digits(number: int) -> tuple[np.ndarray, np.ndarray]:
    from mnist_data import load_mnist

    (images, labels), _ = load_mnist()
    return images[:number, :, :, None].astype(np.float32) / 255, labels[:number].astype(np.int64)


def observe_compiling(compile_cnn: Any, call: Call) -> Any:
    """Compile a small model, evaluate it, and compute the same figures by hand."""
    model = _small_model(spread=1)  # far from equal, so that every wrong loss differs
    compile_cnn(model, *call.arguments, **call.options)
    if not getattr(model, "compiled", False):
        return "not compiled"
    model.run_eagerly = True  # so that a loss that fails once can be followed by a second try
    images, labels = _digits(64)
    probabilities = np.asarray(model.predict_on_batch(images))
    of_the_label = np.clip(probabilities[np.arange(64), labels], 1e-7, None)
    results = _evaluate(model, images, labels)
    return CompiledModel(
        optimizer=type(model.optimizer).__name__,
        learning_rate=float(np.asarray(model.optimizer.learning_rate)),
        is_trainable=len(model.trainable_weights) == len(model.weights),
        takes_logits=bool(getattr(model.loss, "from_logits", False)),
        loss=results.get("loss", np.nan),
        expected_loss=float(-np.log(of_the_label).mean()),
        accuracy=_accuracy(results),
        expected_accuracy=float((probabilities.argmax(axis=1) == labels).mean()),
    )


def _evaluate(model: Any, images: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Evaluate; if the loss can't take integer labels, look at the metrics alone."""
    try:
        results = model.evaluate(images, labels, verbose=0, return_dict=True)
    except Exception:  # whatever Keras raises, it is the chosen loss that it means
        results = model.evaluate(images, np.eye(10)[labels], verbose=0, return_dict=True)
        del results["loss"]
    return {name: float(value) for name, value in results.items()}


def _accuracy(results: dict[str, float]) -> float | None:
    return next((value for name, value in results.items() if "acc" in name.lower()), None)


def observe_training(train_cnn: Any, call: Call) -> Any:
    """Train a small model on a few hundred digits and count the optimizer's steps."""
    import keras

    number, *arguments = call.arguments
    model = _small_model()
    model.compile(
        optimizer=keras.optimizers.RMSprop(0.003),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    images, labels = _digits(number)
    keras.config.disable_interactive_logging()  # its progress bars are not the student's prints
    try:
        history = train_cnn(model, images, labels, *arguments, **call.options)
    finally:
        keras.config.enable_interactive_logging()
    losses: Sequence[Any] = getattr(history, "history", {}).get("loss", ())
    return TrainingRecord(
        returned=type(history).__name__,
        epochs=len(losses),
        steps=int(model.optimizer.iterations.numpy()),
        losses=tuple(float(loss) for loss in losses),
        as_handed_in=_is_equal(model.seen[0], images) and _is_equal(model.seen[1], labels),
    )


def _is_equal(seen: Any, handed_in: np.ndarray) -> bool:
    """Compare arrays and tensors; a data set can't be compared, and passes."""
    if not hasattr(seen, "shape"):
        return seen is not None
    return np.array_equal(np.asarray(seen), handed_in)
