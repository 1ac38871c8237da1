"""Judge a model, its compiling, its training and its weights by what was read of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.judge.comparison import run_problem
from autograder.keras_exercises.descriptions import (
    FILTERS,
    ORDER,
    PARAMETERS,
    CompiledModel,
    LayerDescription,
    ModelDescription,
    TrainingRecord,
)
from autograder.keras_exercises.training import MOST_STEPS
from autograder.keras_exercises.weights import Trained
from autograder.vocabulary.exercise import Call, Exercise, Judge, Problem
from autograder.vocabulary.outcome import Outcome
from autograder.vocabulary.wire import Opaque

__all__ = [
    "accuracy_metric",
    "after_five_epochs",
    "at_least",
    "convolutions",
    "cross_entropy",
    "functional",
]
__all__ += ["image_shape", "image_type", "layer_order", "learned", "model_shapes", "output_layer"]
__all__ += ["parameters", "poolings", "rmsprop", "trained_for"]

LEAST_OF_FIVE_EPOCHS = 0.975
"""The lowest of 832 trainings was 0.9756; after one epoch it is 0.983 ± 0.005."""
BIAS_AFTER_TWO_EPOCHS = 0.0225
"""After one epoch 0.017 to 0.019, after two 0.0227 to 0.026, after five 0.034 to 0.039."""
USUAL_LEARNING_RATES = (1e-4, 1e-2)

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
OUTPUT = ("Dense(activation=softmax, units=10)",)

Finding = Callable[[Any], Problem | None]


def _judge(kind: type, nothing: str) -> Callable[[Finding], Judge]:
    """Make a judge of a function that judges what was read: data of this `kind`."""

    def make(judge: Finding) -> Judge:
        def judged(exercise: Exercise, call: Call, outcome: Outcome) -> Problem | None:
            problem = run_problem(exercise, call, outcome)
            if problem is not None:
                return problem
            if type(outcome.value) is not kind:
                return Problem(nothing.format(got=_type_name(exercise, outcome.value)), call)
            found = judge(outcome.value)
            return None if found is None else replace(found, call=call)

        return judged

    return make


def _type_name(exercise: Exercise, value: Any) -> str:
    """Return the type of what an answer returned; a reader says it as text."""
    if isinstance(value, Opaque):
        return value.type_name
    return str(value) if exercise.read is not None else type(value).__name__


_of_model = _judge(ModelDescription, "It returned {got}: expected a Keras model.")
_of_images = _judge(np.ndarray, "It returned {got}: expected a NumPy array.")
_of_compiled = _judge(CompiledModel, "The model is not compiled: call model.compile(…).")
_of_training = _judge(TrainingRecord, "It could not be observed, got {got}.")


@_of_model
def functional(model: ModelDescription) -> Problem | None:
    """Want a model by the functional API."""
    if model.kind == "Functional":
        return None
    return _differs("The model is not built by the functional API.", "Functional", model.kind)


@_of_model
def model_shapes(model: ModelDescription) -> Problem | None:
    """Want images of 28×28 grey levels to come in, and ten numbers to come out."""
    if model.output_shape is None:
        return _unknown("shapes")
    wanted = "(None, 28, 28, 1) → (None, 10)"
    got = f"{model.input_shape} → {model.output_shape}"
    return None if got == wanted else _differs("The shapes differ.", wanted, got)


@_of_model
def layer_order(model: ModelDescription) -> Problem | None:
    """Want the kinds of layers of the lab's network."""
    got = tuple(layer.kind for layer in model.layers)
    if got == ORDER:
        return None
    return _differs("The layers differ.", " → ".join(ORDER), " → ".join(got))


@_of_model
def parameters(model: ModelDescription) -> Problem | None:
    """Want as many parameters as the lab's network has."""
    if model.parameters is None:
        return _unknown("number of parameters")
    if model.parameters == PARAMETERS and not model.is_trainable:
        return Problem(
            "Some weights are frozen: training can't change them.",
            next_step="Leave trainable as it is, True, in every layer.",
        )
    if model.parameters == PARAMETERS:
        return None
    return _differs("The number of parameters differs.", f"{PARAMETERS:,}", f"{model.parameters:,}")


def _layers_like(kind: str, names: tuple[str, ...], wanted: tuple[str, ...]) -> Judge:
    """Want so many layers of a kind, with these of their settings."""

    @_of_model
    def judge(model: ModelDescription) -> Problem | None:
        got = tuple(_with_settings(layer, names) for layer in model.of_kind(kind))
        if len(got) != len(wanted):
            return _differs(
                f"The number of {kind} layers differs.", str(len(wanted)), str(len(got))
            )
        for number, (want, have) in enumerate(zip(wanted, got, strict=True), start=1):
            if want != have:
                return _differs(f"{kind} layer number {number} differs.", want, have)
        return None

    return judge


convolutions = _layers_like("Conv2D", CONVOLUTION_SETTINGS, CONVOLUTIONS)
poolings = _layers_like("MaxPooling2D", ("pool_size", "strides", "padding"), POOLINGS)
output_layer = _layers_like("Dense", ("units", "activation"), OUTPUT)


def _with_settings(layer: LayerDescription, names: tuple[str, ...]) -> str:
    chosen = tuple((name, value) for name, value in layer.settings if name in names)
    return str(LayerDescription(layer.kind, chosen))


def _differs(symptom: str, wanted: str, got: str) -> Problem:
    return Problem(symptom, None, wanted, got)


def _unknown(what: str) -> Problem:
    return Problem(
        f"The {what} can't be worked out: that takes one chain of Keras's layers, "
        "of a usual size, from the input to the output."
    )


