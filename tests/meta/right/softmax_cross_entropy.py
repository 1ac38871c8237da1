"""Right answers to softmax_cross_entropy, in the styles in which people write it."""

import math

import numpy as np


def log_sum_exp(scores, labels):
    rows = np.arange(len(scores))
    shifted = scores - scores.max(axis=1, keepdims=True)
    sums = np.exp(shifted).sum(axis=1)
    loss = np.mean(np.log(sums) - shifted[rows, labels])
    dscores = np.exp(shifted) / sums[:, None]
    dscores[rows, labels] -= 1
    return loss, dscores / len(scores)


def one_hot(scores, labels):
    y = np.eye(scores.shape[1])[labels]
    shifted = scores - np.max(scores, axis=-1)[:, np.newaxis]
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1))[:, np.newaxis]
    loss = -(y * log_p).sum() / len(scores)
    return float(loss), (np.exp(log_p) - y) / len(scores)


def logaddexp(scores, labels):
    scores = scores.astype(float)
    totals = np.logaddexp.reduce(scores, axis=1, keepdims=True)
    picked = np.take_along_axis(scores, labels[:, None].astype(int), axis=1)
    p = np.exp(scores - totals)
    p -= np.arange(scores.shape[1]) == labels[:, None]
    return (totals - picked).mean(), p / len(scores)


def loops(scores, labels):
    n, k = scores.shape
    loss, dscores = 0.0, np.zeros((n, k))
    for i in range(n):
        largest = max(scores[i])
        powers = [math.exp(score - largest) for score in scores[i]]
        total = sum(powers)
        loss += (math.log(total) + largest - scores[i, labels[i]]) / n
        for j in range(k):
            dscores[i, j] = (powers[j] / total - (j == labels[i])) / n
    return loss, dscores


def row_by_row(scores, labels):
    losses, gradients = [], []
    for row, label in zip(scores, labels, strict=True):
        log_p = row - row.max()
        log_p = log_p - np.log(np.sum(np.exp(log_p)))
        gradient = np.exp(log_p)
        gradient[label] -= 1
        losses.append(-log_p[label])
        gradients.append(gradient)
    return np.average(losses), np.array(gradients) / len(losses)


def jacobian(scores, labels):
    n, k = scores.shape
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    by_log_p = np.zeros((n, k))
    by_log_p[np.arange(n), labels] = -1 / n
    by_scores = np.eye(k)[None] - p[:, None, :]
    return -log_p[np.arange(n), labels].mean(), np.einsum("na,nab->nb", by_log_p, by_scores)
