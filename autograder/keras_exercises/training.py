"""Tell by the weights of a small network how it was trained."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.keras_exercises.descriptions import TrainingRecord
from autograder.keras_exercises.plain import arrays_of, name_of, number_of
from autograder.keras_exercises.small import POOL, Array
from autograder.vocabulary.exercise import Call

__all__ = ["MOST_STEPS", "read_training", "replay"]

MOST_STEPS = 100
MOST_EPOCHS = 10_000
SAME_WEIGHTS = 2e-5
"""A step changes some weight by fifty times as much."""
SAME_LOSS = 2e-3

LEARNING_RATE, DECAY, EPSILON = 0.001, 0.9, 1e-7
"""Of Keras's RMSprop."""


def replay(
    model: Sequence[Array], images: Array, labels: Array
) -> tuple[list[list[Array]], list[float]]:
    """Train the small network on one batch, over and over, as Keras's RMSprop does.

    Returns
    -------
    weights : list
        The kernel and the bias after 0, 1, 2, … steps.
    losses : list of float
        With each of these weights.

    Examples
    --------
    >>> from autograder.keras_exercises.small import bars, initial_weights
    >>> weights, losses = replay(initial_weights(), **bars())
    >>> len(weights), losses[0] > losses[1] > losses[50]
    (101, True)
    """
    size = 28 // POOL
    features = images.reshape(-1, size, POOL, size, POOL).mean(axis=(2, 4)).reshape(len(images), -1)
    wanted = np.eye(10)[labels]
    weights: list[Array] = [weight.astype(float) for weight in model]
    squares: list[Any] = [0.0, 0.0]
    trajectory, losses = [], []
    for _ in range(MOST_STEPS + 1):
        powers = np.exp(features @ weights[0] + weights[1])
        probabilities = powers / powers.sum(axis=1, keepdims=True)
        losses.append(float(-np.log((probabilities * wanted).sum(axis=1)).mean()))
        trajectory.append(weights)
        errors = (probabilities - wanted) / len(images)
        gradients = [features.T @ errors, errors.sum(axis=0)]
        squares = [
            DECAY * square + (1 - DECAY) * gradient**2
            for square, gradient in zip(squares, gradients, strict=True)
        ]
        weights = [
            weight - LEARNING_RATE * gradient / np.sqrt(square + EPSILON)
            for weight, gradient, square in zip(weights, gradients, squares, strict=True)
        ]
    return trajectory, losses


def read_training(call: Call, data: Any) -> TrainingRecord | str:
    """Find the number of steps that lead from the initial weights to those that came back.

    The call's images are such that batches of any size and order lead to the same weights.
    """
    if type(data) is not dict or "weights" not in data:
        return type(data).__name__
    trajectory, by_steps = replay(*(call.options[name] for name in ("model", "images", "labels")))
    steps = _steps(data["weights"], trajectory)
    losses = _losses(data.get("losses"))
    return TrainingRecord(
        returned=name_of(data.get("returned")),
        losses=losses,
        steps=steps,
        losses_fit=steps is not None and _fit(losses, by_steps[: steps + 1]),
    )


def _steps(sent: Any, trajectory: Sequence[list[Array]]) -> int | None:
    weights = arrays_of(sent, [weight.shape for weight in trajectory[0]])
    if weights is None:
        return None
    for steps, known in enumerate(trajectory):
        pairs = zip(weights, known, strict=True)
        if all(np.allclose(have, want, rtol=0, atol=SAME_WEIGHTS) for have, want in pairs):
            return steps
    return None


def _losses(sent: Any) -> tuple[float, ...]:
    if type(sent) is not list or len(sent) > MOST_EPOCHS:
        return ()
    return tuple(number_of(loss) for loss in sent)


def _fit(losses: Sequence[float], by_steps: Sequence[float]) -> bool:
    """Tell whether each epoch's loss lies between those before its first and after its last step.

    Examples
    --------
    >>> _fit([2.0, 1.0], [2.1, 1.9, 1.1, 0.9]), _fit([2.0, 1.0, 0.0], [2.1, 1.9, 1.1, 0.9])
    (False, False)
    >>> _fit([2.0, 1.0], [2.1, 1.9, 1.5, 1.1, 0.9])
    True
    """
    steps = len(by_steps) - 1
    if not losses or steps % len(losses):
        return False
    an_epoch = steps // len(losses)
    return all(
        by_steps[epoch * an_epoch] + SAME_LOSS
        >= loss
        >= by_steps[(epoch + 1) * an_epoch] - SAME_LOSS
        for epoch, loss in enumerate(losses)
        if math.isfinite(loss)
    ) and all(map(math.isfinite, losses))