@_of_images
def image_shape(prepared: np.ndarray) -> Problem | None:
    """Want one channel at the end."""
    if prepared.shape == (3, 28, 28, 1):
        return None
    return _differs("The shape differs.", "(3, 28, 28, 1)", str(prepared.shape))


@_of_images
def image_type(prepared: np.ndarray) -> Problem | None:
    """Want float32."""
    if prepared.dtype == np.float32:
        return None
    return _differs("The type of the numbers differs.", "float32", str(prepared.dtype))


@_of_compiled
def rmsprop(compiled: CompiledModel) -> Problem | None:
    """Want rmsprop, able to train all weights."""
    if compiled.optimizer != "RMSprop":
        return _differs("The optimizer differs.", "RMSprop", compiled.optimizer)
    slowest, fastest = USUAL_LEARNING_RATES
    if not slowest <= compiled.learning_rate <= fastest:
        return _differs(
            "The optimizer would learn nothing with this learning rate.",
            "0.001, as Keras chooses it",
            f"{compiled.learning_rate:g}",
        )
    if not compiled.is_trainable:
        return Problem("Weights of the model were frozen: nothing is left to train.")
    return None


@_of_compiled
def cross_entropy(compiled: CompiledModel) -> Problem | None:
    """Want the cross-entropy of probabilities and integer labels."""
    if compiled.takes_logits:
        return _differs(
            "The loss is told that the outputs are logits; they are probabilities.",
            "from_logits=False",
            "from_logits=True",
        )
    if compiled.loss is not None and abs(compiled.loss - compiled.expected_loss) < 1e-3:
        return None
    return _differs(
        "The loss is not Keras's cross-entropy of probabilities and integer labels.",
        f"{compiled.expected_loss:.4f} on 64 images",
        f"{compiled.loss_name}: none for integer labels"
        if compiled.loss is None
        else f"{compiled.loss_name}: {compiled.loss:.4f}",
    )


@_of_compiled
def accuracy_metric(compiled: CompiledModel) -> Problem | None:
    """Want the share of images whose largest probability is their label's."""
    if compiled.accuracy is None and compiled.weighs_by_names:
        return Problem(
            "The accuracy is not among the metrics: the third argument of model.compile is "
            "loss_weights.",
            next_step='Name the argument: metrics=["accuracy"].',
        )
    if compiled.accuracy is None:
        return Problem("The accuracy is not among the metrics.")
    if abs(compiled.accuracy - compiled.expected_accuracy) < 1e-3:
        return None
    return _differs(
        "The accuracy is not the share of images whose largest probability is their label's.",
        f"{compiled.expected_accuracy:.4f} on 64 images",
        f"{compiled.accuracy:.4f}",
    )


@_of_training
def learned(record: TrainingRecord) -> Problem | None:
    """Want a model that was trained on what was handed in, and the History of that."""
    if record.returned != "History":
        return _differs("It does not return what model.fit returns.", "History", record.returned)
    if record.steps is None:
        return Problem(
            "The weights of the model are not those of a training on the images and labels "
            "handed in."
        )
    if record.steps == 0 or not record.losses[-1:] < record.losses[:1]:
        return Problem("The loss did not fall: the model was not trained on the images.")
    return _losses_of_steps(record)


def _losses_of_steps(record: TrainingRecord) -> Problem | None:
    if record.losses_fit:
        return None
    return Problem("The losses of the History are not those of the training.")


def trained_for(epochs: int, steps: int) -> Judge:
    """Want so many epochs and, in all of them together, so many steps of the optimizer."""

    @_of_training
    def judge(record: TrainingRecord) -> Problem | None:
        if len(record.losses) != epochs:
            return _differs("The number of epochs differs.", str(epochs), str(len(record.losses)))
        if record.steps != steps:
            return _differs(
                "The optimizer took another number of steps: look at epochs and batch_size.",
                str(steps),
                f"not 1 to {MOST_STEPS}, or on other labels"
                if record.steps is None
                else str(record.steps),
            )
        return _losses_of_steps(record)

    return judge


def after_five_epochs(found: Trained) -> str:
    """Tell a network that looks fully trained from one that doesn't (docs/partial-points.md).

    Examples
    --------
    >>> after_five_epochs(Trained(share=0.984, bias=0.018))[:61]
    'Its biases are as small as after one epoch: train for all 5, '
    >>> after_five_epochs(Trained(share=0.984, bias=0.036))[:49]
    'It looks fully trained, and you did nothing wrong'
    """
    if found.share < LEAST_OF_FIVE_EPOCHS:
        return ""
    if found.bias < BIAS_AFTER_TWO_EPOCHS:
        return (
            "Its biases are as small as after one epoch: train for all 5, and save the weights "
            "anew. One epoch often comes close to 98.5 %, five hardly ever stay below."
        )
    return (
        "It looks fully trained, and you did nothing wrong: 1 training in some 300 ends below "
        "98.5 %. Delete the file and run the training once more."
    )


def at_least(share: float, next_step: Callable[[Trained], str] = lambda _: "") -> Judge:
    """Want at least this share of the test images to be read right.

    `next_step` is told what was read, and says what to do; nothing for the case's own step.
    """

    def judge(exercise: Exercise, call: Call, outcome: Outcome) -> Problem | None:
        problem = run_problem(exercise, call, outcome)
        if problem is not None:
            return problem
        found = outcome.value
        if not isinstance(found, Trained):
            return Problem(str(found))
        if found.share >= share:
            return None
        return Problem(
            f"It reads {found.share:.2%} of the 10,000 test images right: "
            f"expected at least {share:.1%}.",
            next_step=next_step(found),
        )

    return judge
