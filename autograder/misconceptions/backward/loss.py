"""Mistakes in softmax with cross-entropy, and in its gradient."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions.backward.loss_ways import (
    Answer,
    Rows,
    Way,
    in_loss,
    of_both,
    of_dscores,
    of_loss,
    softmax_rows,
)
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS"]


def _times_number(given: Rows, value: Any) -> Any:
    return value * given.number


def _by_number(given: Rows, value: Any) -> Any:
    return value / given.number


LOSS_NOT_AVERAGED = Misconception(
    "LOSS-NOT-AVERAGED",
    "nothing is divided by the number of rows",
    "The loss is the mean over the rows, and so each row has 1 / N of it, in the gradient as well. "
    "Both of yours are sums.",
    "Divide by the number of rows, the loss and dscores.",
    in_loss(of_both(_times_number, _times_number)),
    about="mean",
)

LOSS_SUMMED = Misconception(
    "LOSS-SUMMED",
    "the loss is not divided by the number of rows",
    "The loss is the mean over the rows. Yours is their sum, and dscores is right.",
    "Divide the loss by the number of rows, and leave dscores.",
    in_loss(of_loss(_times_number)),
    about="mean",
)

DSCORES_NOT_AVERAGED = Misconception(
    "DSCORES-NOT-AVERAGED",
    "dscores is not divided by the number of rows",
    "Your loss is the mean over the rows, so each row has 1 / N of it, and its gradient has that "
    "factor as well.",
    "Divide dscores by the number of rows, and leave the loss.",
    in_loss(of_dscores(_times_number)),
    about="mean",
)

LOSS_DIVIDED_TWICE = Misconception(
    "LOSS-DIVIDED-TWICE",
    "both are divided by the number of rows twice",
    "The mean over the rows divides by their number once, in the loss and in its gradient.",
    "Leave one of the two divisions out, for the loss and for dscores.",
    in_loss(of_both(_by_number, _by_number)),
    about="mean",
)

LOSS_MEAN_TWICE = Misconception(
    "LOSS-MEAN-TWICE",
    "the loss is divided by the number of rows twice",
    "The mean over the rows divides by their number once. Your loss is divided again; dscores is "
    "right.",
    "Leave one of the loss's two divisions out.",
    in_loss(of_loss(_by_number)),
    about="mean",
)

DSCORES_DIVIDED_TWICE = Misconception(
    "DSCORES-DIVIDED-TWICE",
    "dscores is divided by the number of rows twice",
    "Each row has 1 / N of the loss, and its gradient is divided by N once for that. Yours is "
    "divided again; the loss is right.",
    "Leave one of the two divisions of dscores out.",
    in_loss(of_dscores(_by_number)),
    about="mean",
)


def _by_scores(given: Rows, value: Any) -> Any:
    return value / given.scores.shape[1]


LOSS_MEAN_OF_ALL = Misconception(
    "LOSS-MEAN-OF-ALL",
    "the mean runs over all scores, not over the rows",
    "You divide by the number of scores. There is one loss for each row, and the mean is over "
    "the rows.",
    "Divide by len(scores).",
    in_loss(of_both(_by_scores, _by_scores), of_loss(_by_scores), of_dscores(_by_scores)),
    about="mean",
)


def _by_probabilities(given: Rows) -> Array:
    with np.errstate(divide="ignore"):
        return np.where(given.picked, -1 / given.probabilities(), 0)


LOSS_NO_JACOBIAN = Misconception(
    "LOSS-NO-JACOBIAN",
    "dscores stops at the probabilities",
    "-1 / p at the label is the gradient by the probabilities. The scores are one step further: "
    "softmax's own derivative comes on top, where every probability depends on every score.",
    "Take the two steps together: probabilities less 1 at the label.",
    in_loss(
        of_dscores(lambda given, _: _by_probabilities(given) / given.number),
        of_dscores(lambda given, _: _by_probabilities(given)),
    ),
    about="gradient",
)

LOSS_LABEL_ALONE = Misconception(
    "LOSS-LABEL-ALONE",
    "dscores is 0 but at the label",
    "All scores enter the sum of softmax, so each has its part: a higher score at a wrong digit "
    "makes the loss larger. Yours has a number at the label alone.",
    "Begin with all probabilities, then subtract 1 at the label.",
    in_loss(
        of_dscores(lambda given, dscores: dscores * given.picked),
        of_dscores(lambda given, dscores: dscores * given.picked * given.number),
        of_dscores(lambda given, _: -given.picked / given.number),
        of_dscores(lambda given, _: -given.picked),
    ),
    about="gradient",
)

LOSS_ONE_NOT_SUBTRACTED = Misconception(
    "LOSS-ONE-NOT-SUBTRACTED",
    "dscores is the probabilities alone",
    "The score of the label pulls the loss down. In yours, nothing is subtracted there.",
    "Subtract 1 at the label: p[np.arange(N), labels] -= 1.",
    in_loss(
        of_dscores(lambda given, _: given.probabilities() / given.number),
        of_dscores(lambda given, _: given.probabilities()),
    ),
    about="gradient",
)

LOSS_ONE_NOT_DIVIDED = Misconception(
    "LOSS-ONE-NOT-DIVIDED",
    "the probabilities are divided by N, and the 1 is not",
    "Both belong to the row's share of the mean: (p - y) / N. You subtract 1 after the division, "
    "or divide one of the two alone.",
    "Subtract first, then divide all of it.",
    in_loss(
        of_dscores(lambda given, _: given.probabilities() / given.number - given.picked),
        of_dscores(lambda given, _: given.probabilities() - given.picked / given.number),
    ),
    about="gradient",
)

LOSS_SIGN = Misconception(
    "LOSS-SIGN",
    "the sign is turned around",
    "The loss is -log p, which is positive, and its gradient is p - y. Yours has the other sign: "
    "it would lead uphill.",
    "Compare both signs: dscores is the probabilities less the label's 1, the loss minus the log.",
    in_loss(
        of_both(lambda _, a: -a, lambda _, a: -a),
        of_loss(lambda _, a: -a),
        of_dscores(lambda _, a: -a),
        of_dscores(lambda given, a: -a * given.number),
    ),
    about="sign",
)

LOSS_FACTOR = Misconception(
    "LOSS-FACTOR",
    "there is a factor of 2 too many, or too few",
    "Neither the cross-entropy nor its gradient has a factor: a 2, or a half, belongs to squared "
    "errors.",
    "Take the factor out.",
    in_loss(
        of_dscores(lambda _, a: 2 * a),
        of_dscores(lambda _, a: a / 2),
        of_loss(lambda _, a: 2 * a),
        of_loss(lambda _, a: a / 2),
    ),
    about="factor",
)


def _softmax_twice(given: Rows) -> Answer:
    return given.ask_keras(scores=given.probabilities())


LOSS_SOFTMAX_TWICE = Misconception(
    "LOSS-SOFTMAX-TWICE",
    "softmax is taken twice",
    "The scores have not been through a softmax yet, and need one. Yours takes the softmax of the "
    "probabilities.",
    "Take softmax of the scores once.",
    in_loss(
        _softmax_twice,
        of_loss(lambda given, _: _softmax_twice(given)[0]),
        of_dscores(lambda given, _: _softmax_twice(given)[1]),
    ),
    about="softmax",
)


def _along_rows(given: Rows) -> Array:
    return softmax_rows(given.scores.T).T


def _over_all(given: Rows) -> Array:
    return softmax_rows(given.scores.reshape(1, -1)).reshape(given.scores.shape)


def _from_probabilities(make: Callable[[Rows], Array]) -> Way:
    def way(given: Rows) -> Answer:
        p = make(given)
        with np.errstate(divide="ignore"):
            losses = -np.log(p[np.arange(given.number), given.labels])
        return losses.mean(), (p - given.picked) / given.number

    return way


LOSS_WRONG_AXIS = Misconception(
    "LOSS-WRONG-AXIS",
    "softmax runs over the wrong axis",
    "The probabilities of each row add up to 1. Yours do so from row to row, or over all rows "
    "together.",
    "Sum over the scores of a row: axis=1, keepdims=True.",
    in_loss(_from_probabilities(_along_rows), _from_probabilities(_over_all)),
    about="softmax",
)

LOSS_SCORES_FOR_PROBABILITIES = Misconception(
    "LOSS-SCORES-FOR-PROBABILITIES",
    "the scores stand where the probabilities should",
    "What is left in the gradient is the probabilities less the label's 1. You take the scores.",
    "Take softmax of the scores first.",
    in_loss(
        of_dscores(lambda given, _: (given.scores - given.picked) / given.number),
        of_dscores(lambda given, _: given.scores - given.picked),
    ),
    about="gradient",
)


def _exp_overflows(given: Rows) -> Answer:
    with np.errstate(all="ignore"):
        powers = np.exp(given.scores.astype(float))
        p = powers / powers.sum(axis=1, keepdims=True)
        losses = -np.log(p[np.arange(given.number), given.labels])
        return losses.mean(), (p - given.picked) / given.number


def _log_of_zero(given: Rows) -> Answer:
    loss, dscores = given.ask_keras()
    p = given.probabilities()[np.arange(given.number), given.labels]
    return (np.inf if np.any(p < np.finfo(float).tiny) else loss), dscores


LOSS_OVERFLOW = Misconception(
    "LOSS-OVERFLOW",
    "large scores end in NaN or infinity",
    "exp(1000) is too large for a float, and the log of a probability that was rounded to 0 is "
    "minus infinity.",
    "Subtract the row's largest score first, and write the loss as "
    "log(sum of exp) - score of the label.",
    in_loss(_exp_overflows, _log_of_zero),
    about="overflow",
)


def _clipped(least: float, is_added: bool) -> Way:
    def way(given: Rows) -> Answer:
        _, dscores = given.ask_keras()
        p = given.probabilities()[np.arange(given.number), given.labels]
        p = p + least if is_added else np.clip(p, least, 1)
        return -np.log(p).mean(), dscores

    return way


LOSS_CLIPPED = Misconception(
    "LOSS-CLIPPED",
    "the probability is kept away from 0",
    "You add or clip to a tiny number before the log, so that it can't be of 0. Then a row that is "
    "far off costs no more than that number's log, and the loss is too small.",
    "Take no log of a probability: log(sum of exp) - score of the label has no 0 in it.",
    in_loss(
        *(
            _clipped(10.0**-digits, is_added)
            for digits in (5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 20, 100, 300)
            for is_added in (False, True)
        )
    ),
    about="overflow",
)

LOSS_LOG_BASE = Misconception(
    "LOSS-LOG-BASE",
    "the logarithm has another base",
    "The cross-entropy is told in natural logarithms.",
    "Write np.log.",
    in_loss(of_loss(lambda _, a: a / np.log(2)), of_loss(lambda _, a: a / np.log(10))),
    about="factor",
)


def _first_label(given: Rows) -> Answer:
    return given.ask_keras(labels=np.full_like(given.labels, given.labels[0]))


LOSS_FIRST_LABEL = Misconception(
    "LOSS-FIRST-LABEL",
    "all rows have the first one's label",
    "Each row has a label of its own, labels[n]. Yours uses labels[0] for all.",
    "Index both: scores[np.arange(N), labels].",
    in_loss(_first_label, of_loss(lambda given, _: _first_label(given)[0])),
    about="labels",
)


def _all_columns(given: Rows, _: Array) -> Array:
    """Subtract 1 from whole columns: ``p[:, labels] -= 1``."""
    changed = given.probabilities()
    changed[:, given.labels] -= 1
    return changed / given.number


LOSS_WHOLE_COLUMNS = Misconception(
    "LOSS-WHOLE-COLUMNS",
    "1 is subtracted from whole columns",
    "p[:, labels] means these columns in all rows. Each row has one label.",
    "Index both axes: p[np.arange(N), labels] -= 1.",
    in_loss(of_dscores(_all_columns)),
    about="labels",
)


MISCONCEPTIONS = (
    LOSS_NOT_AVERAGED,
    LOSS_SUMMED,
    DSCORES_NOT_AVERAGED,
    LOSS_DIVIDED_TWICE,
    LOSS_MEAN_TWICE,
    DSCORES_DIVIDED_TWICE,
    LOSS_MEAN_OF_ALL,
    LOSS_NO_JACOBIAN,
    LOSS_LABEL_ALONE,
    LOSS_ONE_NOT_SUBTRACTED,
    LOSS_ONE_NOT_DIVIDED,
    LOSS_SIGN,
    LOSS_FACTOR,
    LOSS_SOFTMAX_TWICE,
    LOSS_WRONG_AXIS,
    LOSS_SCORES_FOR_PROBABILITIES,
    LOSS_OVERFLOW,
    LOSS_CLIPPED,
    LOSS_LOG_BASE,
    LOSS_FIRST_LABEL,
    LOSS_WHOLE_COLUMNS,
)
