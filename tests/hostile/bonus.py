"""Hostile submissions of the bonus, for what is new there; each is worth 0 points, too.

Answers of several values, a step that is handed what it could change, and another weights file.
"""

from typing import Any

from autograder.assignments import LAB6_BACKPROPAGATION
from autograder.exercises.training_step import SHAPES
from demo.classroom import TRAINED
from tests.hostile import files, notebooks
from tests.hostile.attack import Attack
from tests.hostile.corpus import ANSWERS, HELPERS, LIES, WEIGHTS

__all__ = ["BONUS_ATTACKS"]

ASSIGNMENT = LAB6_BACKPROPAGATION.name
BACKWARD, TRAINING = LAB6_BACKPROPAGATION.notebooks
FILE = LAB6_BACKPROPAGATION.left_files[0]


def _attack(name: str, family: str, story: str, notebook: str, **rest: Any) -> Attack:
    return Attack(name, family, story, notebook=notebook, assignment=ASSIGNMENT, **rest)


BONUS_ATTACKS: tuple[Attack, ...] = (
    _attack(
        "check-redefined-backward",
        HELPERS,
        "defines its own `check`, which returns full marks",
        BACKWARD,
    ),
    _attack(
        "gradients-replaced",
        HELPERS,
        "replaces Keras's gradients, asks the exercises for them, and takes them by a tape",
        BACKWARD,
    ),
    _attack(
        "parts-that-agree",
        LIES,
        "returns a tuple, arrays and a number that equal everything",
        BACKWARD,
    ),
    _attack(
        "parts-that-change",
        LIES,
        "returns parts that are another array each time, by the frames",
        BACKWARD,
    ),
    _attack(
        "parts-in-no-tuple",
        LIES,
        "returns a generator, a dict that poses as a tuple, and a list that holds itself",
        BACKWARD,
    ),
    *(
        _attack(
            f"looked-up-{name}",
            ANSWERS,
            "looks the answers to all visible calls up in a table",
            notebook,
            cells="looked-up",
            edit=notebooks.looked_up,
            files={"answers.json.gz": files.table_of(notebook, ASSIGNMENT)},
        )
        for name, notebook in (("backward", BACKWARD), ("training", TRAINING))
    ),
    _attack(
        "steps-remembered",
        ANSWERS,
        "remembers its calls and earlier verdicts, and steps to the mean of all parameters",
        TRAINING,
    ),
    _attack(
        "parameters-overwritten",
        ANSWERS,
        "overwrites its arguments by zeros, and returns what is right for those",
        TRAINING,
    ),
    *(
        _attack(f"trained-by-hand-{name}", WEIGHTS, story, TRAINING, files=handed_in, links=links)
        for name, story, handed_in, links in (
            ("bomb", "hands in a file that unpacks to 1 GiB", {FILE: files.bomb}, {}),
            ("pickle", "hands in a pickle that runs a command", {FILE: files.pickled}, {}),
            (
                "of-other-shapes",
                "hands in arrays of wrong shapes",
                {FILE: lambda: files.other_shapes(SHAPES)},
                {},
            ),
            (
                "nan",
                "hands in parameters that are NaN",
                {FILE: lambda: files.no_numbers(SHAPES)},
                {},
            ),
            (
                "linked",
                "hands in links to the demo's parameters and to a neighbour's",
                {},
                {
                    FILE: str(TRAINED[ASSIGNMENT]),
                    "neighbour.npz": f"submitted/aa-honest/{ASSIGNMENT}/{FILE}",
                },
            ),
            ("claimed", "sends an accuracy in place of parameters", {}, {}),
        )
    ),
)
