"""Run a command in a terminal, as a person does, and read what is on it."""

import os
import pty
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

__all__ = ["run_in_terminal"]

CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b\(B")


def run_in_terminal(folder: Path, *command: str, environment: dict[str, str]) -> tuple[int, str]:
    """Return the exit code, and all that was written, without what only moves or colours."""
    child, terminal = pty.fork()
    if child == 0:
        _become(folder, command, environment)
    written = b""
    while chunk := _read(terminal):
        written += chunk
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    text = CONTROL.sub(b"", written).decode(errors="replace")
    return os.waitstatus_to_exitcode(status), text.replace("\r\n", "\n").replace("\r", "\n")


def _become(folder: Path, command: Sequence[str], environment: dict[str, str]) -> None:
    try:
        os.chdir(folder)
        path = shutil.which(command[0], path=environment["PATH"]) or command[0]
        wide = {"COLUMNS": "160", "LINES": "40", "TERM": "xterm-256color"}
        os.execve(path, command, environment | wide)  # noqa: S606 - no shell is wanted
    finally:
        os._exit(127)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux says so when the last process has closed the terminal
        return b""
