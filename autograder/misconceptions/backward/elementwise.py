"""Mistakes in the gradients of relu and of a dense layer."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.bending_gradients import (
    Dense,
    in_dense_backward,
    in_relu_backward,
)
from autograder.vocabulary.misconception import Misconception, UnpredictableError

__all__ = ["MISCONCEPTIONS"]

RELU_BACKWARD_NO_MASK = Misconception(
    "RELU-BACKWARD-NO-MASK",
    "dy passes everywhere",
    "Where x is negative, relu returned 0, whatever x was: nothing there changes the loss, and dx "
    "is 0.",
    "Keep dy where x > 0, and put 0 elsewhere.",
    in_relu_backward(lambda given: given.dy),
    about="mask",
)

RELU_BACKWARD_MASK_OF_DY = Misconception(
    "RELU-BACKWARD-MASK-OF-DY",
    "the sign of dy decides, not that of x",
    "You let pass what is positive in dy. Gradients have both signs; what relu let through was "
    "decided by x.",
    "Compare x with 0, not dy.",
    in_relu_backward(
        lambda given: given.ask_keras(x=given.dy),
        lambda given: np.maximum(given.ask_keras(), 0),
        lambda given: np.abs(given.ask_keras()),
    ),
    about="mask",
)

RELU_BACKWARD_AT_ZERO = Misconception(
    "RELU-BACKWARD-AT-ZERO",
    "dy passes where x is 0",
    "At 0 relu has a kink, and a rule is needed: here, as in Keras, dx is 0 where x is 0.",
    "Compare with `>`, not with `>=`.",
    in_relu_backward(
        lambda given: given.ask_keras(x=np.where(given.x == 0, 1, given.x)),
        lambda given: given.ask_keras(
            dy=np.where(given.x == 0, given.dy / 2, given.dy),
            x=np.where(given.x == 0, 1, given.x),
        ),
    ),
    about="kink",
)

RELU_BACKWARD_TIMES_X = Misconception(
    "RELU-BACKWARD-TIMES-X",
    "x is multiplied in",
    "Where x is positive, relu returns x, and that changes as much as x does: by 1. You multiply "
    "by x.",
    "Hand dy back as it is where x > 0.",
    in_relu_backward(
        lambda given: given.ask_keras() * given.x,
        lambda given: np.maximum(given.x, 0),
        lambda given: given.dy * given.x,
    ),
    about="mask",
)

RELU_BACKWARD_INVERTED = Misconception(
    "RELU-BACKWARD-INVERTED",
    "dy passes where x is negative",
    "You keep dy where relu held x back, and drop it where x went through.",
    "Keep dy where x > 0.",
    in_relu_backward(
        lambda given: given.dy - given.ask_keras(),
        lambda given: given.ask_keras(x=-given.x),
    ),
    about="mask",
)


def _dx(change: Callable[[Dense], Any]) -> Callable[[Dense], Any]:
    def way(given: Dense) -> Any:
        _, dkernel, dbias = given.ask_keras()
        return change(given), dkernel, dbias

    return way


def _dkernel(change: Callable[[Dense], Any]) -> Callable[[Dense], Any]:
    def way(given: Dense) -> Any:
        dx, _, dbias = given.ask_keras()
        return dx, change(given), dbias

    return way


def _dbias(change: Callable[[Dense], Any]) -> Callable[[Dense], Any]:
    def way(given: Dense) -> Any:
        dx, dkernel, _ = given.ask_keras()
        return dx, dkernel, change(given)

    return way


def _as_it_is(given: Dense) -> Any:
    if given.kernel.shape[0] != given.kernel.shape[1]:
        raise UnpredictableError
    return given.ask_keras(kernel=given.kernel.T)[0]


DENSE_DX_NOT_TRANSPOSED = Misconception(
    "DENSE-DX-NOT-TRANSPOSED",
    "dx takes the kernel as it is",
    "On the way back a number goes from unit j to feature i, so the kernel is used the other way "
    "round. A kernel that is not square does not even allow what you do.",
    "dx is dy @ kernel.T.",
    in_dense_backward(_dx(_as_it_is)),
    about="dx",
)

DENSE_DKERNEL_TRANSPOSED = Misconception(
    "DENSE-DKERNEL-TRANSPOSED",
    "dkernel lies on its side",
    "dkernel has the shape of the kernel: a row for each feature, a column for each unit. Yours "
    "has them the other way round.",
    "The features come first: x.T, then dy.",
    in_dense_backward(_dkernel(lambda given: given.ask_keras()[1].T)),
    about="dkernel",
)

DENSE_DKERNEL_ONE_ROW = Misconception(
    "DENSE-DKERNEL-ONE-ROW",
    "dkernel has one row of x only",
    "All rows went through one kernel, and its gradient is the sum over them. Yours has one row's "
    "part.",
    "Add up over the rows, or let a matrix product do it.",
    in_dense_backward(
        _dkernel(lambda given: given.ask_keras(dy=given.dy[:1], x=given.x[:1])[1]),
        _dkernel(lambda given: given.ask_keras(dy=given.dy[-1:], x=given.x[-1:])[1]),
    ),
    about="dkernel",
)

DBIAS_MEAN = Misconception(
    "DBIAS-MEAN",
    "dbias is a mean",
    "The bias is added to every row, and each of them counts in full. Your dbias divides their "
    "sum.",
    "Add dy up over the rows: sum in place of mean.",
    in_dense_backward(_dbias(lambda given: given.dy.mean(axis=0))),
    about="dbias",
)

DBIAS_WRONG_AXES = Misconception(
    "DBIAS-WRONG-AXES",
    "dbias is summed over the wrong axes",
    "There is one bias for each unit, so its gradient is what is left when the rows are added up.",
    "Sum over axis=0, and leave the last axis.",
    in_dense_backward(
        _dbias(lambda given: given.dy.sum(axis=1)),
        _dbias(lambda given: given.dy.sum()),
        _dbias(lambda given: given.dy.sum(axis=1, keepdims=True)),
        _dbias(lambda given: given.dy.sum(axis=0, keepdims=True)),
    ),
    about="dbias",
)

DBIAS_NOT_SUMMED = Misconception(
    "DBIAS-NOT-SUMMED",
    "dbias is dy itself",
    "dbias has the shape of the bias: one number for each unit, however many rows there are.",
    "Add dy up over the rows.",
    in_dense_backward(
        _dbias(lambda given: given.dy),
        _dbias(lambda given: given.dy[0]),
        _dbias(lambda given: given.dy[-1]),
    ),
    about="dbias",
)

DBIAS_COUNTED = Misconception(
    "DBIAS-COUNTED",
    "dbias counts rows",
    "Your dbias is the number of rows, and has nothing of dy.",
    "Add the numbers of dy up.",
    in_dense_backward(
        _dbias(lambda given: np.full(given.dy.shape[1], float(len(given.dy)))),
        _dbias(lambda given: np.ones(given.dy.shape[1])),
    ),
    about="dbias",
)

MISCONCEPTIONS = (
    RELU_BACKWARD_NO_MASK,
    RELU_BACKWARD_MASK_OF_DY,
    RELU_BACKWARD_AT_ZERO,
    RELU_BACKWARD_TIMES_X,
    RELU_BACKWARD_INVERTED,
    DENSE_DX_NOT_TRANSPOSED,
    DENSE_DKERNEL_TRANSPOSED,
    DENSE_DKERNEL_ONE_ROW,
    DBIAS_MEAN,
    DBIAS_WRONG_AXES,
    DBIAS_NOT_SUMMED,
    DBIAS_COUNTED,
)
