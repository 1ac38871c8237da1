"""Wrong answers to softmax_cross_entropy, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


@mistake("LOSS-NOT-AVERAGED")
def sums(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.sum(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    return loss, dscores


@mistake("DSCORES-NOT-AVERAGED")
def gradient_not_divided(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    return loss, dscores


@mistake("LOSS-SUMMED")
def loss_summed(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.sum(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-DIVIDED-TWICE")
def divided_twice(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels]) / n
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n / n
    return loss, dscores


@mistake("DSCORES-DIVIDED-TWICE")
def gradient_divided_twice(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n / n
    return loss, dscores


@mistake("LOSS-MEAN-TWICE")
def loss_divided_twice(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels]) / n
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-MEAN-OF-ALL")
def mean_of_all_scores(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / dscores.size
    return loss, dscores


@mistake("LOSS-NO-JACOBIAN")
def stops_at_the_probabilities(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = np.zeros(p.shape)
    with np.errstate(divide="ignore"):
        dscores[rows, labels] = -1 / p[rows, labels] / n
    return loss, dscores


@mistake("LOSS-LABEL-ALONE")
def p_times_y(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    y = np.eye(scores.shape[1])[labels]
    dscores = (p * y - y) / n
    return loss, dscores


@mistake("LOSS-LABEL-ALONE")
def minus_y(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = -np.eye(scores.shape[1])[labels] / n
    return loss, dscores


@mistake("LOSS-ONE-NOT-SUBTRACTED")
def label_forgotten(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-ONE-NOT-DIVIDED")
def one_after_the_division(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores = dscores / n
    dscores[rows, labels] -= 1
    return loss, dscores


@mistake("LOSS-SIGN")
def other_sign(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = -dscores / n
    return loss, dscores


@mistake("LOSS-SIGN")
def negative_loss(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-FACTOR")
def factor_of_two(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = 2 * dscores / n
    return loss, dscores


@mistake("LOSS-FACTOR")
def half_the_loss(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = 0.5 * np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-SOFTMAX-TWICE")
def softmax_twice(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    q = np.exp(p) / np.exp(p).sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(q[rows, labels]))
    dscores = q.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-WRONG-AXIS")
def softmax_over_the_batch(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=0, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=0, keepdims=True)
    loss = -np.mean(np.log(p[rows, labels]))
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-WRONG-AXIS")
def softmax_over_everything(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max()
    powers = np.exp(shifted)
    p = powers / powers.sum()
    loss = -np.mean(np.log(p[rows, labels]))
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-SCORES-FOR-PROBABILITIES")
def scores_less_y(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = scores.astype(float)
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-OVERFLOW")
def exp_of_scores(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores * 1.0
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[rows, labels]))
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-OVERFLOW")
def log_of_a_probability(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[rows, labels]))
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-CLIPPED")
def clipped(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(np.clip(p[rows, labels], 1e-12, 1)))
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-CLIPPED")
def epsilon_added(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[rows, labels] + 1e-9))
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-LOG-BASE")
def log2(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log2(powers.sum(axis=1)) - shifted[rows, labels] / np.log(2))
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-FIRST-LABEL")
def first_label(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    labels = np.full(n, labels[0])
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake("LOSS-WHOLE-COLUMNS")
def whole_columns(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[:, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake(None)
def changes_scores(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    scores[:] = 0
    return loss, dscores


@mistake(None)
def loss_of_each_row(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.log(powers.sum(axis=1)) - shifted[rows, labels]
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake(None)
def other_order(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return dscores, loss


@mistake(None)
def loss_alone(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    return loss


@mistake(None)
def squared_error(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean((p - np.eye(scores.shape[1])[labels]) ** 2)
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores


@mistake(None)
def probabilities_too(scores, labels):
    n = len(scores)
    rows = np.arange(n)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(powers.sum(axis=1)) - shifted[rows, labels])
    dscores = p.copy()
    dscores[rows, labels] -= 1
    dscores = dscores / n
    return loss, dscores, p
