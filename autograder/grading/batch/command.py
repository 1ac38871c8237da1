"""The command ``autograder``. It imports no nbgrader: each process of a run imports it first."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the subcommand: there is one, ``grade``."""
    arguments = sys.argv[1:]
    if arguments[:1] != ["grade"]:
        sys.exit("Usage: autograder grade ASSIGNMENT [--jobs=N] [--force] [--student=ID] [--json]")
    from autograder.grading.batch.app import GradeApp

    GradeApp.launch_instance(arguments[1:])
