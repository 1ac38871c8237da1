"""Look for the data files that an assignment's notebooks read, such as trained weights."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from nbformat import NotebookNode

from autograder.grading.intake.handed_in.files import list_files, shown
from autograder.grading.intake.handed_in.names import is_left_behind
from autograder.keras_exercises.weights_file import NoWeightsError, find_weights

__all__ = ["data_files", "missing_everywhere", "read_instead"]

NAMED = re.compile(r"""["']([\w.-]+\.npz)["']""")
MAY_HOLD = re.compile(r"\.(npz|npy|h5|hdf5|keras|pkl|pth?|zip|tar|tgz|gz|rar|7z)(\.|$)", re.I)
FEWEST = 3
"""Submissions; of fewer, each may well have forgotten it."""


def data_files(released: Mapping[str, Sequence[NotebookNode]]) -> list[str]:
    """Return the names of the files of arrays that notebooks speak of.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> data_files({"3": [new_code_cell('trained = "weights.npz"')]})
    ['weights.npz']
    """
    cells = (cell for notebook in released.values() for cell in notebook)
    code = (cell.source for cell in cells if cell.cell_type == "code")
    return list(dict.fromkeys(name for source in code for name in NAMED.findall(source)))


def read_instead(names: Iterable[str], folder: Path) -> list[str]:
    """Say which file is read in the place of one that is missing, as the check chooses it."""
    said = []
    for name in names:
        if not (folder / name).exists():
            try:
                found = find_weights(name, folder)
            except NoWeightsError:
                continue  # the verdict says it
            what = shown(str(found.relative_to(folder)))
            if found == folder:
                what = "what it was unpacked to"
            said.append(f"There is no {name}; {what} is taken in its place.")
    return said


def missing_everywhere(names: Sequence[str], submissions: Sequence[Path]) -> str:
    """Say that no submission of a class has what each should have: it was lost on its way."""
    if not names or len(submissions) < FEWEST:
        return ""
    for submission in submissions:
        found = list_files(submission).files
        if any(MAY_HOLD.search(file) and not is_left_behind(file) for file in found):
            return ""
        if any("." not in file.rpartition("/")[2] for file in found):
            return ""
    return (
        f"None of the {len(submissions)} submissions has {' or '.join(names)}. Was it left behind "
        "when they were collected? `nbgrader zip_collect` takes notebooks only, unless "
        'c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".npz"].'
    )
