"""Wrong answers to train_step, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


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


_PILE = {}


def _one_step(parameters, images, labels, learning_rate):
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


@mistake("STEP-ASCENDS")
def ascends(parameters, images, labels, learning_rate):
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
    new = [p + learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake("STEP-NO-LEARNING-RATE")
def no_learning_rate(parameters, images, labels, learning_rate):
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
    new = [p - g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake("STEP-FACTOR")
def twice(parameters, images, labels, learning_rate):
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
    new = [
        p - 2 * learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)
    ]
    return new, loss


@mistake("STEP-FACTOR")
def half(parameters, images, labels, learning_rate):
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
    new = [
        p - learning_rate * g / 2 for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)
    ]
    return new, loss


@mistake("STEP-MEAN-TWICE")
def mean_twice(parameters, images, labels, learning_rate):
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
    new = [
        p - learning_rate * g / len(images)
        for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)
    ]
    return new, loss


@mistake("STEP-MEAN-TWICE")
def loss_divided_again(parameters, images, labels, learning_rate):
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
    return new, loss / len(images)


@mistake("STEP-NOT-AVERAGED")
def not_averaged(parameters, images, labels, learning_rate):
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
    dscores = dscores * len(images)
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


@mistake("STEP-LOSS-AFTER")
def loss_after(parameters, images, labels, learning_rate):
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
    x = _pool(_relu(_conv(images, new[0], new[1])))
    x = _pool(_relu(_conv(x, new[2], new[3])))
    loss, _ = _loss(x.reshape(len(images), -1) @ new[4] + new[5], labels)
    return new, loss


@mistake("STEP-UPDATED-TOO-EARLY")
def dense_updated_first(parameters, images, labels, learning_rate):
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
    k3 = k3 - learning_rate * dk3
    b3 = b3 - learning_rate * db3
    dp2 = (dscores @ k3.T).reshape(p2.shape)
    dz2 = _pool_back(dp2, a2) * (z2 > 0)
    dp1, dk2, db2 = _conv_back(dz2, p1, k2)
    dz1 = _pool_back(dp1, a1) * (z1 > 0)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2], gradients[:4], strict=True)]
    new += [k3, b3]
    return new, loss


@mistake("STEP-UPDATED-TOO-EARLY")
def each_updated_at_once(parameters, images, labels, learning_rate):
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
    k3 = k3 - learning_rate * dk3
    dp2 = (dscores @ k3.T).reshape(p2.shape)
    dz2 = _pool_back(dp2, a2) * (z2 > 0)
    _, dk2, db2 = _conv_back(dz2, p1, k2)
    k2 = k2 - learning_rate * dk2
    dp1, _, _ = _conv_back(dz2, p1, k2)
    dz1 = _pool_back(dp1, a1) * (z1 > 0)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    k1 = k1 - learning_rate * dk1
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [k1, b1 - learning_rate * gradients[1], k2, b2 - learning_rate * gradients[3], k3]
    new.append(b3 - learning_rate * gradients[5])
    return new, loss


@mistake("STEP-RELU-NOT-UNDONE")
def relu_not_undone(parameters, images, labels, learning_rate):
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
    dz2 = _pool_back(dp2, a2)
    dp1, dk2, db2 = _conv_back(dz2, p1, k2)
    dz1 = _pool_back(dp1, a1)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake("STEP-RELU-NOT-UNDONE")
def first_relu_not_undone(parameters, images, labels, learning_rate):
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
    dz1 = _pool_back(dp1, a1)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake("STEP-RELU-NOT-UNDONE")
def second_relu_not_undone(parameters, images, labels, learning_rate):
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
    dz2 = _pool_back(dp2, a2)
    dp1, dk2, db2 = _conv_back(dz2, p1, k2)
    dz1 = _pool_back(dp1, a1) * (z1 > 0)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake("STEP-NO-RELU")
def no_relu(parameters, images, labels, learning_rate):
    k1, b1, k2, b2, k3, b3 = (np.array(one, dtype=float) for one in parameters)
    z1 = _conv(images, k1, b1)
    a1 = z1
    p1 = _pool(a1)
    z2 = _conv(p1, k2, b2)
    a2 = z2
    p2 = _pool(a2)
    features = p2.reshape(len(images), -1)
    scores = features @ k3 + b3
    loss, dscores = _loss(scores, labels)
    dk3 = features.T @ dscores
    db3 = dscores.sum(axis=0)
    dp2 = (dscores @ k3.T).reshape(p2.shape)
    dz2 = _pool_back(dp2, a2)
    dp1, dk2, db2 = _conv_back(dz2, p1, k2)
    dz1 = _pool_back(dp1, a1)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake("STEP-NO-RELU")
def no_second_relu(parameters, images, labels, learning_rate):
    k1, b1, k2, b2, k3, b3 = (np.array(one, dtype=float) for one in parameters)
    z1 = _conv(images, k1, b1)
    a1 = _relu(z1)
    p1 = _pool(a1)
    z2 = _conv(p1, k2, b2)
    a2 = z2
    p2 = _pool(a2)
    features = p2.reshape(len(images), -1)
    scores = features @ k3 + b3
    loss, dscores = _loss(scores, labels)
    dk3 = features.T @ dscores
    db3 = dscores.sum(axis=0)
    dp2 = (dscores @ k3.T).reshape(p2.shape)
    dz2 = _pool_back(dp2, a2)
    dp1, dk2, db2 = _conv_back(dz2, p1, k2)
    dz1 = _pool_back(dp1, a1) * (z1 > 0)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake("STEP-SOFTMAX-TWICE")
def softmax_before_the_loss(parameters, images, labels, learning_rate):
    k1, b1, k2, b2, k3, b3 = (np.array(one, dtype=float) for one in parameters)
    z1 = _conv(images, k1, b1)
    a1 = _relu(z1)
    p1 = _pool(a1)
    z2 = _conv(p1, k2, b2)
    a2 = _relu(z2)
    p2 = _pool(a2)
    features = p2.reshape(len(images), -1)
    scores = _softmax(features @ k3 + b3)
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


@mistake("STEP-RELU-ON-SCORES")
def relu_on_scores(parameters, images, labels, learning_rate):
    k1, b1, k2, b2, k3, b3 = (np.array(one, dtype=float) for one in parameters)
    z1 = _conv(images, k1, b1)
    a1 = _relu(z1)
    p1 = _pool(a1)
    z2 = _conv(p1, k2, b2)
    a2 = _relu(z2)
    p2 = _pool(a2)
    features = p2.reshape(len(images), -1)
    scores = _relu(features @ k3 + b3)
    loss, dscores = _loss(scores, labels)
    dscores = dscores * (scores > 0)
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


@mistake("STEP-LAYER-LEFT-OUT")
def dense_alone(parameters, images, labels, learning_rate):
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
    return [k1, b1, k2, b2, *new[4:]], loss


@mistake("STEP-LAYER-LEFT-OUT")
def biases_forgotten(parameters, images, labels, learning_rate):
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
    return [new[0], b1, new[2], b2, new[4], b3], loss


@mistake("STEP-LAYER-LEFT-OUT")
def nothing_updated(parameters, images, labels, learning_rate):
    k1, b1, k2, b2, k3, b3 = (np.array(one, dtype=float) for one in parameters)
    z1 = _conv(images, k1, b1)
    a1 = _relu(z1)
    p1 = _pool(a1)
    z2 = _conv(p1, k2, b2)
    a2 = _relu(z2)
    p2 = _pool(a2)
    features = p2.reshape(len(images), -1)
    scores = features @ k3 + b3
    loss, _ = _loss(scores, labels)
    return [k1, b1, k2, b2, k3, b3], loss


@mistake("STEP-GRADIENTS-RETURNED")
def gradients_returned(parameters, images, labels, learning_rate):
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
    return gradients, loss


@mistake("STEP-ONE-IMAGE")
def one_image(parameters, images, labels, learning_rate):
    images, labels = images[:1], labels[:1]
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


@mistake(None)
def in_place(parameters, images, labels, learning_rate):
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
    for place, g in enumerate(gradients):
        parameters[place] -= (learning_rate * g).astype(parameters[place].dtype)
    new = parameters
    return new, loss


@mistake(None)
def gradients_pile_up(parameters, images, labels, learning_rate):
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
    for place, g in enumerate(gradients):
        _PILE[place] = _PILE.get(place, 0) + g
    gradients = [_PILE[place] for place in range(6)]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake(None)
def parameters_alone(parameters, images, labels, learning_rate):
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
    return new


@mistake(None)
def flat(parameters, images, labels, learning_rate):
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
    return (*new, loss)


@mistake(None)
def mask_of_the_gradient(parameters, images, labels, learning_rate):
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
    dz1 = np.maximum(_pool_back(dp1, a1), 0)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake(None)
def pooled_in_another_order(parameters, images, labels, learning_rate):
    k1, b1, k2, b2, k3, b3 = (np.array(one, dtype=float) for one in parameters)
    z1 = _conv(images, k1, b1)
    a1 = _relu(z1)
    p1 = _pool(a1)
    z2 = _conv(p1, k2, b2)
    a2 = _relu(z2)
    p2 = _pool(a2)
    features = p2.transpose(0, 3, 1, 2).reshape(len(images), -1)
    scores = features @ k3 + b3
    loss, dscores = _loss(scores, labels)
    dk3 = features.T @ dscores
    db3 = dscores.sum(axis=0)
    dp2 = (dscores @ k3.T).reshape(len(images), 16, 5, 5).transpose(0, 2, 3, 1)
    dz2 = _pool_back(dp2, a2) * (z2 > 0)
    dp1, dk2, db2 = _conv_back(dz2, p1, k2)
    dz1 = _pool_back(dp1, a1) * (z1 > 0)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake(None)
def all_ties_of_a_window(parameters, images, labels, learning_rate):
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
    dz2 = np.zeros(z2.shape)
    dz2[:, :10, :10] = dp2.repeat(2, axis=1).repeat(2, axis=2)
    dp1, dk2, db2 = _conv_back(dz2, p1, k2)
    dz1 = _pool_back(dp1, a1) * (z1 > 0)
    _, dk1, db1 = _conv_back(dz1, images, k1)
    gradients = [dk1, db1, dk2, db2, dk3, db3]
    new = [p - learning_rate * g for p, g in zip([k1, b1, k2, b2, k3, b3], gradients, strict=True)]
    return new, loss


@mistake("STEP-IMAGE-BY-IMAGE")
def image_by_image(parameters, images, labels, learning_rate):
    losses = []
    for n in range(len(images)):
        parameters, loss = _one_step(
            parameters, images[n : n + 1], labels[n : n + 1], learning_rate
        )
        losses.append(loss)
    return parameters, np.mean(losses)
