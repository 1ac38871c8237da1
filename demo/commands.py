"""Run the commands of an instructor, and follow what they say."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["CommandError", "run_autograder", "run_grade", "run_nbgrader"]

PROGRAMS = Path(sys.executable).parent
LAST_LINES = 20


class CommandError(Exception):
    """A command failed; the text says which, how, and what it said last."""

    def __init__(self, command: str, code: int, last_lines: tuple[str, ...]) -> None:
        said = "\n".join(last_lines)
        super().__init__(f"`{command}` failed with exit code {code}. It said last:\n{said}")
        self.code = code


def run_nbgrader(
    course: Path, *arguments: str, on_line: Callable[[str], None] = lambda _: None
) -> None:
    """Run ``nbgrader`` with these arguments in the course; hand each line of its log on.

    Raises
    ------
    CommandError
        If it does not exit with 0.
    """
    _run(course, "nbgrader", arguments, on_line)


def run_grade(
    course: Path, *arguments: str, on_line: Callable[[str], None] = lambda _: None
) -> None:
    """Run ``autograder grade --json`` likewise; its lines are events."""
    _run(course, "autograder", ("grade", *arguments, "--json"), on_line)


def run_autograder(
    course: Path, *arguments: str, on_line: Callable[[str], None] = lambda _: None
) -> None:
    """Run another of the commands of ``autograder`` likewise."""
    _run(course, "autograder", arguments, on_line)


def _run(
    course: Path, program: str, arguments: Sequence[str], on_line: Callable[[str], None]
) -> None:
    last_lines: deque[str] = deque(maxlen=LAST_LINES)
    with subprocess.Popen(
        [str(PROGRAMS / program), *arguments],
        cwd=course,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        # Kernels talk here, too: "Kernel is running over TCP without encryption".
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
        for line in process.stdout:
            last_lines.append(line.rstrip())
            on_line(line)
    if process.returncode:
        command = " ".join((program, *arguments))
        raise CommandError(command, process.returncode, tuple(last_lines))


def _environment() -> dict[str, str]:
    """Put this Python's programs first: nbgrader calls `alembic` by its name."""
    return {
        **os.environ,
        "PATH": os.pathsep.join((str(PROGRAMS), os.environ.get("PATH", ""))),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
