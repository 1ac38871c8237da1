"""Run nbgrader's own commands, and follow their logs."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path

__all__ = ["CommandError", "run_nbgrader"]

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
    last_lines: deque[str] = deque(maxlen=LAST_LINES)
    with subprocess.Popen(
        [sys.executable, "-m", "nbgrader", *arguments],
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
        command = " ".join(("nbgrader", *arguments))
        raise CommandError(command, process.returncode, tuple(last_lines))


def _environment() -> dict[str, str]:
    """Put this Python's programs first: nbgrader calls `alembic` by its name."""
    programs = str(Path(sys.executable).parent)
    return {
        **os.environ,
        "PATH": os.pathsep.join((programs, os.environ.get("PATH", ""))),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
