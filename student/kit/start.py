"""Open the lab in JupyterLab: ``python start.py``, or ``python start.py ASSIGNMENT``.

The first time it makes an environment in .venv, beside this file, and installs what the lab needs
into it. That takes some minutes and a network. Afterwards nothing does.
"""

import argparse
import hashlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST, NEWEST = (3, 11), (3, 13)
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT.joinpath(
    *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python"))
)
READY = ENVIRONMENT / "ready"  # holds what was installed: an interrupted install is done again

SETTINGS = {
    # Of nbgrader's tools, those of instructors are left out; Validate stays.
    "jupyter_server_config.json": {
        "ServerApp": {
            "jpserver_extensions": {
                "nbgrader.server_extensions.formgrader": False,
                "nbgrader.server_extensions.assignment_list": False,
                "nbgrader.server_extensions.course_list": False,
            },
        },
        "KernelManager": {"transport_encryption": "auto"},
    },
    "labconfig/page_config.json": {
        "disabledExtensions": {
            "@jupyter/nbgrader:assignment-list": True,
            "@jupyter/nbgrader:course-list": True,
            "@jupyter/nbgrader:create-assignment": True,
            "@jupyter/nbgrader:formgrader": True,
            "@jupyter/nbgrader:menu": True,
        },
    },
    # No question about news.
    "labconfig/default_setting_overrides.json": {
        "@jupyterlab/apputils-extension:notification": {
            "checkForUpdates": False,
            "fetchNews": "false",
        },
    },
}
# nbgrader warns if it finds none. Validate starts a kernel of its own.
NBGRADER_CONFIG = "c = get_config()\nc.KernelManager.transport_encryption = 'auto'\n"
# Seconds. Files of the kit have a date of 2020, so that its bytes repeat.
ZIPPED_BEFORE = 1600000000

NO_NETWORK = ("new connection", "name resolution", "getaddrinfo", "unreachable", "NameResolution")


def main():
    """Install what is not there yet, and open JupyterLab."""
    parser = argparse.ArgumentParser(description="Open the lab in JupyterLab.")
    first = json.loads((HERE / "assignments.json").read_text(encoding="utf-8"))
    parser.add_argument(
        "assignment", nargs="?", choices=list(first), default=next(iter(first)), help="the folder"
    )
    parser.add_argument("--port", type=int, help="the port to use (JupyterLab finds a free one)")
    parser.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    parser.add_argument("--install-only", action="store_true", help="install, and open nothing")
    options = parser.parse_args()
    refuse_wrong_python()
    if options.port is not None:
        refuse_port_in_use(options.port)
    if not READY.exists() or READY.read_text(encoding="utf-8") != what_is_needed():
        install()
    write_settings(ENVIRONMENT / "etc" / "jupyter")
    for name in first:
        date_anew(HERE / name)
    if not options.install_only:
        sys.exit(open_lab(options, first[options.assignment]))


def refuse_wrong_python():
    """TensorFlow has releases for some versions of Python only, and for 64 bits."""
    bits = 64 if sys.maxsize > 2**32 else 32
    if OLDEST <= sys.version_info[:2] <= NEWEST and bits == 64:
        return
    this = "{}.{}".format(*sys.version_info[:2])
    sys.exit(
        "The lab needs Python 3.11, 3.12 or 3.13 with 64 bits, "
        f"and this is {this} with {bits} bits.\n"
        "Install one of them from python.org, then name it: "
        + ("py -3.12 start.py" if os.name == "nt" else "python3.12 start.py")
    )


def refuse_port_in_use(port):
    """JupyterLab would take another port than the one that was asked for."""
    with socket.socket() as tried:
        if os.name != "nt":  # where it would let two programs have one port
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            sys.exit(
                f"Port {port} can't be used; another program may have it. "
                "Choose another one, or leave --port out: JupyterLab then finds one."
            )


def what_is_needed():
    """Return what stands for the contents of the kit."""
    parts = [HERE / "requirements.txt", *sorted(HERE.glob("*.whl"))]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def install():
    """Make the environment, and install the requirements and the lab's package."""
    print("Installing into .venv. Only the first time, some minutes, some 2 GB ...", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=False)
    if made.returncode:
        sys.exit(
            "Python could not make an environment; the reason is above. "
            "On Debian and Ubuntu: sudo apt install python3-venv. "
            "Is there enough room, and may you write in this folder?"
        )
    wheels = [str(wheel) for wheel in sorted(HERE.glob("*.whl"))]
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--prefer-binary"]
    pip += ["--retries", "2", "-r", str(HERE / "requirements.txt"), *wheels]
    said = []
    with subprocess.Popen(pip, stderr=subprocess.PIPE, text=True, errors="replace") as process:
        for line in process.stderr:
            said.append(line)
            sys.stderr.write(line)
    if process.returncode:
        offline = any(words in line for line in said for words in NO_NETWORK)
        sys.exit(
            "\nThe first start needs a network, and there seems to be none. "
            "Connect, then run this again; what was downloaded is kept."
            if offline
            else "\nInstalling did not work; the reason is above. Mend it, then run this again."
        )
    READY.write_text(what_is_needed(), encoding="utf-8")


def write_settings(folder):
    """Tell Jupyter what it is to show, in the environment's own folder of settings."""
    for name, content in SETTINGS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(NBGRADER_CONFIG, encoding="utf-8")


def date_anew(folder):
    """Let files that are as they were unpacked be of today, and not of 2020."""
    for path in folder.rglob("*"):
        if path.stat().st_mtime < ZIPPED_BEFORE:
            os.utime(str(path))


def open_lab(options, notebook):
    """Run JupyterLab on an assignment until it is stopped; return its exit code."""
    command = [str(PYTHON), "-m", "jupyterlab", notebook]
    command += ["--LabApp.news_url=None"]  # asks for nothing that is not on this machine
    command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    command += ["--log-level=ERROR", "--LabApp.log_level=ERROR"]  # the address is told all the same
    if options.no_browser:
        command = [part for part in command if not part.endswith(".ipynb")] + ["--no-browser"]
    if options.port is not None:
        command += [f"--port={options.port}", "--ServerApp.port_retries=0"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as in a container
        command += ["--allow-root"]
    print("Opening JupyterLab. To stop it, press Ctrl+C here, twice.", flush=True)
    try:
        return subprocess.call(command, cwd=str(HERE / options.assignment))
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    main()
