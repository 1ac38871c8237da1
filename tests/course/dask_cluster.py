"""A real Dask cluster on this machine: a scheduler and its workers, each a process of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time

from distributed import Client, Security

from tests.course.commands import BIN, ENVIRONMENT

MAY_START_PROCESSES = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
PRELOAD = ("--preload", "autograder.grading.cluster")
SECONDS = 600
"""Far more than it takes: other work may run on the machine."""


class Cluster:
    """Knows no course: it runs in an empty folder."""

    def __init__(self, folder, variables=(), security=None):
        self.folder = folder
        folder.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as server:
            self._port = server.getsockname()[1]
        self._protocol = "tls" if security else "tcp"
        self.address = f"{self._protocol}://127.0.0.1:{self._port}"
        self._environment = ENVIRONMENT | dict(variables)
        self._security = security
        self._processes = {}

    def start(self, name, *command, **variables):
        log = self.folder / f"{name}.log"
        with log.open("ab") as output:
            self._processes[name] = subprocess.Popen(
                [BIN / "dask", *command],
                cwd=self.folder,
                env=self._environment | variables,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def start_scheduler(self):
        where = ("--host", "127.0.0.1", "--port", str(self._port), "--protocol", self._protocol)
        self.start("scheduler", "scheduler", *where, "--no-dashboard")

    def start_workers(self, *options, number=2, **variables):
        worker = ("worker", self.address, "--nthreads", "1", "--no-dashboard")
        self.start("workers", *worker, "--nworkers", str(number), *options, **variables)

    def _client(self):
        return Client(self.address, set_as_default=False, timeout=SECONDS, security=self._security)

    def workers(self, number):
        """Wait until so many are there, and return their processes' numbers by address."""
        with self._client() as client:
            if number:
                client.wait_for_workers(number, timeout=SECONDS)
            return client.run(os.getpid)

    def wait_until_busy(self, address):
        with self._client() as client:
            until(lambda: client.processing().get(address))

    def kill(self, name):
        process = self._processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self):
        for name, process in reversed(list(self._processes.items())):  # workers first
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            self.kill(name)

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")


def until(condition, seconds=SECONDS):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It did not come to pass."
        time.sleep(0.05)


@contextlib.contextmanager
def cluster(folder, *options, workers=2, variables=(), security=None, may_start_processes=True):
    made = Cluster(folder, variables, security)
    try:
        made.start_scheduler()
        if workers:
            allowed = MAY_START_PROCESSES if may_start_processes else {}
            made.start_workers(*(options or PRELOAD), number=workers, **allowed)
        yield made
    finally:
        made.close()


def certificates(folder):
    """Make a key and a certificate that vouches for itself, for all.

    Returns Dask's settings that name them, as variables of a process and for a client in this one.
    """
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *(shutil.which("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    named = {f"{tls}CA_FILE": str(certificate)}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        named |= {f"{tls}{role}__CERT": str(certificate), f"{tls}{role}__KEY": str(key)}
    return named, Security(
        require_encryption=True,
        tls_ca_file=str(certificate),
        tls_client_cert=str(certificate),
        tls_client_key=str(key),
    )
