"""Import this to have made the imports of workers: the process that they are forked from does."""

from autograder.grading.imports import collector_off

with collector_off():
    import autograder.grading.execution.execute  # noqa: F401

__all__: list[str] = []
