"""Mistakes in softmax with cross-entropy, and in its gradient."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.joining import Bent
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, Prediction, UnpredictableError

__all__ = ["MISCONCEPTIONS"]

keras_loss = keras_says("softmax_cross_entropy", "keras_gradients")
keras_softmax = keras_says("softmax")

Answer = tuple[Any, Any]
"""loss and dscores."""


def _softmax(scores: Array) -> Array:
    """Ask Keras, which warns of rows of one score."""
    if scores.shape[-1] == 1:
        return np.ones(scores.shape)
    return np.array(keras_softmax(scores.astype(float)))


@dataclass(frozen=True)
class Rows:
    """The arguments of `softmax_cross_entropy`."""

    scores: Array
    labels: Array
    layer: Callable[["Rows"], Answer] = field(
        default=lambda given: keras_loss(given.scores, given.labels), repr=False
    )

    @property
    def number(self) -> int:
        """How many rows."""
        return len(self.scores)

    @property
    def picked(self) -> Array:
        """1 at the label, 0 elsewhere."""
        return np.eye(self.scores.shape[1])[self.labels]

    def ask_keras(self, **changes: Any) -> Answer:
        """Return loss and gradient, with some of the arguments changed."""
        changed = replace(self, **changes)
        return changed.layer(changed)

    def probabilities(self) -> Array:
        return _softmax(self.scores)


Way = Callable[[Rows], Answer]


def _read(scores: Any, labels: Any) -> Rows:
    given = Rows(np.asarray(scores), np.asarray(labels))
    if given.labels.max() >= given.scores.shape[1]:
        raise UnpredictableError
    return given


def _in_loss(*ways: Way) -> dict[str, tuple[Prediction, ...]]:
    return {"softmax_cross_entropy": tuple(Bent(_read, way, lambda answer: answer) for way in ways)}


def _loss(change: Callable[[Rows, Any], Any]) -> Way:
    def way(given: Rows) -> Answer:
        loss, dscores = given.ask_keras()
        return change(given, loss), dscores

    return way


def _dscores(change: Callable[[Rows, Array], Any]) -> Way:
    def way(given: Rows) -> Answer:
        loss, dscores = given.ask_keras()
        return loss, change(given, dscores)

    return way


def _both(of_loss: Callable[[Rows, Any], Any], of_scores: Callable[[Rows, Any], Any]) -> Way:
    def way(given: Rows) -> Answer:
        loss, dscores = given.ask_keras()
        return of_loss(given, loss), of_scores(given, dscores)

    return way


def _times_number(given: Rows, value: Any) -> Any:
    return value * given.number


def _by_number(given: Rows, value: Any) -> Any:
    return value / given.number


LOSS_NOT_AVERAGED = Misconception(
    "LOSS-NOT-AVERAGED",
    "nothing is divided by the number of rows",
    "The loss is the mean over the rows, and so each row has 1 / N of it, in the gradient as well. "
    "Yours is a sum.",
    "Divide by the number of rows, the loss and dscores.",
    _in_loss(_both(_times_number, _times_number), _loss(_times_number), _dscores(_times_number)),
    about="mean",
)

LOSS_DIVIDED_TWICE = Misconception(
    "LOSS-DIVIDED-TWICE",
    "it is divided by the number of rows twice",
    "The mean over the rows divides by their number once, in the loss and in its gradient.",
    "Leave one of the divisions out.",
    _in_loss(_both(_by_number, _by_number), _loss(_by_number), _dscores(_by_number)),
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
    _in_loss(_both(_by_scores, _by_scores), _loss(_by_scores), _dscores(_by_scores)),
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
    _in_loss(
        _dscores(lambda given, _: _by_probabilities(given) / given.number),
        _dscores(lambda given, _: _by_probabilities(given)),
    ),
    about="gradient",
)

LOSS_LABEL_ALONE = Misconception(
    "LOSS-LABEL-ALONE",
    "dscores is 0 but at the label",
    "All scores enter the sum of softmax, so each has its part: a higher score at a wrong digit "
    "makes the loss larger. Yours has a number at the label alone.",
    "Begin with all probabilities, then subtract 1 at the label.",
    _in_loss(
        _dscores(lambda given, dscores: dscores * given.picked),
        _dscores(lambda given, dscores: dscores * given.picked * given.number),
        _dscores(lambda given, _: -given.picked / given.number),
        _dscores(lambda given, _: -given.picked),
    ),
    about="gradient",
)

LOSS_ONE_NOT_SUBTRACTED = Misconception(
    "LOSS-ONE-NOT-SUBTRACTED",
    "dscores is the probabilities alone",
    "The score of the label pulls the loss down. In yours, nothing is subtracted there.",
    "Subtract 1 at the label: p[np.arange(N), labels] -= 1.",
    _in_loss(
        _dscores(lambda given, _: given.probabilities() / given.number),
        _dscores(lambda given, _: given.probabilities()),
    ),
    about="gradient",
)

LOSS_ONE_NOT_DIVIDED = Misconception(
    "LOSS-ONE-NOT-DIVIDED",
    "the probabilities are divided by N, and the 1 is not",
    "Both belong to the row's share of the mean: (p - y) / N. You subtract 1 after the division, "
    "or divide one of the two alone.",
    "Subtract first, then divide all of it.",
    _in_loss(
        _dscores(lambda given, _: given.probabilities() / given.number - given.picked),
        _dscores(lambda given, _: given.probabilities() - given.picked / given.number),
    ),
    about="gradient",
)

LOSS_SIGN = Misconception(
    "LOSS-SIGN",
    "the sign is turned around",
    "The loss is -log p, which is positive, and its gradient is p - y. Yours has the other sign: "
    "it would lead uphill.",
    "Turn the sign: probabilities less the label's 1, and minus the log.",
    _in_loss(
        _both(lambda _, a: -a, lambda _, a: -a),
        _loss(lambda _, a: -a),
        _dscores(lambda _, a: -a),
        _dscores(lambda given, a: -a * given.number),
    ),
    about="sign",
)

LOSS_FACTOR = Misconception(
    "LOSS-FACTOR",
    "there is a factor of 2 too many, or too few",
    "The gradient of the cross-entropy has no factor: a 2, or a half, belongs to squared errors.",
    "Take the probabilities less the label's 1, divided by N, as they are.",
    _in_loss(
        _dscores(lambda _, a: 2 * a),
        _dscores(lambda _, a: a / 2),
        _loss(lambda _, a: 2 * a),
        _loss(lambda _, a: a / 2),
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
    _in_loss(
        _softmax_twice,
        _loss(lambda given, _: _softmax_twice(given)[0]),
        _dscores(lambda given, _: _softmax_twice(given)[1]),
    ),
    about="softmax",
)


def _along_rows(given: Rows) -> Array:
    return _softmax(given.scores.T).T


def _over_all(given: Rows) -> Array:
    return _softmax(given.scores.reshape(1, -1)).reshape(given.scores.shape)


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
    _in_loss(_from_probabilities(_along_rows), _from_probabilities(_over_all)),
    about="softmax",
)

LOSS_SCORES_FOR_PROBABILITIES = Misconception(
    "LOSS-SCORES-FOR-PROBABILITIES",
    "the scores stand where the probabilities should",
    "What is left in the gradient is the probabilities less the label's 1. You take the scores.",
    "Take softmax of the scores first.",
    _in_loss(
        _dscores(lambda given, _: (given.scores - given.picked) / given.number),
        _dscores(lambda given, _: given.scores - given.picked),
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
    _in_loss(_exp_overflows, _log_of_zero),
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
    _in_loss(
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
    _in_loss(_loss(lambda _, a: a / np.log(2)), _loss(lambda _, a: a / np.log(10))),
    about="factor",
)


def _first_label(given: Rows) -> Answer:
    return given.ask_keras(labels=np.full_like(given.labels, given.labels[0]))


LOSS_FIRST_LABEL = Misconception(
    "LOSS-FIRST-LABEL",
    "all rows have the first one's label",
    "Each row has a label of its own, labels[n]. Yours uses labels[0] for all.",
    "Index both: scores[np.arange(N), labels].",
    _in_loss(_first_label, _loss(lambda given, _: _first_label(given)[0])),
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
    _in_loss(_dscores(_all_columns)),
    about="labels",
)


MISCONCEPTIONS = (
    LOSS_NOT_AVERAGED,
    LOSS_DIVIDED_TWICE,
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
