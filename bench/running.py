"""Run a command, and measure it: time, memory of all its processes, and stages from its log."""

import contextlib
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]

__all__ = [
    "STAGES",
    "CommandFailedError",
    "Measured",
    "busy_seconds",
    "run",
    "stages_of",
    "watching",
]

LOG = (
    "--GradeApp.quiet=True",  # nothing between the lines of the log
    "--log-level=DEBUG",
    "--Application.log_format=%(created)f %(message)s",
)
STEP = re.compile(
    r"^(\d+\.\d+) (?:Applying preprocessor: (\w+)|Writing|Setting|Converting|Autograding)"
)
RUNS = ("Execute", "TrustedExecute")
SAVES = ("IgnorePattern", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties")
STAGES = ("start", "sanitize", "run", "save", "rest")
SECONDS_BETWEEN_LOOKS = 0.5


class CommandFailedError(RuntimeError):
    """What should be measured failed."""


@dataclass(frozen=True)
class Measured:
    """What a command took."""

    seconds: float
    cpu_seconds: float
    """Of the whole machine: not all processes are waited for, and on a quiet one it is theirs."""
    peak_bytes: int
    """Of all its processes; what they share is counted once."""
    stages: Mapping[str, float] = field(default_factory=dict)


def run(
    command: Sequence[str],
    folder: Path,
    logs: bool = True,
    programs: Path = Path(sys.executable).parent,
) -> Measured:
    """Run a command in a folder, and measure it.

    Parameters
    ----------
    command, folder
        What to run, and where.
    logs
        Whether it is one of nbgrader's applications, whose log tells the stages.
    programs
        The folder that programs are looked for in first.

    Raises
    ------
    CommandFailedError
        If it does not exit with 0.
    """
    environment = os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    log = folder / "bench.log"
    busy = busy_seconds()
    began, begin = time.time(), time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *(LOG if logs else ())],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        used: list[int] = []
        with watching(lambda: used.append(_memory(process.pid))):
            code = process.wait()
    seconds = time.monotonic() - begin
    busy = busy_seconds() - busy
    said = log.read_text(encoding="utf-8", errors="replace")
    if code:
        raise CommandFailedError(f"{' '.join(command)} failed:\n{said[-2000:]}")
    stages = stages_of(said.splitlines(), began) if logs else {}
    return Measured(seconds, busy, max(used, default=0), stages)


def busy_seconds() -> float:
    """Return what all processors of the machine have worked, in seconds."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)


def stages_of(lines: Iterable[str], began: float) -> dict[str, float]:
    """Add up the seconds from each step in a log to the next one, by what begins there.

    Examples
    --------
    >>> lines = [
    ...     "2.0 Converting",
    ...     "2.5 Applying preprocessor: ClearOutput",
    ...     "3.0 Applying preprocessor: Execute",
    ...     "3.5 Executing cell",
    ...     "9.0 Applying preprocessor: SaveAutoGrades",
    ...     "9.5 Writing",
    ...     "10.0 Setting",
    ... ]
    >>> stages_of(lines, began=1.0)
    {'start': 1.0, 'sanitize': 0.5, 'run': 6.0, 'save': 0.5, 'rest': 1.0}
    """
    spent = dict.fromkeys(STAGES, 0.0)
    stage, since = "start", began
    for line in lines:
        found = STEP.match(line)
        if found is None:
            continue
        now = float(found[1])
        spent[stage] += now - since
        stage, since = _stage(found[2]), now
    return spent


def _stage(preprocessor: str | None) -> str:
    if preprocessor is None:
        return "rest"
    if preprocessor in RUNS:
        return "run"
    return "save" if preprocessor in SAVES else "sanitize"


@contextlib.contextmanager
def watching(look: Callable[[], object], every: float = SECONDS_BETWEEN_LOOKS) -> Iterator[None]:
    """Look every so many seconds, in a thread, while something else is done."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(every):
            look()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _memory(pid: int) -> int:
    used = 0
    with contextlib.suppress(psutil.Error):
        top = psutil.Process(pid)
        for process in (top, *top.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                used += process.memory_full_info().pss
    return used
