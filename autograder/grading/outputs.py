"""What a kernel displays: no more than can be kept, and only what a notebook can hold."""

from typing import Any

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbformat.validator import isvalid

__all__ = ["BoundedClient", "Budget", "tidy"]

LONGEST_MESSAGE = 64 << 20
MOST_BYTES = 8 << 20
MOST_OUTPUTS = 2_000
NOT_SHOWN = "What the cell displayed here can't be shown."


class BoundedClient(AsyncKernelClient):
    """Closes a connection on which one message would fill the grader's memory."""

    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.MAXMSGSIZE, LONGEST_MESSAGE)
        return context


class Budget:
    """How much of what a notebook displays is kept.

    Examples
    --------
    >>> budget = Budget()
    >>> budget.takes({"text": "short"}), budget.takes({"text": MOST_BYTES * "x"})
    (True, False)
    """

    def __init__(self) -> None:
        self._bytes, self._outputs = MOST_BYTES, MOST_OUTPUTS

    def takes(self, content: Any) -> bool:
        """Tell whether this is still kept, and count it."""
        self._bytes -= _size(content)
        self._outputs -= 1
        return self._bytes >= 0 and self._outputs >= 0


def _size(content: Any) -> int:
    size, waiting = 0, [content]
    while waiting:
        value = waiting.pop()
        size += 20 + (len(value) if isinstance(value, str) else 0)
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
    return size


def tidy(notebook: NotebookNode) -> None:
    """Take out what a kernel's messages put into a notebook and no notebook can hold."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            if type(cell.get("execution_count")) is not int:
                cell.execution_count = None
            cell.outputs = [_tidied(output) for output in cell.outputs]


def _tidied(output: NotebookNode) -> NotebookNode:
    if isvalid(output, ref="output", version=4, version_minor=5):
        return output
    shown: NotebookNode = new_output("stream", name="stdout", text=NOT_SHOWN)
    return shown
