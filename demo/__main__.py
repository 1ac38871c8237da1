"""Grade a class of made-up students with nbgrader's own commands: ``python -m demo``."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.grading.sandbox.level import probe
from demo.commands import CommandError
from demo.grading import GRADES_FILE, REPORT_PAGE, grade_class
from demo.groups import GROUPS, Group
from demo.report import Row, compare, sandbox_line, score_table, verdict

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None, groups: Sequence[Group] = GROUPS) -> int:
    """Run the demo; return 0 only if every score is what it should be."""
    folder = _folder(arguments)
    console = Console()
    begin = time.monotonic()
    console.print(sandbox_line(probe()))
    try:
        with _progress(console) as progress:
            scores = grade_class(groups, folder, progress)
    except CommandError as error:
        console.print(f"✗ {error}", style="bold red", markup=False, highlight=False)
        console.print(f"The course is kept in {folder}", markup=False, highlight=False)
        return 1
    rows: list[Row] = []
    for group, rounds in zip(groups, scores, strict=True):
        compared = compare(group.students, rounds)
        console.print(score_table(compared, group))
        rows += compared
    console.print(verdict(rows))
    names = [group.assignment.name for group in groups]
    for line in (
        f"Feedback pages: {folder}/feedback/<student>/{'|'.join(names)}/*.html",
        f"Scores:         {folder / GRADES_FILE}",
        *(f"Report:         {folder / REPORT_PAGE.format(name)}" for name in names),
        f"Time:           {time.monotonic() - begin:.0f} s",
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return 0 if all(row.is_right for row in rows) else 1


def _folder(arguments: Sequence[str] | None) -> Path:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument(
        "--keep",
        metavar="DIR",
        type=Path,
        help="make the course here, in a new or empty folder; otherwise in the system's own "
        "folder for temporary files",
    )
    folder: Path | None = parser.parse_args(arguments).keep
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="cnn-lab-demo-"))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        parser.error(f"{folder} is there and is not an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[now]}", style="dim"),
        console=console,
    )


if __name__ == "__main__":
    sys.exit(main())
