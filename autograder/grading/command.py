"""The command ``autograder``. It imports nothing: each process that Python starts imports it."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the subcommand: there is one, ``grade``."""
    arguments = sys.argv[1:]
    if arguments[:1] != ["grade"]:
        sys.exit("Usage: autograder grade ASSIGNMENT [--jobs=N] [--force] [--student=ID] [--json]")
    from autograder.grading.app import GradeApp

    GradeApp.launch_instance(arguments[1:])
