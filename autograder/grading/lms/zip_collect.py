"""What `nbgrader zip_collect` needs to know of Canvas's and Moodle's names.

It is nbgrader's own command, for who has its scripts around it. It takes no roster, no time, and
no zip that a student handed in; ends at the first duplicate; and doesn't see that a file is
missing. `autograder collect` does.
"""

from typing import Any

__all__ = ["PATTERN", "VALID_ENDINGS", "configure_zip_collect"]

PATTERN = (
    r".*/(?:[^/]*?_)??(?P<student_id>anon_[^_/]+|\d+)"
    r"_(?:\d+_|assignsubmission_file_?/?)"
    r"(?P<file_id>[^/]+?)(?:-\d+)?(?=\.[^./]+$)"
)
"""Matched by nbgrader against the whole path, from its beginning. Of Canvas's names it takes user
id and file, of Moodle's participant id and file; `-1` after a name is Canvas's."""
VALID_ENDINGS = [".ipynb", ".npz"]
"""Notebooks and trained weights; nbgrader's own default drops the weights and says nothing."""


def configure_zip_collect(c: Any) -> None:
    """Let `nbgrader zip_collect` find whose a file is, in downloads of Canvas and Moodle.

    Parameters
    ----------
    c : traitlets.config.Config
        That of ``nbgrader_config.py``.
    """
    c.FileNameCollectorPlugin.named_regexp = PATTERN
    c.FileNameCollectorPlugin.valid_ext = VALID_ENDINGS
