"""What a kernel displays: no more than can be kept, and only what a notebook can hold."""

import math
import time
from queue import Empty
from typing import Any

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbformat.validator import isvalid

__all__ = ["BoundedClient", "OutputBudget", "shortened", "tidy"]

SECONDS_TO_ANSWER, SECONDS_TO_BE_HEARD = 1.0, 0.02
"""After that it is asked again: what it said before it was listened to is lost."""
MILLISECONDS_TO_CONNECT = 5
"""Between two attempts, while the kernel starts."""
LONGEST_MESSAGE = 16 << 20
"""Bytes. Nothing that long is kept."""
MOST_WAITING = 50
"""Messages of a channel that are taken in before somebody reads them. A kernel keeps a thousand
more, in its own memory."""
MOST_BYTES = 8 << 20
MOST_OUTPUTS = 2_000
SHORT = 200
TOO_MUCH = "There was too much output to show how this ended."
NOT_SHOWN = "What the cell displayed here can't be shown."


class BoundedClient(AsyncKernelClient):
    """Takes in no more than a grader can keep, on no more channels than it reads.

    A connection on which one message is too long is closed.
    """

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = True,  # noqa: ARG002 - nobody is there to be asked for input
        hb: bool = True,  # noqa: ARG002 - the provisioner tells whether the kernel lives
        control: bool = True,
    ) -> None:
        """Connect all channels but those of `input` and the heart's beat, which nobody follows."""
        self._stdin_channel = self._hb_channel = _NoChannel()
        super().start_channels(shell, iopub, False, False, control)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels.

        jupyter_client waits a fifth of a second more, for whatever may still come. Here the end of
        the answer is known by its message, and nothing can come after it.

        Raises
        ------
        RuntimeError
            If the kernel is dead, or not ready in time.
        """
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        while not await self._answers():
            if not await self._async_is_alive():
                raise RuntimeError("The kernel died before it was ready.")
            if time.monotonic() > end:
                raise RuntimeError(f"The kernel was not ready in {timeout} seconds.")

    async def _answers(self) -> bool:
        asked = self.kernel_info()
        try:
            reply = await self.get_shell_msg(timeout=SECONDS_TO_ANSWER)
            while not _ends(await self.get_iopub_msg(timeout=SECONDS_TO_BE_HEARD), asked):
                pass
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True

    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.MAXMSGSIZE, LONGEST_MESSAGE)
        context.setsockopt(zmq.RCVHWM, MOST_WAITING)
        context.setsockopt(zmq.RECONNECT_IVL, MILLISECONDS_TO_CONNECT)
        return context


class _NoChannel:
    """Stands where jupyter_client would connect a channel to ask whether it is connected."""

    def is_alive(self) -> bool:
        return False


def _ends(message: dict[str, Any], asked: str) -> bool:
    is_its = message["parent_header"].get("msg_id") == asked
    return bool(is_its and message["content"].get("execution_state") == "idle")


class OutputBudget:
    """How much of what a notebook displays is kept.

    Examples
    --------
    >>> budget = OutputBudget()
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


def shortened(message: dict[str, Any]) -> dict[str, Any]:
    """Return an error or a result without most of its content, for a notebook that shows too much.

    Examples
    --------
    >>> result = {"data": {"text/plain": "2.5", "image/png": "…"}, "execution_count": 1}
    >>> shortened({"msg_type": "execute_result", "content": result})["content"]["data"]
    {'text/plain': '2.5'}
    """
    content = message["content"]
    text = content.get("data", {}).get("text/plain")
    if message["msg_type"] == "execute_result" and isinstance(text, str) and len(text) < SHORT:
        kept = {"data": {"text/plain": text}, "metadata": {}, "execution_count": 1}
        return message | {"content": kept}
    failed = {"ename": "Error", "evalue": TOO_MUCH, "traceback": []}
    return message | {"msg_type": "error", "content": failed}


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
