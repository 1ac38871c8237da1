"""Wrong answers to softmax, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


@mistake("SOFTMAX-ALL-AXES")
def divided_by_everything(x):
    e = np.exp(x - x.max())
    return e / e.sum()


@mistake("SOFTMAX-ALL-AXES")
def sum_of_all_rows(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / np.sum(e)


@mistake("SOFTMAX-FIRST-AXIS")
def over_the_batch(x):
    e = np.exp(x - x.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


@mistake("SOFTMAX-FIRST-AXIS")
def axis_zero(x):
    e = np.exp(x - np.max(x, axis=0))
    return e / np.sum(e, axis=0)


@mistake("SOFTMAX-OVERFLOW")
def definition(x):
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


@mistake("SOFTMAX-OVERFLOW")
def row_by_row_without_shift(x):
    rows = x.reshape(-1, x.shape[-1])
    return np.array([np.exp(row) / np.exp(row).sum() for row in rows]).reshape(x.shape)


@mistake("SOFTMAX-NO-EXP")
def share_of_the_sum(x):
    return x / x.sum(axis=-1, keepdims=True)


@mistake("SOFTMAX-NO-EXP")
def shifted_share(x):
    shifted = x - x.min(axis=-1, keepdims=True)
    return shifted / shifted.sum(axis=-1, keepdims=True)


@mistake(None)
def keepdims_forgotten(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


@mistake("SOFTMAX-AXIS-1")
def axis_one(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@mistake("SOFTMAX-OVERFLOW")
def largest_of_all_rows(x):
    e = np.exp(x - x.max())
    return e / e.sum(axis=-1, keepdims=True)


@mistake(None)
def in_place(x):
    x -= x.max(axis=-1, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


@mistake(None)
def base_two(x):
    e = 2.0 ** (x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(None)
def rounded(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.round(e / e.sum(axis=-1, keepdims=True), 3)


@mistake("SOFTMAX-OVERFLOW")
def smallest_taken_off(x):
    e = np.exp(x - x.min(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(None)
def epsilon_in_the_sum(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 0.001)


@mistake(None)
def logarithms(x):
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@mistake(None)
def one_hot(x):
    return (x == x.max(axis=-1, keepdims=True)).astype(float)


@mistake("USES-A-LIBRARY")
def keras_operation(x):
    import keras

    return np.asarray(keras.ops.softmax(np.asarray(x, dtype="float32"), axis=-1))
