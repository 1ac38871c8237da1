"""The floor: the students' own code alone, ``python -m bench.floor COURSE``.

One process that has made its imports runs the cells that a grading run runs, one notebook after
the other, and makes the calls that the checks make. Nothing is judged, saved or kept apart.
"""

import contextlib
import io
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from autograder.truth.quiet import quiet_stderr
from bench.classroom import SEED, SKIP, notebooks_of

__all__ = ["main"]


def main() -> None:
    """Print the seconds of all submissions of a course, and of the processor, as JSON."""
    root = Path(sys.argv[1]).resolve()
    os.environ["MPLBACKEND"] = "agg"
    with contextlib.redirect_stdout(io.StringIO()), quiet_stderr():
        seconds, of_processor = _seconds_of_class(root)
    print(json.dumps({"seconds": seconds, "cpu_seconds": of_processor}))


def _seconds_of_class(root: Path) -> tuple[float, float]:
    import keras  # noqa: F401 - before the clock starts, like the next
    import matplotlib.pyplot  # noqa: F401

    import autograder

    vars(autograder)["check"] = _only_ask  # what the notebooks import
    begin, on_processor = time.perf_counter(), time.process_time()
    for path in notebooks_of(root / "submitted"):
        os.chdir(path.parent)
        _run(path)
    return time.perf_counter() - begin, time.process_time() - on_processor


def _run(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    transform = TransformerManager().transform_cell
    for cell in notebook.cells:
        if cell.cell_type == "code" and SKIP not in cell.metadata.get("tags", []):
            with contextlib.suppress(Exception):  # an answer that fails, fails
                exec(compile(transform(cell.source), path.name, "exec"), namespace)  # noqa: S102


def _only_ask(name: str, answer: Any) -> None:
    """Make all calls of a grading run, and throw away what comes."""
    from autograder.answer.call_answer import ask
    from autograder.grading.execution.oracle_process import exercise_of_run

    exercise = exercise_of_run(name, SEED)
    for call in exercise.calls:
        ask(exercise, answer, call, exercise.seconds)


if __name__ == "__main__":
    main()
