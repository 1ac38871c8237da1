"""What only the instructor runs: grading and feedback. The student's package leaves it out.

`nbgrader_hooks` draws who calls what in which order.
"""

from typing import Any

__all__ = ["configure"]


def configure(c: Any) -> None:
    """Let nbgrader grade in a sandbox, by an oracle, and write feedback that loads nothing.

    This is `nbgrader_hooks.configure`, imported when it is called: nbgrader takes a second, and
    whoever imports any module of this package imports this one first.

    Parameters
    ----------
    c : traitlets.config.Config
        That of ``nbgrader_config.py``: ``configure(get_config())``.
    """
    from autograder.grading import nbgrader_hooks

    nbgrader_hooks.configure(c)
