"""A real JupyterLab server that leaves the user's settings alone and asks nothing of the net."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.course.commands import BIN

SETTINGS = {
    # Light or dark, as the browser asks for.
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "fetchNews": "false",
    },
}


@dataclass(frozen=True)
class Server:
    """A running server."""

    folder: Path
    """What it serves."""
    address: str
    token: str

    def url(self, path: str) -> str:
        """``url("lab/tree/1_convolution.ipynb")``: the address that opens it, signed in."""
        return f"{self.address}/{path}?token={self.token}"

    def end_kernels(self) -> None:
        """End all that runs in open notebooks."""
        for kernel in json.loads(self._ask("GET", "api/kernels")):
            self._ask("DELETE", f"api/kernels/{kernel['id']}")

    def _ask(self, method: str, path: str) -> bytes:
        request = urllib.request.Request(self.url(path), method=method)  # noqa: S310 - our own
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            return bytes(response.read())


@contextlib.contextmanager
def serving(folder: Path, home: Path) -> Iterator[Server]:
    """Serve `folder`, with all of Jupyter's settings and files under `home`.

    What it says is in ``home/server.log``.
    """
    port, token = _free_port(), "secret"
    overrides = home / ".jupyter" / "labconfig" / "default_setting_overrides.json"
    if not overrides.exists():
        overrides.parent.mkdir(parents=True, exist_ok=True)
        overrides.write_text(json.dumps(SETTINGS), encoding="utf-8")
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": token,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
    }
    command = [sys.executable, "-m", "jupyterlab"]
    command += [f"--{name}={value}" for name, value in options.items()]
    log = home / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(home), stdout=written, stderr=written
        )
        try:
            _wait_for(port, process)
            assert process.poll() is None, log.read_text(encoding="utf-8")
            yield Server(folder, f"http://127.0.0.1:{port}", token)
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Stop a server with its kernels, which end by themselves if it has to be killed."""
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:  # seen where a page asked for something at that moment
        process.kill()
        process.wait()


def _environment(home: Path) -> dict[str, str]:
    """Pass on nothing of Jupyter's own, which would lead out of `home`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "IPYTHON", "XDG_", "MPLCONFIGDIR", "PYTEST"))
    }
    path = f"{BIN}{os.pathsep}{kept['PATH']}"
    return kept | {"HOME": str(home), "PATH": path, "TF_CPP_MIN_LOG_LEVEL": "3"}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Return as soon as something listens, or the process has ended."""
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
