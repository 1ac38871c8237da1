"""Who does which assignment, and what the table of their scores says."""

from dataclasses import dataclass

from autograder.assignments import LAB6, LAB6_BACKPROPAGATION, Assignment
from demo.bonus import BONUS_CLASS, BONUS_MAXIMUM
from demo.students import AUTOMATIC, CLASS, MAXIMUM, Student

__all__ = ["BONUS", "GROUPS", "LAB", "Group"]


@dataclass(frozen=True)
class Group:
    """Those of a class who hand in one assignment."""

    assignment: Assignment
    students: tuple[Student, ...]
    short: tuple[str, ...]
    """The notebooks, in a table that fits into 80 columns."""
    caption: str


LAB = Group(
    LAB6,
    CLASS,
    ("1 conv", "2 pool", "3 cnn", "4 own"),
    f"Each score is compared with what it should be. {sum(AUTOMATIC):g} of {sum(MAXIMUM):g} points "
    "are given by checks; the written answers why_pooling and deeper_filters, 2 points each, "
    "count 0 until a person has read them.",
)
BONUS = Group(
    LAB6_BACKPROPAGATION,
    BONUS_CLASS,
    ("1 back", "2 train"),
    f"The bonus: all {sum(BONUS_MAXIMUM):g} points are given by checks.",
)
GROUPS = (LAB, BONUS)
"""In the order in which they are graded."""
