"""The assignments of the course, as data: the only place that names them.

A new assignment is an entry in `ASSIGNMENTS`, its notebooks in ``source/NAME/``, and its exercises
in `autograder.exercises`. Release, kit, linters, figures and tests go through this table.
"""

from dataclasses import dataclass

__all__ = ["ASSIGNMENTS", "KIT", "LAB6", "Assignment"]


@dataclass(frozen=True)
class Assignment:
    """What students are handed, do, and hand in under one name.

    Examples
    --------
    >>> sums = Assignment("lab0", "Lab 0: Sums", ("1_adding", "2_adding_up"))
    >>> sums.first, sums.paths
    ('1_adding.ipynb', ('lab0/1_adding', 'lab0/2_adding_up'))
    """

    name: str
    """As nbgrader has it: the folder in ``source/``, ``release/`` and ``submitted/STUDENT/``."""
    title: str
    notebooks: tuple[str, ...]
    """In the order in which students take them, without ``.ipynb``."""
    left_files: tuple[str, ...] = ()
    """What running the notebooks leaves beside them. It is handed in with them."""

    @property
    def first(self) -> str:
        """The file to begin with."""
        return f"{self.notebooks[0]}.ipynb"

    @property
    def paths(self) -> tuple[str, ...]:
        """What the modules of `autograder.exercises` call the notebooks: assignment and name."""
        return tuple(f"{self.name}/{notebook}" for notebook in self.notebooks)


LAB6 = Assignment(
    name="lab6",
    title="Lab 6: Convolutional neural networks",
    notebooks=("1_convolution", "2_pooling", "3_mnist_cnn", "4_from_scratch"),
    left_files=("mnist_cnn_weights.npz", "mnist_cnn_history.json"),
)

ASSIGNMENTS: tuple[Assignment, ...] = (LAB6,)
"""In the order of the course; a student's kit holds them all, and opens the first."""

KIT = "lab6-kit"
"""The folder that a student unpacks, and the name of its zip in ``dist/``."""
