"""Right answers to train_step, in the styles in which people write it."""

import itertools
import math

import numpy as np


def _relu(x):
    return np.maximum(x, 0)


def _softmax(x):
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _windows(x):
    return np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(1, 2))


def _conv(x, kernel, bias):
    return np.einsum("nijcab,abcf->nijf", _windows(x), kernel, optimize=True) + bias


def _conv_back(dy, x, kernel):
    dkernel = np.einsum("nijcab,nijf->abcf", _windows(x), dy, optimize=True)
    dx = np.zeros(x.shape)
    for a in range(3):
        for b in range(3):
            dx[:, a : a + dy.shape[1], b : b + dy.shape[2]] += dy @ kernel[a, b].T
    return dx, dkernel, dy.sum(axis=(0, 1, 2))


def _blocks(x):
    n, h, w, c = x.shape
    cut = x[:, : h // 2 * 2, : w // 2 * 2]
    return (
        cut.reshape(n, h // 2, 2, w // 2, 2, c)
        .transpose(0, 1, 3, 5, 2, 4)
        .reshape(n, h // 2, w // 2, c, 4)
    )


def _pool(x):
    return _blocks(x).max(axis=4)


def _pool_back(dy, x):
    n, h, w, c = dy.shape
    one = np.eye(4)[_blocks(x).argmax(axis=4)] * dy[..., None]
    dx = np.zeros(x.shape)
    dx[:, : 2 * h, : 2 * w] = (
        one.reshape(n, h, w, c, 2, 2).transpose(0, 1, 4, 2, 5, 3).reshape(n, 2 * h, 2 * w, c)
    )
    return dx


def _loss(scores, labels):
    p = _softmax(scores)
    rows = np.arange(len(labels))
    loss = -np.mean(np.log(p[rows, labels]))
    p[rows, labels] -= 1
    return loss, p / len(labels)


def windows_and_einsum(parameters, images, labels, learning_rate):
    k1, b1, k2, b2, k3, b3 = (np.array(one, dtype=float) for one in parameters)
    z1 = _conv(images, k1, b1)
    a1 = _relu(z1)
    p1 = _pool(a1)
    z2 = _conv(p1, k2, b2)
    a2 = _relu(z2)
    p2 = _pool(a2)
    features = p2.reshape(len(images), -1)
    scores = features @ k3 + b3
    loss, dscores = _loss(scores, labels)
    dk3 = features.T @ dscores
    db3 = dscores.sum(axis=0)
    dp2 = (dscores @ k3.T).reshape(p2.shape)
    dz2 = _pool_back(dp2, a2) * (z2 > 0)
    dp1, dk2, db2 = _conv_back(dz2, p1, k2)
    dz1 = _pool_back(dp1, a1) * (z1 > 0)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


def _pool_window_by_window(x):
    n, h, w, c = x.shape
    y = np.zeros((n, h // 2, w // 2, c))
    for i in range(h // 2):
        for j in range(w // 2):
            y[:, i, j] = x[:, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max(axis=(1, 2))
    return y


def _pool_back_window_by_window(dy, x):
    dx = np.zeros(x.shape)
    n, h, w, c = dy.shape
    for b, i, j, f in itertools.product(range(n), range(h), range(w), range(c)):
        window = x[b, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2, f]
        a, d = divmod(int(window.argmax()), 2)
        dx[b, 2 * i + a, 2 * j + d, f] += dy[b, i, j, f]
    return dx


def _conv_window_by_window(x, kernel, bias):
    n, h, w, _ = x.shape
    y = np.zeros((n, h - 2, w - 2, kernel.shape[3]))
    for b in range(n):
        for i in range(h - 2):
            for j in range(w - 2):
                for f in range(kernel.shape[3]):
                    window = x[b, i : i + 3, j : j + 3]
                    y[b, i, j, f] = np.sum(window * kernel[..., f]) + bias[f]
    return y


def _conv_back_window_by_window(dy, x, kernel):
    dx, dkernel, dbias = np.zeros(x.shape), np.zeros(kernel.shape), np.zeros(kernel.shape[3])
    n, h, w, filters = dy.shape
    for b in range(n):
        for i in range(h):
            for j in range(w):
                for f in range(filters):
                    dx[b, i : i + 3, j : j + 3] += kernel[..., f] * dy[b, i, j, f]
                    dkernel[..., f] += x[b, i : i + 3, j : j + 3] * dy[b, i, j, f]
                    dbias[f] += dy[b, i, j, f]
    return dx, dkernel, dbias


def slow_window_by_window(parameters, images, labels, learning_rate):
    k1, b1, k2, b2, k3, b3 = parameters
    z1 = _conv_window_by_window(images, k1, b1)
    p1 = _pool_window_by_window(np.maximum(z1, 0))
    z2 = _conv_window_by_window(p1, k2, b2)
    p2 = _pool_window_by_window(np.maximum(z2, 0))
    flat = p2.reshape(len(images), -1)
    loss, dscores = _loss(flat @ k3 + b3, labels)
    dp2 = (dscores @ k3.T).reshape(p2.shape)
    dz2 = _pool_back_window_by_window(dp2, np.maximum(z2, 0)) * (z2 > 0)
    dp1, dk2, db2 = _conv_back_window_by_window(dz2, p1, k2)
    dz1 = _pool_back_window_by_window(dp1, np.maximum(z1, 0)) * (z1 > 0)
    _, dk1, db1 = _conv_back_window_by_window(dz1, images, k1)
    gradients = (dk1, db1, dk2, db2, flat.T @ dscores, dscores.sum(axis=0))
    return [p - learning_rate * g for p, g in zip(parameters, gradients, strict=True)], loss


def _im2col(x):
    n, h, w, _ = x.shape
    rows = [x[:, i : i + 3, j : j + 3].reshape(n, -1) for i in range(h - 2) for j in range(w - 2)]
    return np.stack(rows, axis=1)


def im2col_and_matrices(parameters, images, labels, learning_rate):
    k1, b1, k2, b2, k3, b3 = parameters
    n = len(images)
    c1 = _im2col(images)
    z1 = (c1 @ k1.reshape(-1, 8) + b1).reshape(n, 26, 26, 8)
    a1 = np.maximum(z1, 0)
    p1 = _pool(a1)
    c2 = _im2col(p1)
    z2 = (c2 @ k2.reshape(-1, 16) + b2).reshape(n, 11, 11, 16)
    a2 = np.maximum(z2, 0)
    flat = _pool(a2).reshape(n, -1)
    scores = flat @ k3 + b3
    scores = scores - scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    loss = -log_p[np.arange(n), labels].mean()
    dscores = (np.exp(log_p) - np.eye(10)[labels]) / n
    dz2 = _pool_back((dscores @ k3.T).reshape(n, 5, 5, 16), a2) * (z2 > 0)
    rows = dz2.reshape(n, 121, 16)
    dk2 = np.tensordot(c2, rows, ([0, 1], [0, 1])).reshape(k2.shape)
    dc2 = (rows @ k2.reshape(-1, 16).T).reshape(n, 11, 11, 3, 3, 8)
    dp1 = np.zeros(p1.shape)
    for i in range(11):
        for j in range(11):
            dp1[:, i : i + 3, j : j + 3] += dc2[:, i, j]
    dz1 = _pool_back(dp1, a1) * (z1 > 0)
    dk1 = np.tensordot(c1, dz1.reshape(n, 676, 8), ([0, 1], [0, 1])).reshape(k1.shape)
    new = [k1 - learning_rate * dk1, b1 - learning_rate * dz1.sum(axis=(0, 1, 2))]
    new += [k2 - learning_rate * dk2, b2 - learning_rate * dz2.sum(axis=(0, 1, 2))]
    new += [k3 - learning_rate * flat.T @ dscores, b3 - learning_rate * dscores.sum(axis=0)]
    return new, float(loss)


def image_by_image(parameters, images, labels, learning_rate):
    """Add up the images' gradients, each a step of its own from the same parameters."""
    n = len(images)
    moved = [np.zeros(np.shape(one)) for one in parameters]
    losses = []
    for b in range(n):
        after, loss = windows_and_einsum(
            parameters, images[b : b + 1], labels[b : b + 1], learning_rate / n
        )
        losses.append(loss)
        moved = [
            total + (new - old) for total, new, old in zip(moved, after, parameters, strict=True)
        ]
    return tuple(old + total for old, total in zip(parameters, moved, strict=True)), math.fsum(
        losses
    ) / n


class _Conv:
    def __init__(self, kernel, bias):
        self.parameters = [kernel, bias]

    def forward(self, x):
        self.x = x
        return _conv(x, *self.parameters)

    def backward(self, dy):
        dx, *self.gradients = _conv_back(dy, self.x, self.parameters[0])
        return dx


class _Relu:
    parameters = ()
    gradients = ()

    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dy):
        return dy * self.mask


class _Pool:
    parameters = ()
    gradients = ()

    def forward(self, x):
        self.x = x
        return _pool(x)

    def backward(self, dy):
        return _pool_back(dy, self.x)


class _Dense:
    def __init__(self, kernel, bias):
        self.parameters = [kernel, bias]

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(len(x), -1)
        return self.x @ self.parameters[0] + self.parameters[1]

    def backward(self, dy):
        self.gradients = [self.x.T @ dy, dy.sum(axis=0)]
        return (dy @ self.parameters[0].T).reshape(self.shape)


def layers_as_objects(parameters, images, labels, learning_rate):
    k1, b1, k2, b2, k3, b3 = parameters
    layers = [_Conv(k1, b1), _Relu(), _Pool(), _Conv(k2, b2), _Relu(), _Pool(), _Dense(k3, b3)]
    x = images
    for layer in layers:
        x = layer.forward(x)
    loss, dy = _loss(x, labels)
    for layer in reversed(layers):
        dy = layer.backward(dy)
    return [
        parameter - learning_rate * gradient
        for layer in layers
        for parameter, gradient in zip(layer.parameters, layer.gradients, strict=True)
    ], loss
