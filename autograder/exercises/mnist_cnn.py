"""Notebook `3_mnist_cnn`: 26 points here, and 4 for two written answers."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.comparison import matches_and_leaves_arguments, run_problem
from autograder.exercise import Call, Case, Exercise, Judge, Problem, call
from autograder.exercises.from_scratch import SHAPES
from autograder.inputs import keras_says
from autograder.misconceptions import of_exercise
from autograder.models import (
    FILTERS,
    ORDER,
    PARAMETERS,
    USUAL_LEARNING_RATES,
    CompiledModel,
    LayerDescription,
    ModelDescription,
    TrainingRecord,
    observe_compiling,
    observe_model,
    observe_training,
)
from autograder.outcome import Outcome

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "3_mnist_cnn"

LARGEST_WEIGHTS_FILE = 5_000_000
"""Bytes; the lab's own is 0.4 MB."""

count_parameters = Exercise(
    name="count_parameters",
    signature="(kernel_size, in_channels, filters, use_bias=True)",
    drawn_anew={"in_channels": "c", "filters": "f"},
    numpy_only=False,
    misconceptions=of_exercise("count_parameters"),
    result="integer",
    expected=keras_says("count_parameters"),
    cases=(
        Case(
            "square kernels",
            1.5,
            (call(3, 1, 32), call(3, 32, 64), call(5, in_channels=3, filters=7)),
            "Each filter has one kernel for each input channel, and one bias.",
        ),
        Case(
            "kernels that are not square",
            0.75,
            (call((3, 5), 2, 4), call((1, 7), 6, 3, use_bias=False)),
            "A pair has a height and a width: multiply the two.",
        ),
        Case(
            "no bias",
            0.75,
            (call(3, 4, 8, use_bias=False), call(2, 5, 6, False)),
            "Without a bias, the weights of the kernels are all there is.",
        ),
    ),
)


def judge_data(kind: type, nothing: str, judge: Callable[[Any], Problem | None]) -> Judge:
    """Make a judge of what an `observe` function returned: data of this `kind`."""

    def judged(exercise: Exercise, call: Call, outcome: Outcome) -> Problem | None:
        problem = run_problem(exercise, call, outcome)
        if problem is not None:
            return problem
        if not isinstance(outcome.value, kind):
            return Problem(nothing.format(got=type(outcome.value).__name__), call)
        return judge(outcome.value)

    return judged


BUILD = call()
CONVOLUTION_SETTINGS = (
    "filters",
    "kernel_size",
    "strides",
    "padding",
    "activation",
    "use_bias",
    "dilation_rate",
    "groups",
)
CONVOLUTIONS = tuple(
    f"Conv2D(filters={filters}, kernel_size=(3, 3), strides=(1, 1), padding=valid, "
    "activation=relu, use_bias=True, dilation_rate=(1, 1), groups=1)"
    for filters in FILTERS
)
POOLINGS = ("MaxPooling2D(strides=(2, 2), padding=valid, pool_size=(2, 2))",) * 2


def _of_model(judge: Callable[[ModelDescription], Problem | None]) -> Judge:
    return judge_data(ModelDescription, "It returned {got}: expected a Keras model.", judge)


def _functional(model: ModelDescription) -> Problem | None:
    if model.kind == "Functional":
        return None
    return Problem("The model is not built by the functional API.", BUILD, "Functional", model.kind)


def _shapes(model: ModelDescription) -> Problem | None:
    wanted, got = (
        "(None, 28, 28, 1) → (None, 10)",
        f"{model.input_shape} → {model.output_shape}",
    )
    return None if got == wanted else Problem("The shapes differ.", BUILD, wanted, got)


def _order(model: ModelDescription) -> Problem | None:
    got = tuple(layer.kind for layer in model.layers)
    if got == ORDER:
        return None
    return Problem("The layers differ.", BUILD, " → ".join(ORDER), " → ".join(got))


def _chosen(layer: LayerDescription, names: tuple[str, ...]) -> str:
    chosen = tuple((name, value) for name, value in layer.settings if name in names)
    return str(LayerDescription(layer.kind, chosen))


