"""How a sandboxed kernel is told to end: not at all, it is ended."""

import asyncio

import pytest
from jupyter_client.session import Session

from autograder.grading.sandbox.kernel_manager import sandboxed_kernel_manager
from autograder.grading.sandbox.level import Level


@pytest.mark.parametrize("now", [True, False])
def test_no_message_waits_for_a_kernel_that_is_no_more(tmp_path, monkeypatch, now):
    sent = []
    send = Session.send

    def noted(self, stream, message, *arguments, **options):
        sent.append(message if isinstance(message, str) else message["msg_type"])
        return send(self, stream, message, *arguments, **options)

    async def start_and_end():
        manager = sandboxed_kernel_manager(tmp_path, minimum=Level.NONE)
        await manager.start_kernel()
        monkeypatch.setattr(Session, "send", noted)
        await manager.shutdown_kernel(now=now)
        return await manager.is_alive()

    assert not asyncio.run(start_and_end())
    assert "interrupt_request" not in sent
    assert not (now and sent)
