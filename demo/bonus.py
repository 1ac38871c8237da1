"""The students who do the bonus on backpropagation, and the points that they should get.

Those of the same name in `demo.students` are the same people. What they have trained is
``demo/trained_by_hand.npz``: the six arrays that the notebook's own training leaves, as float32.
"""

from autograder.assignments import LAB6_BACKPROPAGATION
from autograder.exercises import NOTEBOOKS as EXERCISES_OF
from demo.students import Points, Student, Submission

__all__ = ["BONUS_CLASS", "BONUS_EVERYTHING", "BONUS_MAXIMUM"]

BONUS_MAXIMUM: Points = (36, 14)
BONUS_EVERYTHING = frozenset({"layers"}) | {
    exercise.name for path in LAB6_BACKPROPAGATION.paths for exercise in EXERCISES_OF[path]
}
"""With the cell for layers of lab 6, which has no points."""

BONUS_CLASS = (
    Student("ada", "all right: nothing but loops", (Submission(BONUS_MAXIMUM, "backward/loops"),)),
    Student(
        "bela",
        "all right: full convolutions of a dilated dy",
        (Submission(BONUS_MAXIMUM, "backward/convolutions"),),
    ),
    Student(
        "emre",
        "steps by the sum, not the mean; relu passes at 0",
        (
            Submission(
                # relu_backward 1 of 2, softmax_cross_entropy 3.5 of 6;
                # train_step 6.5 of 8: right for a single image
                (32.5, 12.5),
                "backward/sum",
            ),
        ),
    ),
    Student(
        "ilya",
        "hands in what was released",
        (Submission((0, 0), untouched=BONUS_EVERYTHING, has_weights=False),),
    ),
)
