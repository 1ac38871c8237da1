"""Right answers to relu."""

import numpy as np


def maximum(x):
    return np.maximum(x, 0)


def where(x):
    return np.where(x > 0, x, 0)


def mask_of_a_copy(x):
    y = x.copy()
    y[y < 0] = 0
    return y


def times_comparison(x):
    return x * (x > 0)


def half_of_sum(x):
    return (x + np.abs(x)) / 2


def clipped(x):
    return np.clip(x, 0, None)


def element_by_element(x):
    flat = []
    for value in x.ravel():
        if value < 0:
            flat.append(0.0)
        else:
            flat.append(float(value))
    return np.array(flat).reshape(x.shape)


def vectorized(x):
    return np.vectorize(lambda value: max(float(value), 0.0))(x)


# As people write it


def list_of_rows(x):
    def one(value):
        return [one(item) for item in value] if isinstance(value, list) else max(0, value)

    return np.array(one(x.tolist()))


def typed(x: np.ndarray) -> np.ndarray:
    """Return the positive part."""
    if not isinstance(x, np.ndarray):
        x = np.asarray(x)
    result: np.ndarray = x * (x >= 0).astype(x.dtype)
    return result


def negative_part_taken_off(x):
    return x - np.minimum(0, x)