def _layers_like(
    kind: str, names: tuple[str, ...], wanted: tuple[str, ...]
) -> Callable[[ModelDescription], Problem | None]:
    def judge(model: ModelDescription) -> Problem | None:
        got = tuple(_chosen(layer, names) for layer in model.of_kind(kind))
        if len(got) != len(wanted):
            return Problem(
                f"The number of {kind} layers differs.", BUILD, str(len(wanted)), str(len(got))
            )
        for number, (want, have) in enumerate(zip(wanted, got, strict=True), start=1):
            if want != have:
                return Problem(f"{kind} layer number {number} differs.", BUILD, want, have)
        return None

    return judge


def _parameters(model: ModelDescription) -> Problem | None:
    if model.parameters == PARAMETERS:
        return None
    return Problem(
        "The number of parameters differs.", BUILD, f"{PARAMETERS:,}", f"{model.parameters:,}"
    )


build_cnn = Exercise(
    name="build_cnn",
    signature="()",
    numpy_only=False,
    misconceptions=of_exercise("build_cnn"),
    observe=observe_model,
    seconds=60,
    cases=(
        Case(
            "a model by the functional API",
            1,
            (BUILD,),
            "Begin with keras.Input, call each layer on the one before, "
            "end with keras.Model(inputs=…, outputs=…).",
            _of_model(_functional),
        ),
        Case(
            "input and output shape",
            1,
            (BUILD,),
            "keras.Input takes the shape without the batch: (28, 28, 1).",
            _of_model(_shapes),
        ),
        Case(
            "the layers, in order",
            1,
            (BUILD,),
            "Two times convolution and pooling, one more convolution, then flatten and dense.",
            _of_model(_order),
        ),
        Case(
            "three convolutional layers",
            2.5,
            (BUILD,),
            "32, 64 and 128 filters; kernels of 3×3, stride 1, no padding, relu.",
            _of_model(_layers_like("Conv2D", CONVOLUTION_SETTINGS, CONVOLUTIONS)),
        ),
        Case(
            "two pooling layers",
            1,
            (BUILD,),
            "MaxPooling2D with a pool size of 2, and the stride that follows from it.",
            _of_model(_layers_like("MaxPooling2D", ("pool_size", "strides", "padding"), POOLINGS)),
        ),
        Case(
            "the output layer",
            1,
            (BUILD,),
            "Ten units, one for each digit, with softmax: the outputs are probabilities.",
            _of_model(
                _layers_like(
                    "Dense", ("units", "activation"), ("Dense(activation=softmax, units=10)",)
                )
            ),
        ),
        Case(
            "104,202 parameters",
            0.5,
            (BUILD,),
            "Compare model.summary() layer by layer with your count_parameters.",
            _of_model(_parameters),
        ),
    ),
)


def _gray_levels() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (3, 28, 28)).astype(np.uint8)


def _of_images(judge: Callable[[np.ndarray], Problem | None]) -> Judge:
    return judge_data(np.ndarray, "It returned {got}: expected a NumPy array.", judge)


IMAGES = call(_gray_levels())


def _images_shape(prepared: np.ndarray) -> Problem | None:
    if prepared.shape == (3, 28, 28, 1):
        return None
    return Problem("The shape differs.", IMAGES, "(3, 28, 28, 1)", str(prepared.shape))


def _images_type(prepared: np.ndarray) -> Problem | None:
    if prepared.dtype == np.float32:
        return None
    return Problem("The type of the numbers differs.", IMAGES, "float32", str(prepared.dtype))


prepare_images = Exercise(
    name="prepare_images",
    signature="(images)",
    drawn_anew={"images": ""},
    numpy_only=False,
    misconceptions=of_exercise("prepare_images"),
    expected=keras_says("prepare_images"),
    cases=(
        Case(
            "one channel at the end",
            0.75,
            (IMAGES,),
            "Add an axis of length 1: reshape, or index with np.newaxis.",
            _of_images(_images_shape),
        ),
        Case(
            "float32",
            0.75,
            (IMAGES,),
            'Convert with .astype("float32").',
            _of_images(_images_type),
        ),
        Case(
            "grey levels from 0 to 1, arguments left as they were",
            1.5,
            (IMAGES, call(np.full((1, 28, 28), 255)), call(np.full((2, 28, 28), 51))),
            "Divide by 255, the largest grey level, once.",
            matches_and_leaves_arguments,
        ),
    ),
)

