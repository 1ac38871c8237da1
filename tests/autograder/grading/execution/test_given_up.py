"""A terminal shows nothing of what nbclient leaves behind with a kernel that is given up."""

import asyncio
import gc
import logging

from nbclient import NotebookClient
from nbformat.v4 import new_notebook

from autograder.grading.execution import given_up  # noqa: F401 - it is what is tested


def test_a_poll_that_fails_after_its_client_is_gone_is_not_told(caplog, monkeypatch):
    async def no_sleep(_):
        pass

    async def leave_one_behind():
        client = NotebookClient(new_notebook())
        asyncio.ensure_future(client._async_poll_kernel_alive())  # noqa: RUF006 - left behind
        asyncio.ensure_future(failing())  # noqa: RUF006
        for _ in range(3):
            await sleep(0)

    async def failing():
        raise ValueError("of somebody else")

    sleep = asyncio.sleep
    monkeypatch.setattr("nbclient.client.asyncio.sleep", no_sleep)
    with caplog.at_level(logging.ERROR, logger="asyncio"):
        asyncio.run(leave_one_behind())
        gc.collect()
    assert "of somebody else" in caplog.text
    assert "_async_poll_kernel_alive" not in caplog.text
