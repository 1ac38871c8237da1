# All right, and nothing but loops.
import numpy as np


# %% relu_backward
def relu_backward(dy, x):
    dx = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        if x[place] > 0:
            dx[place] = dy[place]
    return dx


# %% dense_backward
def dense_backward(dy, x, kernel):
    dx, dkernel, dbias = np.zeros(x.shape), np.zeros(kernel.shape), np.zeros(kernel.shape[1])
    for n in range(len(x)):
        for u in range(kernel.shape[1]):
            dbias[u] += dy[n, u]
            for f in range(kernel.shape[0]):
                dx[n, f] += dy[n, u] * kernel[f, u]
                dkernel[f, u] += dy[n, u] * x[n, f]
    return dx, dkernel, dbias


# %% softmax_cross_entropy
def softmax_cross_entropy(scores, labels):
    loss = 0
    dscores = np.zeros(scores.shape)
    for n in range(len(scores)):
        row = scores[n] - max(scores[n])
        total = sum(np.exp(score) for score in row)
        loss += np.log(total) - row[labels[n]]
        for k in range(len(row)):
            dscores[n, k] = np.exp(row[k]) / total
        dscores[n, labels[n]] -= 1
    return loss / len(scores), dscores / len(scores)


# %% helpers-windows
def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def before_and_after(size, window, stride, padding):
    if padding == "valid":
        return 0, 0
    count = (size + stride - 1) // stride
    zeros = max((count - 1) * stride + window - size, 0)
    return zeros // 2, zeros - zeros // 2


# %% conv2d_backward
def conv2d_backward(dy, x, kernel, strides=1, padding="valid"):
    down, across = pair(strides)
    kh, kw, channels, filters = kernel.shape
    height, width = x.shape[1:3]
    top, _ = before_and_after(height, kh, down, padding)
    left, _ = before_and_after(width, kw, across, padding)
    dx, dkernel, dbias = np.zeros(x.shape), np.zeros(kernel.shape), np.zeros(filters)
    for n, i, j, f in np.ndindex(dy.shape):
        dbias[f] += dy[n, i, j, f]
        for a in range(kh):
            for b in range(kw):
                r, s = i * down - top + a, j * across - left + b
                if 0 <= r < height and 0 <= s < width:
                    for c in range(channels):
                        dx[n, r, s, c] += dy[n, i, j, f] * kernel[a, b, c, f]
                        dkernel[a, b, c, f] += dy[n, i, j, f] * x[n, r, s, c]
    return dx, dkernel, dbias


# %% max_pool2d_backward
def max_pool2d_backward(dy, x, pool_size=2, strides=None, padding="valid"):
    ph, pw = pair(pool_size)
    down, across = (ph, pw) if strides is None else pair(strides)
    height, width = x.shape[1:3]
    top, _ = before_and_after(height, ph, down, padding)
    left, _ = before_and_after(width, pw, across, padding)
    dx = np.zeros(x.shape)
    for n, i, j, c in np.ndindex(dy.shape):
        winner = None
        for a in range(ph):
            for b in range(pw):
                r, s = i * down - top + a, j * across - left + b
                if 0 <= r < height and 0 <= s < width:
                    if winner is None or x[n, r, s, c] > x[n, winner[0], winner[1], c]:
                        winner = r, s
        dx[n, winner[0], winner[1], c] += dy[n, i, j, c]
    return dx
