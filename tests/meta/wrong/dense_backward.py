"""Wrong answers to dense_backward, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


@mistake("DENSE-DX-NOT-TRANSPOSED")
def kernel_as_it_is(dy, x, kernel):
    return dy @ kernel, x.T @ dy, dy.sum(axis=0)


@mistake("DENSE-DKERNEL-TRANSPOSED")
def dkernel_on_its_side(dy, x, kernel):
    return dy @ kernel.T, dy.T @ x, dy.sum(axis=0)


@mistake("DENSE-DKERNEL-ONE-ROW")
def last_row_only(dy, x, kernel):
    for n in range(len(x)):
        dkernel = np.outer(x[n], dy[n])
    return dy @ kernel.T, dkernel, dy.sum(axis=0)


@mistake("DBIAS-MEAN")
def bias_mean(dy, x, kernel):
    return dy @ kernel.T, x.T @ dy, dy.mean(axis=0)


@mistake("DBIAS-WRONG-AXES")
def bias_over_units(dy, x, kernel):
    return dy @ kernel.T, x.T @ dy, dy.sum(axis=1)


@mistake("DBIAS-WRONG-AXES")
def bias_kept_as_a_row(dy, x, kernel):
    return dy @ kernel.T, x.T @ dy, dy.sum(axis=0, keepdims=True)


@mistake("DBIAS-WRONG-AXES")
def bias_over_everything(dy, x, kernel):
    return dy @ kernel.T, x.T @ dy, np.sum(dy)


@mistake("DBIAS-NOT-SUMMED")
def bias_is_dy(dy, x, kernel):
    return dy @ kernel.T, x.T @ dy, dy


@mistake("DBIAS-NOT-SUMMED")
def bias_of_one_row(dy, x, kernel):
    return dy @ kernel.T, x.T @ dy, dy[0]


@mistake("DBIAS-COUNTED")
def bias_counts(dy, x, kernel):
    return dy @ kernel.T, x.T @ dy, np.full(dy.shape[1], float(len(x)))


@mistake("BACKWARD-UPSTREAM-IGNORED")
def dkernel_without_dy(dy, x, kernel):
    return dy @ kernel.T, x.T @ np.ones(dy.shape), dy.sum(axis=0)


@mistake("BACKWARD-UPSTREAM-IGNORED")
def all_without_dy(dy, x, kernel):
    ones = np.ones(dy.shape)
    return ones @ kernel.T, x.T @ ones, ones.sum(axis=0)


@mistake("BACKWARD-MEAN-TWICE")
def divided_by_the_batch(dy, x, kernel):
    return dy @ kernel.T, x.T @ dy / len(x), dy.sum(axis=0) / len(x)


@mistake("BACKWARD-INTEGERS")
def in_the_types_of_the_arguments(dy, x, kernel):
    dx = np.zeros_like(x)
    dkernel = np.zeros_like(kernel)
    dx[:] = dy @ kernel.T
    dkernel[:] = x.T @ dy
    return dx, dkernel, dy.sum(axis=0)


@mistake(None)
def changes_dy(dy, x, kernel):
    dx, dkernel, dbias = dy @ kernel.T, x.T @ dy, dy.sum(axis=0)
    dy /= 2
    return dx, dkernel, dbias


@mistake(None)
def in_another_order(dy, x, kernel):
    return x.T @ dy, dy.sum(axis=0), dy @ kernel.T


@mistake(None)
def two_of_three(dy, x, kernel):
    return x.T @ dy, dy.sum(axis=0)


@mistake(None)
def dx_alone(dy, x, kernel):
    return dy @ kernel.T


@mistake(None)
def twice_dkernel(dy, x, kernel):
    return dy @ kernel.T, 2 * x.T @ dy, dy.sum(axis=0)
