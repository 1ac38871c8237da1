"""Settings of somebody's Keras and TensorFlow with which the lab's layers can't work.

They come from `keras.json`, from the environment, or from a line in the notebook. A grader has its
own, so only a check at home asks.
"""

import sys

from autograder.vocabulary.exercise import Exercise, Problem

__all__ = ["what_is_set_otherwise", "why_nothing_can_be_checked"]


def why_nothing_can_be_checked() -> Problem | None:
    """Return what keeps Keras's layers from being asked at all; None as a rule."""
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is None or tensorflow.executing_eagerly():
        return None
    return Problem(
        "Nothing can be checked while TensorFlow's eager execution is switched off.",
        next_step="Remove `disable_eager_execution()` (or `disable_v2_behavior()`) from the "
        "notebook, restart the kernel, and run the cells again.",
    )


def what_is_set_otherwise(exercise: Exercise) -> str:
    """Return one line on a setting of Keras that an exercise in Keras doesn't expect.

    Examples
    --------
    >>> from autograder.exercises import EXERCISES
    >>> what_is_set_otherwise(EXERCISES["conv2d"])
    ''
    """
    keras = sys.modules.get("keras")
    if exercise.numpy_only or keras is None:
        return ""
    if keras.config.image_data_format() == "channels_last":
        return ""
    return (
        "Your Keras is set to channels_first. The lab's images have their channel at the end, and "
        "a grader's Keras is set so. Run this in the first cell: "
        "`keras.config.set_image_data_format('channels_last')`."
    )
