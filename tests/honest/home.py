"""Run a submission as its author does: all cells of each notebook, with the plain `check`.

``python -m tests.honest.home NAME …`` writes a line of JSON for each variant. Keras is imported
once, and each notebook is run in a fork.
"""

import contextlib
import hashlib
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.honest.submission import NOTEBOOKS, Submission
from tests.honest.variant import Variant

__all__ = ["at_home", "run_at_home"]

MOST_RESTARTS = 4
Points = dict[str, float]


def at_home(variants: Iterable[Variant]) -> Iterator[tuple[Variant, Points]]:
    """Yield the points that `check` gives to each.

    In a process of its own: a fork of one whose TensorFlow has threads would wait for them.
    """
    by_name = {variant.name: variant for variant in variants}
    command = [sys.executable, "-m", "tests.honest.home", *by_name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            yield by_name[told["name"]], told["points"]
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def _in_forks(variants: Iterable[Variant]) -> Iterator[tuple[Variant, Points]]:
    import keras  # noqa: F401 - once, for all forks

    import autograder  # noqa: F401

    known: dict[str, Points] = {}
    for variant in variants:
        made = variant.at_home()
        points: Points = {}
        for name in made.notebooks:
            key = _key(made, name)
            if key not in known:
                known[key] = run_at_home(made, name)
            points |= known[key]
        yield variant, points


def _key(made: Submission, name: str) -> str:
    """Return what the points of a notebook depend on."""
    others = NOTEBOOKS[:2] if name == NOTEBOOKS[3] else ()
    read = [_sources(made.notebooks[one]) for one in (name, *others)]
    files = sorted((file, hashlib.sha256(data).hexdigest()) for file, data in made.files.items())
    return repr((read, files))


def run_at_home(made: Submission, name: str) -> Points:
    """Run one notebook, again without a cell that ended it."""
    from autograder.exercises import NOTEBOOKS as EXERCISES_OF

    left_out: set[int] = set()
    with tempfile.TemporaryDirectory(prefix="at-home-") as folder:
        made.encode = lambda notebook: json.dumps(notebook).encode()  # an editor comes later
        made.save(Path(folder))
        cells = _sources(made.notebooks[name])
        wanted = [exercise.name for exercise in EXERCISES_OF[f"lab6/{name}"]]
        for _ in range(MOST_RESTARTS):
            points, running = _forked(folder, cells, left_out, wanted)
            if running is None:
                return points
            left_out.add(running)
    return points


def _forked(
    folder: str, cells: list[str], left_out: set[int], wanted: list[str]
) -> tuple[Points, int | None]:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = os.fork()
    if not child:
        ours.close()
        _run(folder, cells, left_out, wanted, theirs)
        os._exit(0)
    theirs.close()
    points: Points = {}
    running: int | None = None
    with contextlib.suppress(EOFError):
        while True:
            said = ours.recv()
            if isinstance(said, dict):
                points |= said
            else:
                running = said
    os.waitpid(child, 0)
    return points, running


def _run(folder: str, cells: list[str], left_out: set[int], wanted: list[str], told: Any) -> None:
    from autograder import checking

    os.chdir(folder)
    sys.path.insert(0, folder)
    quiet = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(quiet, number)
    judge, asked = checking.check_answer, set()

    def noted(exercise: Any, answer: Any, *rest: Any) -> Any:
        verdict = judge(exercise, answer, *rest)
        asked.add(exercise.name)
        told.send({exercise.name: verdict.points})
        return verdict

    checking.check_answer = noted
    shell = _shell()
    shell.ask_exit = lambda: None  # the author starts the kernel again, and goes on
    shell.user_ns["exit"] = shell.user_ns["quit"] = lambda *_, **__: None
    for number, source in enumerate(cells):
        if number not in left_out:
            told.send(number)
            with contextlib.suppress(SystemExit, KeyboardInterrupt):
                shell.run_cell(source, store_history=True)
    os.chdir(folder)
    for name in wanted:  # who deleted a check had called it before
        if name not in asked and name in shell.user_ns:
            told.send(len(cells))
            checking.check(name, shell.user_ns[name])
    told.send(None)


def _shell() -> Any:
    from IPython.core.interactiveshell import InteractiveShell

    class Shell(InteractiveShell):
        """As in a kernel, where `%matplotlib inline` works."""

        def enable_gui(self, gui: Any = None) -> None:
            """Show nothing."""

    return Shell.instance()


def _sources(notebook: dict[str, Any]) -> list[str]:
    sheets = notebook.get("worksheets", [])
    cells = notebook.get("cells") or [cell for sheet in sheets for cell in sheet["cells"]]
    return [
        _shown(cell.get("source", cell.get("input")))
        for cell in cells
        if cell["cell_type"] == "code"
        and "skip-execution" not in ((cell.get("metadata") or {}).get("tags") or ())
    ]


def _shown(source: Any) -> str:
    """Return the text that an editor shows."""
    if isinstance(source, list):
        whole = any(line.endswith(("\n", "\r")) for line in source)
        source = "".join(source) if whole else "\n".join(source)
    return (source or "").replace("\r\n", "\n").replace("\r", "\n")


def main() -> None:
    from tests.honest.corpus import CORPUS

    names = set(sys.argv[1:])
    chosen = [v for v in CORPUS if not names or {v.name, v.family} & names]
    for variant, points in _in_forks(chosen):
        print(json.dumps({"name": variant.name, "points": points}), flush=True)


if __name__ == "__main__":
    main()
