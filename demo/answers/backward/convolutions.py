# All right: the gradients of a convolution as convolutions; a mask of winners for pooling.
import numpy as np


# %% relu_backward
def relu_backward(dy, x):
    return dy * (x > 0)


# %% dense_backward
def dense_backward(dy, x, kernel):
    return np.einsum("nu,fu->nf", dy, kernel), np.einsum("nf,nu->fu", x, dy), np.sum(dy, axis=0)


# %% softmax_cross_entropy
def softmax_cross_entropy(scores, labels):
    scores = scores - np.max(scores, axis=1)[:, None]
    probabilities = np.exp(scores) / np.sum(np.exp(scores), axis=1)[:, None]
    hot = np.eye(scores.shape[1])[labels]
    loss = np.mean(np.log(np.sum(np.exp(scores), axis=1)) - np.sum(hot * scores, axis=1))
    return loss, (probabilities - hot) / len(scores)


# %% conv2d_backward
def both(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def around(shape, window, strides, padding):
    """What "same" puts around the two axes."""
    if padding.lower() == "valid":
        return [(0, 0), (0, 0)]
    sides = []
    for n, k, s in zip(shape, window, strides):
        zeros = max((int(np.ceil(n / s)) - 1) * s + k - n, 0)
        sides.append((zeros // 2, zeros - zeros // 2))
    return sides


def windows_of(x, size):
    """(N, rows, columns, C, kh, kw)"""
    return np.lib.stride_tricks.sliding_window_view(x, size, axis=(1, 2))


def conv2d_backward(dy, x, kernel, strides=1, padding="valid"):
    (kh, kw), (down, across) = kernel.shape[:2], both(strides)
    (top, bottom), (left, right) = around(x.shape[1:3], (kh, kw), (down, across), padding)
    padded = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    height, width = padded.shape[1:3]
    dilated = np.zeros((len(x), height - kh + 1, width - kw + 1, dy.shape[3]))
    dilated[:, ::down, ::across][:, : dy.shape[1], : dy.shape[2]] = dy
    dkernel = np.einsum("nabcij,nijf->abcf", windows_of(padded, dilated.shape[1:3]), dilated)
    full = np.pad(dilated, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    turned = kernel[::-1, ::-1]
    dpadded = np.einsum("nrsfab,abcf->nrsc", windows_of(full, (kh, kw)), turned)
    dx = dpadded[:, top : height - bottom, left : width - right]
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


# %% max_pool2d_backward
def max_pool2d_backward(dy, x, pool_size=2, strides=None, padding="valid"):
    ph, pw = both(pool_size)
    down, across = both(pool_size if strides is None else strides)
    (top, bottom), (left, right) = around(x.shape[1:3], (ph, pw), (down, across), padding)
    outside = ((0, 0), (top, bottom), (left, right), (0, 0))
    padded = np.pad(x.astype(float), outside, constant_values=-np.inf)
    views = windows_of(padded, (ph, pw))[:, ::down, ::across][:, : dy.shape[1], : dy.shape[2]]
    flat = views.reshape(*views.shape[:4], ph * pw)
    first = np.arange(ph * pw) == flat.argmax(axis=-1)[..., None]
    dpadded = np.zeros(padded.shape)
    for a in range(ph):
        for b in range(pw):
            rows = slice(a, a + down * (dy.shape[1] - 1) + 1, down)
            columns = slice(b, b + across * (dy.shape[2] - 1) + 1, across)
            dpadded[:, rows, columns] += dy * first[..., a * pw + b]
    return dpadded[:, top : top + x.shape[1], left : left + x.shape[2]]