COMPILE = call()


def _of_compiled(judge: Callable[[CompiledModel], Problem | None]) -> Judge:
    return judge_data(CompiledModel, "The model is not compiled: call model.compile(…).", judge)


def _optimizer(compiled: CompiledModel) -> Problem | None:
    if compiled.optimizer != "RMSprop":
        return Problem("The optimizer differs.", COMPILE, "RMSprop", compiled.optimizer)
    slowest, fastest = USUAL_LEARNING_RATES
    if not slowest <= compiled.learning_rate <= fastest:
        return Problem(
            "The optimizer would learn nothing with this learning rate.",
            COMPILE,
            "0.001, as Keras chooses it",
            f"{compiled.learning_rate:g}",
        )
    if not compiled.is_trainable:
        return Problem("Weights of the model were frozen: nothing is left to train.", COMPILE)
    return None


def _loss(compiled: CompiledModel) -> Problem | None:
    if compiled.takes_logits:
        return Problem(
            "The loss is told that the outputs are logits; they are probabilities.",
            COMPILE,
            "from_logits=False",
            "from_logits=True",
        )
    if abs(compiled.loss - compiled.expected_loss) < 1e-3:
        return None
    return Problem(
        "The loss is not the cross-entropy of probabilities and integer labels.",
        COMPILE,
        f"{compiled.expected_loss:.4f} on 64 images",
        "none: it can't take integer labels" if np.isnan(compiled.loss) else f"{compiled.loss:.4f}",
    )


def _metric(compiled: CompiledModel) -> Problem | None:
    if compiled.accuracy is None:
        return Problem("The accuracy is not among the metrics.", COMPILE)
    if abs(compiled.accuracy - compiled.expected_accuracy) < 1e-3:
        return None
    return Problem(
        "The accuracy is not the share of images whose largest probability is their label's.",
        COMPILE,
        f"{compiled.expected_accuracy:.4f} on 64 images",
        f"{compiled.accuracy:.4f}",
    )


compile_cnn = Exercise(
    name="compile_cnn",
    signature="(model)",
    numpy_only=False,
    observe=observe_compiling,
    seconds=60,
    cases=(
        Case(
            "optimizer rmsprop",
            1,
            (COMPILE,),
            'Hand optimizer="rmsprop" to model.compile.',
            _of_compiled(_optimizer),
        ),
        Case(
            "sparse categorical cross-entropy",
            1,
            (COMPILE,),
            "The labels are integers and the outputs probabilities: choose the loss by name.",
            _of_compiled(_loss),
        ),
        Case(
            "accuracy as metric",
            1,
            (COMPILE,),
            'Hand metrics=["accuracy"] to model.compile.',
            _of_compiled(_metric),
        ),
    ),
)

BY_DEFAULT = call(200)
TWO_EPOCHS = call(96, epochs=2, batch_size=32)


def _of_training(judge: Callable[[TrainingRecord], Problem | None]) -> Judge:
    return judge_data(TrainingRecord, "It could not be observed, got {got}.", judge)


def _learned(record: TrainingRecord) -> Problem | None:
    if record.returned != "History":
        return Problem(
            "It does not return what model.fit returns.", None, "History", record.returned
        )
    if not record.as_handed_in:
        return Problem("The images or labels that model.fit gets are not those handed in.")
    if record.losses[-1:] < record.losses[:1]:
        return None
    return Problem("The loss did not fall: the model was not trained on the images.")


def _epochs(number: int) -> Callable[[TrainingRecord], Problem | None]:
    def judge(record: TrainingRecord) -> Problem | None:
        if record.epochs == number:
            return None
        return Problem("The number of epochs differs.", None, str(number), str(record.epochs))

    return judge


