"""The command ``autograder``. It imports no nbgrader: each process of a run imports it first."""

import gc
import importlib
import re
import sys

from autograder.grading.imports import collector_off

__all__ = ["main"]

SUBCOMMANDS = {
    "kit": ("autograder.grading.kit", "pack what a student gets; it takes no assignment"),
    "collect": (
        "autograder.grading.lms.collecting.collect",
        "sort what an LMS delivers into submitted/",
    ),
    "grade": ("autograder.grading.batch.app", "grade a class, on all cores"),
    "export": (
        "autograder.grading.lms.handing_back.export",
        "write the grades as an LMS takes them",
    ),
    "return": (
        "autograder.grading.lms.handing_back.give_back",
        "pack the feedback as an LMS takes it",
    ),
    "report": ("autograder.grading.report.command", "say which mistakes the class makes"),
    "regrade": ("autograder.grading.regrade", "grade one submission again, and compare"),
}
"""The module of each, whose `main` takes the arguments and returns a status, and what it does."""
NEEDS_NO_WORKERS = re.compile(r"-h$|--help|--version|--generate-config|--show-config|--scheduler")


def main() -> None:
    """Run the subcommand that is named first."""
    arguments = sys.argv[1:]
    if arguments[:1] in (["--help"], ["-h"], ["help"]):
        print(_usage())
        return
    if not arguments or arguments[0] not in SUBCOMMANDS:
        sys.exit(_usage())
    if arguments[0] == "grade" and not any(map(NEEDS_NO_WORKERS.match, arguments)):
        from autograder.grading.batch.executors.local_executor import start_fork_server

        start_fork_server()  # before nbgrader's imports here, which take seconds
    with collector_off():
        command = importlib.import_module(SUBCOMMANDS[arguments[0]][0])
    try:
        sys.exit(command.main(arguments[1:]))
    finally:
        gc.freeze()  # the system takes back what is left, in no time


def _usage() -> str:
    lines = [f"  {name:<9} {purpose}" for name, (_, purpose) in SUBCOMMANDS.items()]
    return "\n".join(
        (
            "Usage: autograder COMMAND ASSIGNMENT [options]",
            "",
            *lines,
            "",
            "`autograder COMMAND --help` says what a command takes.",
        )
    )
