"""What Keras said of a run's calls, kept for the next run with the same ones.

Its import takes seconds. A class that is graded again with the same seed, libraries and code asks
the same, and needs no Keras where all answers are in NumPy.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from autograder.truth.ask_keras import Remembered
from autograder.vocabulary.exercise import Exercise
from autograder.vocabulary.wire import Opaque, WireError, decode, encode

__all__ = ["ExpectedBefore", "is_lost"]

MOST_RUNS = 5
"""So many are kept, the newest ones. Each takes about a megabyte."""


class ExpectedBefore:
    """Expected answers in files, one for each exercise.

    Parameters
    ----------
    place
        A folder of their own; it is made when something is kept.
    run
        A name for what calls and answers depend on: the seed, the libraries, the code.
    """

    def __init__(self, place: Path, run: str) -> None:
        self._place, self._folder = place, place / run

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return not self._folder.is_dir() or not any(self._folder.iterdir())

    def recall(self, exercise: Exercise) -> bool:
        """Let Keras's answers to the exercise's calls be known; tell whether they are kept."""
        expected = exercise.expected
        try:
            kept = decode(self._path(exercise).read_bytes())
        except (OSError, WireError):  # not there, or not whole
            return False
        if not isinstance(expected, Remembered) or type(kept) is not list:
            return False
        if len(kept) != len(exercise.calls):
            return False
        for call, answer in zip(exercise.calls, kept, strict=True):
            expected.learn(answer, *call.arguments, **call.options)
        return True

    def keep(self, exercise: Exercise) -> None:
        """Keep Keras's answers. Without room, it is asked again the next time."""
        expected = exercise.expected
        if not isinstance(expected, Remembered):
            return
        answers = [expected(*call.arguments, **call.options) for call in exercise.calls]
        with contextlib.suppress(OSError, WireError):
            frame = encode(answers)
            if is_lost(frame):
                return
            if not self._folder.is_dir():
                self._make_room()
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(frame)
            Path(file.name).replace(self._path(exercise))

    def _make_room(self) -> None:
        self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        by_age = sorted(self._place.iterdir(), key=lambda run: run.stat().st_mtime)
        for run in by_age[:-MOST_RUNS]:
            shutil.rmtree(run)

    def _path(self, exercise: Exercise) -> Path:
        return self._folder / exercise.name


def is_lost(frame: bytes) -> bool:
    """Tell whether something of what was encoded comes back as another thing.

    Examples
    --------
    >>> [is_lost(encode(answer)) for answer in ((1, 2.5), [3 + 4j], {"a": (3 + 4j,)})]
    [False, True, True]
    """
    return _holds_opaque(decode(frame))


def _holds_opaque(value: Any) -> bool:
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, tuple | list):
        return any(map(_holds_opaque, value))
    return isinstance(value, Opaque)
