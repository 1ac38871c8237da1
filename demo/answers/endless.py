# A loop that never ends: nothing is ever added to `j`.
import numpy as np


# %% convolve2d
def convolve2d(feature_map, kernel):
    kh, kw = kernel.shape
    output = np.zeros((feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1))
    i = 0
    while i < output.shape[0]:
        j = 0
        while j < output.shape[1]:
            output[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
        i += 1
    return output
