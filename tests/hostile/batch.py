"""Grade all attackers and three honest neighbours by one command."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
from nbgrader.api import Gradebook

from autograder.assignments import LAB6, LAB6_BACKPROPAGATION
from demo.classroom import TRAINED
from tests.hostile.attack import Attack, hand_in

__all__ = [
    "AUTOGRADER_GRADE",
    "HONEST",
    "HONEST_NOTEBOOKS",
    "NBGRADER_AUTOGRADE",
    "OPTIONS",
    "Batch",
    "Result",
    "course_of",
    "environment_of",
    "grade",
    "left_over",
    "values_for",
]

REPOSITORY = Path(__file__).resolve().parents[2]
HONEST = ("aa-honest", "mm-honest", "zz-honest")
"""Before, amid and after the attackers."""
HONEST_NOTEBOOKS = {
    LAB6.name: {"1_convolution": 40.0, "2_pooling": 15.0, "4_from_scratch": 15.0},
    LAB6_BACKPROPAGATION.name: {"1_backward": 36.0, "2_training": 14.0},
}
"""What they hand in for an assignment, and its points."""
HONEST_FILES = {
    LAB6.name: {},
    LAB6_BACKPROPAGATION.name: {
        LAB6_BACKPROPAGATION.left_files[0]: TRAINED[LAB6_BACKPROPAGATION.name]
    },
}
"""What they hand in beside the notebooks."""
MARK = "98765432"
"""What daemons have among their arguments."""
NBGRADER = (sys.executable, "-m", "nbgrader")
NBGRADER_AUTOGRADE = (*NBGRADER, "autograde")
AUTOGRADER_GRADE = (
    *(sys.executable, "-c", "from autograder.grading.batch.command import main; main()"),
    "grade",
)
OPTIONS = ("--TrustedExecute.cell_seconds=4", "--TrustedExecute.seconds=15")
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.Execute.timeout = 20
"""


@dataclass(frozen=True)
class Result:
    """What became of one submission."""

    scores: Mapping[str, float]
    """By notebook; empty if the gradebook holds no such submission."""
    handed_back: bool
    """Whether there is a graded copy."""
    leaks: tuple[str, ...] = ()
    """The secrets in that copy."""

    @property
    def points(self) -> float:
        """The sum over the notebooks."""
        return sum(self.scores.values())


@dataclass(frozen=True)
class Batch:
    """What became of a class."""

    results: Mapping[str, Result]
    exit_status: int
    log: str
    seconds: float
    left_over: tuple[str, ...]
    """Processes that outlived the grading."""
    touched: tuple[str, ...]
    """Files outside that are new, gone or changed."""
    connections: int
    """How often the server on this machine was reached."""


@dataclass(frozen=True)
class Course:
    """A course in a folder of its own, with secrets all around."""

    root: Path
    assignment: str = LAB6.name
    secrets: Mapping[str, str] = field(
        default_factory=lambda: {
            place: f"canary-{place}-{secrets.token_hex(8)}"
            for place in ("source", "gradebook", "neighbour", "environment", "home", "outside")
        }
    )

    @property
    def folder(self) -> Path:
        return self.root / "course"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def outside(self) -> Path:
        """Everyone may write here."""
        return self.root / "outside"

    @property
    def temporary(self) -> Path:
        return self.root / "t"


@contextlib.contextmanager
def course_of(stock: bool = False, assignment: str = LAB6.name) -> Iterator[Course]:
    """Make a course with one assignment; all is gone in the end."""
    # Not pytest's folder: only its owner can enter that, and isolation is not to be owed to it.
    with tempfile.TemporaryDirectory(prefix="hostile-", ignore_cleanup_errors=True) as root:
        course = Course(Path(root), assignment)
        course.root.chmod(0o755)
        for folder in (course.folder, course.home, course.outside, course.temporary):
            folder.mkdir()
        course.outside.chmod(0o777)
        (course.outside / "marker").write_text(course.secrets["outside"])
        (course.home / "secret.txt").write_text(course.secrets["home"])
        _prepare(course, stock)
        yield course


def _prepare(course: Course, stock: bool) -> None:
    source = course.folder / "source" / course.assignment
    shutil.copytree(REPOSITORY / "source" / course.assignment, source)
    _write_secret(source, "### BEGIN SOLUTION", course.secrets["source"])
    config = course.folder / "nbgrader_config.py"
    if stock:
        config.write_text(STOCK)
    else:
        shutil.copy(REPOSITORY / config.name, config)
    done = _run(course, *NBGRADER, "generate_assignment", course.assignment)
    if done.returncode:
        raise RuntimeError(done.stdout)
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        gradebook.add_student("nobody", last_name=course.secrets["gradebook"])


def _write_secret(folder: Path, mark: str, secret: str) -> None:
    for path in folder.glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(mark, f"{mark}\\n    # {secret}"), encoding="utf-8")


def _hand_in_honestly(course: Course, name: str) -> None:
    folder = course.folder / "submitted" / name / course.assignment
    folder.mkdir(parents=True)
    for file, path in HONEST_FILES[course.assignment].items():
        shutil.copy(path, folder / file)
    for notebook in HONEST_NOTEBOOKS[course.assignment]:
        source = nbformat.read(
            REPOSITORY / "source" / course.assignment / f"{notebook}.ipynb", as_version=4
        )
        source.cells = [cell for cell in source.cells if "nbgrader" in cell.metadata]
        for cell in source.cells:
            if cell.metadata.nbgrader.solution:
                cell.source += f"\n# {course.secrets['neighbour']}"
        nbformat.write(source, folder / f"{notebook}.ipynb")