def _steps(number: int) -> Callable[[TrainingRecord], Problem | None]:
    def judge(record: TrainingRecord) -> Problem | None:
        if record.steps == number:
            return None
        return Problem(
            "The optimizer took another number of steps: look at epochs and batch_size.",
            None,
            str(number),
            str(record.steps),
        )

    return judge


train_cnn = Exercise(
    name="train_cnn",
    signature="(model, images, labels, epochs=5, batch_size=64)",
    numpy_only=False,
    observe=observe_training,
    seconds=90,
    cases=(
        Case(
            "trains, and returns the History",
            1,
            (TWO_EPOCHS,),
            "Return what model.fit(images, labels, …) returns.",
            _of_training(_learned),
        ),
        Case(
            "epochs and batch size as handed in",
            1,
            (TWO_EPOCHS,),
            "Hand epochs and batch_size on to model.fit.",
            _of_training(lambda record: _epochs(2)(record) or _steps(6)(record)),
        ),
        Case(
            "5 epochs and batches of 64 by default",
            1,
            (BY_DEFAULT,),
            "Leave the defaults in the signature: epochs=5, batch_size=64.",
            _of_training(lambda record: _epochs(5)(record) or _steps(20)(record)),
        ),
    ),
)


def _read_and_evaluate(path: Any, call: Call) -> float | str:  # noqa: ARG001 - as all observers
    """Return the share of the 10,000 test images that is right, or why there is none."""
    weights = _read_weights(path)
    if isinstance(weights, str):
        return weights
    from autograder.keras_truth import predict
    from mnist_data import load_mnist

    _, (images, labels) = load_mnist()
    probabilities = predict(weights, images[..., None].astype(np.float32) / 255)
    return float((probabilities.argmax(axis=1) == labels).mean())


def _read_weights(path: Any) -> list[np.ndarray] | str:
    how = "Train the network and run the cell that saves the weights."
    try:
        file = Path(path)
        size = file.stat().st_size
    except (TypeError, ValueError, OSError):
        return f"There is no weights file {path!s:.100}. {how}"
    if size > LARGEST_WEIGHTS_FILE:
        return f"{file.name} is too large, {size / 1e6:.1f} MB: expected about 0.4 MB. {how}"
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as content:
            weights = [content[f"arr_{index}"] for index in range(len(content.files))]
    except (AttributeError, EOFError, KeyError, OSError, TypeError, ValueError, zipfile.BadZipFile):
        return f"{file.name} is no weights file. {how}"
    shapes = tuple(weight.shape for weight in weights)
    if shapes != SHAPES or any(weight.dtype.kind != "f" for weight in weights):
        return f"{file.name} holds other arrays than the lab's network has: {shapes!s:.300}."
    if not all(np.isfinite(weight).all() for weight in weights):
        return f"{file.name} holds NaN or infinity: the training went wrong."
    return weights


def _at_least(share: float) -> Judge:
    def judge(exercise: Exercise, call: Call, outcome: Outcome) -> Problem | None:
        problem = run_problem(exercise, call, outcome)
        if problem is not None:
            return problem
        if isinstance(outcome.value, str):
            return Problem(outcome.value)
        if outcome.value >= share:
            return None
        return Problem(
            f"It reads {outcome.value:.2%} of the 10,000 test images right: "
            f"expected at least {share:.1%}."
        )

    return judge


EVALUATE = call()

trained_network = Exercise(
    name="trained_network",
    signature="(path)",
    numpy_only=False,
    observe=_read_and_evaluate,
    is_function=False,
    seconds=120,
    cases=tuple(
        Case(
            f"at least {share * 100:g} % of the test images right",
            2,
            (EVALUATE,),
            "Train the network of build_cnn on all 60,000 prepared images for 5 epochs, "
            "then save its weights.",
            _at_least(share),
        )
        for share in (0.90, 0.97, 0.985)
    ),
)

EXERCISES = (
    count_parameters,
    build_cnn,
    prepare_images,
    compile_cnn,
    train_cnn,
    trained_network,
)
