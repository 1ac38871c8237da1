"""Mistakes that only show in a whole step: in what is updated, when, and by how much."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.joining import Bent
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, Prediction

__all__ = ["MISCONCEPTIONS"]

keras_step = keras_says("train_step", "keras_gradients")
mistaken_gradients = keras_says("mistaken_gradients", "keras_gradients")

Answer = tuple[Sequence[Any], Any]
"""The new parameters, and the loss."""


@dataclass(frozen=True)
class Step:
    """The arguments of `train_step`."""

    parameters: Sequence[Array]
    images: Array
    labels: Array
    learning_rate: float
    layer: Callable[["Step"], Answer] = field(
        default=lambda given: keras_step(
            given.parameters, given.images, given.labels, given.learning_rate
        ),
        repr=False,
    )

    def ask_keras(self, **changes: Any) -> Answer:
        """Take the step, with some of the arguments changed."""
        changed = replace(self, **changes)
        return changed.layer(changed)

    def by(self, gradients: Sequence[Array]) -> list[Array]:
        """Take the step down by these gradients."""
        return [
            parameter - self.learning_rate * gradient
            for parameter, gradient in zip(self.parameters, gradients, strict=True)
        ]


Way = Callable[[Step], Answer]


def _in_step(*ways: Way) -> dict[str, tuple[Prediction, ...]]:
    return {"train_step": tuple(Bent(Step, way, lambda answer: answer) for way in ways)}


def _scaled(factor: Callable[[Step], float], of_loss: Callable[[Step], float] = lambda _: 1) -> Way:
    """Take a step of another length, or in the other direction."""

    def way(given: Step) -> Answer:
        after, loss = given.ask_keras()
        moved = [
            before + factor(given) * (new - before)
            for before, new in zip(given.parameters, after, strict=True)
        ]
        return moved, loss * of_loss(given)

    return way


STEP_ASCENDS = Misconception(
    "STEP-ASCENDS",
    "the step goes uphill",
    "The gradient points to where the loss grows. You add it, and the loss grows.",
    "Subtract: parameter - learning_rate * gradient.",
    _in_step(_scaled(lambda _: -1)),
    about="length",
)

STEP_NO_LEARNING_RATE = Misconception(
    "STEP-NO-LEARNING-RATE",
    "the learning rate is left out",
    "You subtract the whole gradient. The learning rate says how much of it a step takes.",
    "Multiply the gradient by learning_rate.",
    _in_step(
        _scaled(lambda given: 1 / given.learning_rate),
        _scaled(lambda given: given.learning_rate),
        _scaled(lambda given: 1 / given.learning_rate**2),
    ),
    about="length",
)

STEP_FACTOR = Misconception(
    "STEP-FACTOR",
    "the step is twice as long, or half as long",
    "All parameters move by twice what learning_rate * gradient says, or by half of it.",
    "Subtract learning_rate * gradient once, with no other factor.",
    _in_step(_scaled(lambda _: 2), _scaled(lambda _: 0.5)),
    about="length",
)

STEP_MEAN_TWICE = Misconception(
    "STEP-MEAN-TWICE",
    "the gradients are divided by the number of images twice",
    "softmax_cross_entropy has divided by the number of images already, and with dscores all "
    "gradients. You divide once more.",
    "Divide nothing but in softmax_cross_entropy.",
    _in_step(
        _scaled(lambda given: 1 / len(given.images)),
        _scaled(lambda given: 1 / len(given.images), lambda given: 1 / len(given.images)),
        _scaled(lambda _: 1, lambda given: 1 / len(given.images)),
    ),
    about="length",
)

STEP_NOT_AVERAGED = Misconception(
    "STEP-NOT-AVERAGED",
    "the images' gradients are summed, not averaged",
    "The loss is a mean over the images, so each of them has 1 / N of the gradient. Yours is a "
    "sum: the step grows with the batch.",
    "Divide by the number of images, once, in softmax_cross_entropy.",
    _in_step(
        _scaled(lambda given: len(given.images)),
        _scaled(lambda given: len(given.images), lambda given: len(given.images)),
        _scaled(lambda _: 1, lambda given: len(given.images)),
    ),
    about="length",
)


def _loss_after(given: Step) -> Answer:
    after, _ = given.ask_keras()
    return after, given.ask_keras(parameters=after)[1]


STEP_LOSS_AFTER = Misconception(
    "STEP-LOSS-AFTER",
    "the loss is that after the step",
    "The parameters are right; the loss that you return was computed with the new ones.",
    "Keep the loss of the way forward, and return that.",
    _in_step(_loss_after),
    about="loss",
)


def _early(*layers: int) -> Way:
    """Let a gradient go back by a kernel that has been updated already; last layer first."""

    def way(given: Step) -> Answer:
        after, loss = given.ask_keras()
        kernels: list[Any] = [None, None, None]
        for layer in sorted(layers, reverse=True):
            kernels[layer] = after[2 * layer]
            after = given.by(_gradients(given, kernels=tuple(kernels))[1])
        return after, loss

    return way


def _gradients(given: Step, **mistaken: Any) -> tuple[float, Sequence[Array]]:
    loss, gradients = mistaken_gradients(given.parameters, given.images, given.labels, **mistaken)
    return loss, gradients


STEP_UPDATED_TOO_EARLY = Misconception(
    "STEP-UPDATED-TOO-EARLY",
    "a kernel is updated before its gradient has gone on",
    "What a layer hands back to the one before it is worked out with the kernel that the images "
    "went through. You have changed that kernel by then.",
    "Work out all gradients first, and then update all parameters.",
    _in_step(_early(1, 2), _early(2), _early(1)),
    about="order",
)


def _mistaken(**how: Any) -> Way:
    def way(given: Step) -> Answer:
        loss, gradients = _gradients(given, **how)
        return given.by(gradients), loss

    return way


STEP_RELU_NOT_UNDONE = Misconception(
    "STEP-RELU-NOT-UNDONE",
    "relu is left out on the way back",
    "Forward, the images went through relu; back, your gradient passes as if they had not. Where "
    "relu returned 0, nothing goes back.",
    "Call relu_backward, with what went into relu, before the convolution's part.",
    _in_step(
        *(
            _mistaken(relus=relus)
            for relus in (("open", "open"), ("open", "relu"), ("relu", "open"))
        )
    ),
    about="relu",
)

STEP_NO_RELU = Misconception(
    "STEP-NO-RELU",
    "relu is left out, there and back",
    "Behind each convolution comes a relu. Yours has none.",
    "Call relu on the output of conv2d, and relu_backward on the way back.",
    _in_step(
        *(
            _mistaken(relus=relus)
            for relus in (("none", "none"), ("none", "relu"), ("relu", "none"))
        )
    ),
    about="relu",
)

STEP_SOFTMAX_TWICE = Misconception(
    "STEP-SOFTMAX-TWICE",
    "softmax is taken before the loss",
    "softmax_cross_entropy takes scores, and has the softmax in it. You hand it probabilities.",
    "Hand it what the dense layer returned, as it is.",
    _in_step(_mistaken(scores="softmax"), _mistaken(scores="softmax, forward")),
    about="scores",
)

STEP_RELU_ON_SCORES = Misconception(
    "STEP-RELU-ON-SCORES",
    "the scores go through a relu",
    "Behind the dense layer there is no relu: scores may be negative.",
    "Hand softmax_cross_entropy what the dense layer returned.",
    _in_step(_mistaken(scores="relu"), _mistaken(scores="relu, forward")),
    about="scores",
)


def _left(*places: int) -> Way:
    """Leave these parameters as they are."""

    def way(given: Step) -> Answer:
        after, loss = given.ask_keras()
        return [
            before if place in places else new
            for place, (before, new) in enumerate(zip(given.parameters, after, strict=True))
        ], loss

    return way


STEP_LAYER_LEFT_OUT = Misconception(
    "STEP-LAYER-LEFT-OUT",
    "some parameters do not move",
    "Some of the six arrays come back as they were handed in; the others are right.",
    "Update all six: each parameter less learning_rate times its own gradient.",
    _in_step(
        _left(0, 1),
        _left(2, 3),
        _left(4, 5),
        _left(0, 1, 2, 3),
        _left(1, 3, 5),
        _left(0, 2, 4),
        _left(1, 3),
        *(_left(place) for place in range(6)),
        _left(0, 1, 2, 3, 4, 5),
    ),
    about="which",
)


def _gradients_alone(given: Step) -> Answer:
    after, loss = given.ask_keras()
    return [
        (before - new) / given.learning_rate
        for before, new in zip(given.parameters, after, strict=True)
    ], loss


def _changes_alone(given: Step) -> Answer:
    after, loss = given.ask_keras()
    changes = zip(given.parameters, after, strict=True)
    return [before - new for before, new in changes], loss


STEP_GRADIENTS_RETURNED = Misconception(
    "STEP-GRADIENTS-RETURNED",
    "the gradients come back, not the parameters",
    "The arrays that you return are the gradients. The new parameters are asked for.",
    "Return parameter - learning_rate * gradient for each of the six.",
    _in_step(_gradients_alone, _changes_alone),
    about="which",
)


def _one_after_another(given: Step) -> Answer:
    """Step for each image by itself."""
    parameters, losses = given.parameters, []
    for place in range(len(given.images)):
        one = slice(place, place + 1)
        parameters, loss = given.ask_keras(
            parameters=parameters, images=given.images[one], labels=given.labels[one]
        )
        losses.append(loss)
    return parameters, np.mean(losses)


STEP_IMAGE_BY_IMAGE = Misconception(
    "STEP-IMAGE-BY-IMAGE",
    "a step is taken after each image",
    "You take as many steps as there are images, each with other parameters than the one before. "
    "One step is asked for, by the mean over all images.",
    "Hand the whole batch through the layers, and update once.",
    _in_step(_one_after_another),
    about="images",
)


def _one_image(which: slice) -> Way:
    return lambda given: given.ask_keras(images=given.images[which], labels=given.labels[which])


STEP_ONE_IMAGE = Misconception(
    "STEP-ONE-IMAGE",
    "only one image takes part",
    "Your step is that of one image of the batch.",
    "Hand all images through the layers.",
    _in_step(_one_image(slice(0, 1)), _one_image(slice(-1, None))),
    about="images",
)

MISCONCEPTIONS = (
    STEP_ASCENDS,
    STEP_NO_LEARNING_RATE,
    STEP_FACTOR,
    STEP_MEAN_TWICE,
    STEP_NOT_AVERAGED,
    STEP_LOSS_AFTER,
    STEP_UPDATED_TOO_EARLY,
    STEP_RELU_NOT_UNDONE,
    STEP_NO_RELU,
    STEP_SOFTMAX_TWICE,
    STEP_RELU_ON_SCORES,
    STEP_LAYER_LEFT_OUT,
    STEP_GRADIENTS_RETURNED,
    STEP_IMAGE_BY_IMAGE,
    STEP_ONE_IMAGE,
)