def values_for(course: Course, port: int) -> dict[str, str]:
    """Return what stands for ``@NAMES@`` in the cells of attackers."""
    return {
        "PORT": str(port),
        "COURSE": str(course.folder),
        "OUTSIDE": str(course.outside),
        "HOME": str(course.home),
        "REPOSITORY": str(REPOSITORY),
    }


def environment_of(course: Course, run: str) -> dict[str, str]:
    """Return the environment of a command; `run` marks all that it starts."""
    programs = str(Path(sys.executable).parent)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    return kept | {
        "PATH": os.pathsep.join((programs, os.environ["PATH"])),
        "HOME": str(course.home),
        "TMPDIR": str(course.temporary),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "GRADER_TOKEN": course.secrets["environment"],
        "HOSTILE_RUN": run,
    }


def _run(course: Course, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=course.folder,
        env=environment_of(course, str(course.root)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def grade(
    attacks: Sequence[Attack],
    course: Course,
    *options: str,
    program: Sequence[str] = NBGRADER_AUTOGRADE,
    goes_on: bool = False,
) -> Batch:
    """Let all hand in, grade them, and look at what became of everything.

    With `goes_on`, a batch that was stopped is begun again, without those who had their turn.
    """
    with _listening() as (port, connections):
        values = values_for(course, port)
        for name in HONEST:
            _hand_in_honestly(course, name)
        for attack in attacks:
            hand_in(attack, course.folder, values)
        before = _files(course)
        start = time.monotonic()
        names = [*HONEST, *map(str, attacks)]
        done = _run(course, *program, course.assignment, *options)
        if goes_on:
            _go_on(course, names)
        seconds = time.monotonic() - start
        return Batch(
            results=_results(course, names),
            exit_status=done.returncode,
            log=done.stdout,
            seconds=seconds,
            left_over=tuple(left_over(course)),
            touched=tuple(sorted(_changes(course, before, _files(course)))),
            connections=len(connections),
        )


def _go_on(course: Course, names: Sequence[str]) -> None:
    before, had = -1, _reached(course, names)
    while before < len(had) < len(names):
        before = len(had)
        exclude = f"--CourseDirectory.student_id_exclude={','.join(had)}"
        _run(course, *NBGRADER_AUTOGRADE, course.assignment, exclude)
        had = _reached(course, names)


def _reached(course: Course, names: Sequence[str]) -> list[str]:
    return [name for name, result in _results(course, names).items() if result.scores]


@contextlib.contextmanager
def _listening() -> Iterator[tuple[int, list[str]]]:
    """Listen on a port of this machine; whoever connects, or sends a datagram, is noted."""
    noted: list[str] = []
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        port = server.getsockname()[1]
        datagrams.bind(("127.0.0.1", port))

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    noted.append("connection")
                    connection.close()

        def receive() -> None:
            with contextlib.suppress(OSError):
                while datagrams.recv(1):
                    noted.append("datagram")

        for target in (serve, receive):
            threading.Thread(target=target, daemon=True).start()
        yield port, noted
        server.shutdown(socket.SHUT_RDWR)


def _files(course: Course) -> dict[str, bytes]:
    """Read all that no submission may touch; of the grader's own folders, what isn't its own."""
    roots = (
        course.home,
        course.outside,
        course.folder / "source",
        course.folder / "release",
        course.folder / "submitted",
        course.folder / "nbgrader_config.py",
    )
    own = [
        path
        for root in roots
        for path in (root, *root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    strays = [
        path
        for root in (Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"), course.folder)  # noqa: S108
        for path in root.glob("hostile-mark*")
    ]
    # Elsewhere, other programs work meanwhile: only what bears our mark counts.
    site = Path(nbformat.__file__).parents[1]
    strays += [path for path in (site / "hostile.pth", site / "sitecustomize.py") if path.exists()]
    ours = REPOSITORY / "autograder" / "__init__.py"
    return {str(path): path.read_bytes() for path in [*own, *strays, ours] if path.exists()}


def _changes(course: Course, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    ours = tuple(str(course.home / name) for name in (".keras", ".cache"))  # the oracle's
    return {
        path
        for path in {*before, *after}
        if before.get(path) != after.get(path) and not path.startswith(ours)
    }


def left_over(course: Course) -> Iterator[str]:
    """Find processes of the grading, of its sandboxes, and daemons with our mark."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            line = " ".join(process.cmdline())
            environment = process.environ()
            is_ours = str(course.root) in line or environment.get("HOSTILE_RUN") == str(course.root)
            if process.pid != os.getpid() and (is_ours or MARK in line):
                yield line[:200]


def _results(course: Course, names: Sequence[str]) -> dict[str, Result]:
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        known = {
            submission.student.id: {
                notebook.name: float(notebook.score) for notebook in submission.notebooks
            }
            for submission in gradebook.assignment_submissions(course.assignment)
        }
    return {name: _result(course, name, known.get(name, {})) for name in names}


def _result(course: Course, name: str, scores: Mapping[str, float]) -> Result:
    folder = course.folder / "autograded" / name
    notebooks = list(folder.rglob("*.ipynb"))
    text = b"".join(
        str(path.relative_to(folder)).encode() + path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    )
    leaks = [place for place, secret in course.secrets.items() if secret.encode() in text]
    return Result(scores, bool(notebooks), tuple(leaks) if name not in HONEST else ())
