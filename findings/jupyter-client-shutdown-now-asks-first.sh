#!/usr/bin/env bash
# jupyter_client 8.10.0: shutdown_kernel(now=True) of a kernel whose spec says "interrupt_mode":
# "message" sends it an interrupt_request, kills it at once, and then ends its ZeroMQ context with a
# linger of 100 ms. What the kernel had no time to read is waited for, though nobody can read it any
# more: a grader that ends thousands of kernels waits up to a tenth of a second for each.
#
# Guess, written when a trace of our own grader had a gap of 100.5 ms after the kill: our provisioner.
# By its docstring, now=True "skips the first, nice shutdown attempt", so that nothing is said to a
# kernel that is killed.
# Seen: one interrupt_request on the control channel, and then the kill; with now=False a
# shutdown_request after it. With interrupt_mode "signal" nothing is sent. How long the end takes
# depends on whether the kernel was faster than its end, and is not tested here.
# Where it is documented: the 100 ms nowhere that we found; that a kernel is interrupted before it is
# shut down, in the changelog.
#
# Run: bash findings/jupyter-client-shutdown-now-asks-first.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
    jupyter_client==8.10.0 ipykernel==7.4.0 pyzmq==27.3.0
cd "$folder"
cat > look.py <<'PYTHON'
import asyncio
import sys

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

events = []
send, kill = Session.send, LocalProvisioner.kill


def noted_send(self, stream, message, *arguments, **options):
    events.append(message if isinstance(message, str) else message["msg_type"])
    return send(self, stream, message, *arguments, **options)


async def noted_kill(self, restart=False):
    events.append("kill")
    await kill(self, restart)


class Manager(AsyncKernelManager):
    mode = "message"

    @property
    def kernel_spec(self):
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="", interrupt_mode=self.mode)


async def what_is_said(mode, now):
    manager = Manager()
    manager.mode = mode
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    client.stop_channels()
    events.clear()
    await manager.shutdown_kernel(now=now)
    print(mode, "now" if now else "in time", events)
    return list(events)


async def main():
    Session.send, LocalProvisioner.kill = noted_send, noted_kill
    assert await what_is_said("message", now=True) == ["interrupt_request", "kill"]
    said = await what_is_said("message", now=False)
    assert said[:2] == ["interrupt_request", "shutdown_request"]
    assert await what_is_said("signal", now=True) == ["kill"]


asyncio.run(main())
PYTHON
venv/bin/python look.py
venv/bin/python - <<'PYTHON'
import inspect

from jupyter_client.manager import KernelManager

source = inspect.getsource(KernelManager._async_cleanup_resources)
assert "self.context.destroy(linger=100)" in source
print("the context is ended with a linger of 100 ms")
PYTHON
