"""The tools behind the Makefile say in one line what is wrong."""

import socket
import subprocess
import sys


def run(*arguments):
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


def test_a_port_in_use_is_told():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        done = run("-m", "tools.free_port", str(port))
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is in use. Choose another one: make lab PORT={port + 1}\n"
    assert run("-m", "tools.free_port", str(port)).returncode == 0


def test_a_wrong_python_is_told():
    pretend = (
        "import sys; sys.version_info = (3, 9, 2); exec(open('tools/python_version.py').read())"
    )
    done = run("-c", pretend)
    assert done.returncode == 1
    assert done.stderr.startswith("The lab needs Python 3.11 to 3.13, and this is 3.9.")
    assert run("tools/python_version.py").returncode == 0
