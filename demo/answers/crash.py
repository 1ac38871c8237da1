# Cells and functions that stop with an error.
import numpy as np

# %% pad_same
border = nump.zeros((2, 2))  # a slip of the pen: the function below never comes to exist


def pad_same(feature_map, kernel_size, strides=1):
    return np.pad(feature_map, kernel_size // 2)


# %% output_size
def output_size(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return -(-input_size // stride)
    return (input_size - kernel_size) // stride + 1


output_size(5, 3, stride=0)


# %% strided_convolve2d
def strided_convolve2d(feature_map, kernel, strides=1, padding="valid"):
    down, across = np.broadcast_to(strides, 2)
    kh, kw = kernel.shape
    if padding.lower() == "same":
        feature_map = pad_same(feature_map, kernel.shape, strides)
    rows = output_size(feature_map.shape[0], kh, down)
    cols = output_size(feature_map.shape[1], kw, across)
    y = np.zeros((rows, cols))
    for i in range(rows):
        for j in range(cols):
            r, c = i * down, j * across
            y[i, j] = np.sum(feature_map[r : r + kh, c : c + kw] * kernel)
    return y


# %% conv2d
def conv2d(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    N, H, W, C = x.shape
    kh, kw, _, F = kernel.shape
    y = np.zeros((N, H - kh + 1, W - kw + 1, F))
    for n in range(N):
        for i in range(H):  # runs over the edge
            for j in range(W):
                for f in range(F):
                    window = x[n, i : i + kh, j : j + kw]
                    y[n, i, j, f] = np.sum(window * kernel[: len(window), : window.shape[1], :, f])
    return y
