"""A PostgreSQL of Debian's packages, private to a test, on a loopback port."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
USER = "lab"


def programs():
    """Return the folder of PostgreSQL's programs, or nothing."""
    found = shutil.which("initdb") or next(iter(sorted(DEBIAN.glob("*/bin/initdb"))), None)
    return found and Path(found).resolve().parent


def _as_server():
    """Run as a normal user: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("There is neither a user postgres nor nobody.")


@contextlib.contextmanager
def postgres():
    """Start a server with nothing in it; yield the start of its databases' URLs."""
    where = programs()
    identity = _as_server()
    with tempfile.TemporaryDirectory(prefix="lab-postgres-") as folder:
        if identity:
            os.chown(folder, identity["user"], identity["group"])

        def call(program, *arguments):
            # No pipes: the server would keep them.
            log = Path(folder) / f"{program}.log"
            with log.open("wb") as output:
                done = subprocess.run(
                    [where / program, *arguments],
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    check=False,
                    **identity,
                )
            assert done.returncode == 0, log.read_text(errors="replace")

        with socket.create_server(("127.0.0.1", 0)) as server:
            port = str(server.getsockname()[1])
        data = ("-D", f"{folder}/data")
        call(
            "initdb",
            *(*data, "-U", USER, "-A", "trust", "-E", "UTF8"),
            *("--locale=C", "--no-sync"),
        )
        call("pg_ctl", *data, "-w", "-l", f"{folder}/log", "-o", f"-p {port} {SETTINGS}", "start")
        try:

            def database(name):
                call("createdb", "-h", "127.0.0.1", "-p", port, "-U", USER, name)
                return f"postgresql+psycopg2://{USER}@127.0.0.1:{port}/{name}"

            yield database
        finally:
            call("pg_ctl", *data, "-m", "immediate", "stop")
