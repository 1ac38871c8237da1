"""The assignments of the course, as data: the only place that names them.

A new assignment is an entry in `ASSIGNMENTS`, its notebooks in ``source/NAME/``, and its exercises
in `autograder.exercises`. Release, kit, linters, figures and tests go through this table. Another
installed package brings its own.
"""

from autograder.labs import installed_labs
from autograder.vocabulary.assignment import Assignment

__all__ = ["ASSIGNMENTS", "LAB6", "LAB6_BACKPROPAGATION", "Assignment"]
__all__ += ["all_assignments"]

LAB6 = Assignment(
    name="lab6",
    title="Lab 6: Convolutional neural networks",
    notebooks=("1_convolution", "2_pooling", "3_mnist_cnn", "4_from_scratch"),
    left_files=("mnist_cnn_weights.npz", "mnist_cnn_history.json"),
)

LAB6_BACKPROPAGATION = Assignment(
    name="lab6_backpropagation",
    title="Lab 6, bonus: Backpropagation",
    notebooks=("1_backward", "2_training"),
    left_files=("trained_by_hand.npz", "trained_by_hand_history.json"),
)

ASSIGNMENTS: tuple[Assignment, ...] = (LAB6, LAB6_BACKPROPAGATION)
"""In the order of the course; a student's kit holds them all, and opens the first."""


def all_assignments() -> tuple[Assignment, ...]:
    """Return ours, then those of other installed packages.

    Raises
    ------
    ValueError
        If two have one name, which is that of a folder.
    """
    every = [*ASSIGNMENTS, *(one for lab in installed_labs() for one in lab.assignments)]
    names = [one.name for one in every]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ValueError(f"Two assignments are called {twice[0]!r}. Rename one of them.")
    return tuple(every)
