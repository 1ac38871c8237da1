"""Pick the files of the student's package: hatch's `exclude` spares what is force-included."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = ("autograder", "mnist_data")
LEFT_OUT = {"grading", "__pycache__"}


class StudentsFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Everything in the two packages but what only the instructor runs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Add the files, under the names that they have in the repository."""
        repository = Path(self.root).parent
        build_data["force_include"][str(repository / "LICENSE")] = "autograder/LICENSE"
        for package in PACKAGES:
            for path in (repository / package).rglob("*"):
                name = path.relative_to(repository)
                if path.is_file() and LEFT_OUT.isdisjoint(name.parts):
                    build_data["force_include"][str(path)] = name.as_posix()
