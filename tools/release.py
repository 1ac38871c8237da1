"""Make the students' notebooks of all assignments: ``python -m tools.release``."""

import os
import subprocess
import sys
from pathlib import Path

from autograder.assignments import ASSIGNMENTS


def main() -> int:
    """Run nbgrader's own command for each; it says what is wrong."""
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "--force"]
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # for alembic
    return max(
        subprocess.call(
            [*command, "--log-level=ERROR", assignment.name], env=os.environ | {"PATH": programs}
        )
        for assignment in ASSIGNMENTS
    )


if __name__ == "__main__":
    sys.exit(main())
