"""Keep quiet about what nbclient leaves behind when a kernel is given up.

Its task that polls whether the kernel is alive is not ended if what the kernel said could not be
read; it fails later, for want of a client, and asyncio prints a traceback to the terminal. That the
kernel was given up is told already.
"""

import logging

__all__ = ["is_of_use"]

LEFT_BEHIND = "NotebookClient._async_poll_kernel_alive()"


def is_of_use(record: logging.LogRecord) -> bool:
    """Tell whether a record of asyncio's is about anything else.

    Examples
    --------
    >>> record = logging.makeLogRecord({"msg": f"future: <Task coro=<{LEFT_BEHIND} done>>"})
    >>> is_of_use(record), is_of_use(logging.makeLogRecord({"msg": "something else"}))
    (False, True)
    """
    return LEFT_BEHIND not in record.getMessage()


logging.getLogger("asyncio").addFilter(is_of_use)
