"""What the sandbox is asked of bubblewrap, and what a machine that can't have one says."""

import os
import signal
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from autograder.grading.sandbox import bubblewrap as bwrap
from autograder.grading.sandbox import description as module
from autograder.grading.sandbox import level
from autograder.grading.sandbox.bubblewrap import as_nobody, bubblewrap, sandboxed
from autograder.grading.sandbox.description import (
    NOBODY,
    OTHER_LIBRARIES,
    Folders,
    Sandbox,
    environment,
    python_sandbox,
)
from autograder.grading.sandbox.level import Level, judged, probe
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.usage import ResourceUse, breach, measure

FOLDERS = Folders(Path("/private"))
LIBRARIES = Path("/opt/venv/lib")
SANDBOX = Sandbox(
    readable=(LIBRARIES,),
    packages=(Path("/course/autograder"),),
    emptied=(Path("/opt/lab/autograder/grading"),),
    refused=(LIBRARIES / "keras",),
)


def mounts(command):
    """Return (option, source, target) for every bind of a command."""
    binds = {"--bind", "--ro-bind", "--ro-bind-try"}
    return [
        (option, *command[at + 1 : at + 3]) for at, option in enumerate(command) if option in binds
    ]


@pytest.fixture
def fresh_probe():
    probe.cache_clear()
    yield probe
    probe.cache_clear()


def test_only_the_folder_of_the_sockets_can_be_written_on_the_host():
    writable = [bind for bind in mounts(bubblewrap(SANDBOX, FOLDERS, 1)) if bind[0] == "--bind"]
    assert writable == [("--bind", "/private/c", "/private/c")]


def test_the_project_is_not_seen_as_a_whole():
    seen = [Path(target) for _, _, target in mounts(bubblewrap(SANDBOX, FOLDERS, 1))]
    assert Path("/opt/lab/autograder") in seen
    assert not [path for path in seen if path.is_relative_to("/course")]
    real = python_sandbox()
    project = Path(module.__file__).parents[3]
    assert not [path for path in (*real.readable, *real.packages) if project.is_relative_to(path)]
    assert {path.name for path in real.packages} == {"autograder", "mnist_data"}


def test_masks_come_after_what_they_cover():
    command = bubblewrap(SANDBOX, FOLDERS, 1)
    binds = mounts(command)
    targets = [target for _, _, target in binds]
    assert targets.index(str(LIBRARIES)) < targets.index(str(LIBRARIES / "keras"))
    assert ("--ro-bind", "/private/refused/__init__.py", str(LIBRARIES / "keras")) in binds
    grading = "/opt/lab/autograder/grading"
    assert command.index("/opt/lab/autograder") < command.index(grading)
    assert command[command.index(grading) - 1] == "--tmpfs"


def test_every_file_system_in_memory_is_limited_or_read_only():
    command = bubblewrap(SANDBOX, FOLDERS, 12345)
    for at, option in enumerate(command):
        if option == "--tmpfs":
            assert command[at - 2] == "--size"
    assert command[command.index(str(module.WRITABLE)) - 2] == "12345"
    read_only = {command[at + 1] for at, word in enumerate(command) if word == "--remount-ro"}
    assert {"/", "/dev"} < read_only


BELOW_A_WRITABLE_FOLDER = {
    module.WRITABLE / "lab": module.WRITABLE / "lab",
    module.WRITABLE / "my lab 6" / "course": module.WRITABLE / "my lab 6",
    module.HOME: module.HOME / ".venv",
    module.HOME / "ada" / "lab": module.HOME / "ada",
    module.HOME / "tmp" / "lab": module.HOME / "tmp" / "lab",
    module.WORK / "lab": module.WORK / "lab",
    PurePosixPath("/dev/shm/lab"): PurePosixPath("/dev/shm/lab"),  # noqa: S108
}
"""Where a repository lies, in a place where a sandbox has a folder of its own; and what there
leads to the repository, and to nothing else."""


def own_folders(command):
    """Return the folders that a sandbox has in memory and that can only be read."""
    made = [command[at + 1] for at, option in enumerate(command) if option == "--tmpfs"]
    read_only = [command[at + 1] for at, option in enumerate(command) if option == "--remount-ro"]
    return [folder for folder in made if folder in read_only]


def reading(environment):
    parts = tuple(Path(environment, name) for name in ("bin", "lib", "pyvenv.cfg"))
    return parts, bubblewrap(Sandbox(readable=parts, packages=()), FOLDERS, 1 << 20)


@pytest.mark.parametrize("place", BELOW_A_WRITABLE_FOLDER, ids=str)
def test_what_leads_to_python_can_not_be_written_wherever_it_lies(place):
    way = str(BELOW_A_WRITABLE_FOLDER[place])
    parts, command = reading(place / ".venv")
    assert own_folders(command) == [way]
    made, *_, closed = (at for at, word in enumerate(command) if word == way)
    assert made < min(command.index(str(part)) for part in parts)
    assert closed > max(command.index(str(part)) for part in parts)


@pytest.mark.parametrize("place", ["/home/ada/lab", "/opt/lab", f"{module.WRITABLE}x", "/"])
def test_nothing_is_made_for_a_python_that_lies_elsewhere(place):
    assert own_folders(reading(Path(place, ".venv"))[1]) == []


def test_sources_that_only_root_reaches_come_through_doors():
    doors = {LIBRARIES: Path("/private/doors/0")}
    assert ("--ro-bind", "/private/doors/0", str(LIBRARIES)) in mounts(
        bubblewrap(SANDBOX, FOLDERS, 1, doors)
    )
    assert as_nobody(doors)[:2] == ["unshare", "--mount"]


def test_root_is_root_in_no_sandbox(monkeypatch, tmp_path):
    folders = Folders(tmp_path)
    folders.prepare()
    empty = Sandbox(readable=(), packages=())
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert f"--reuid={NOBODY}" in sandboxed(["true"], empty, folders, 1)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert sandboxed(["true"], empty, folders, 1)[0] == "bwrap"


def test_nothing_of_the_callers_environment_is_passed_on(monkeypatch):
    monkeypatch.setenv("SECRET", "of the grader")
    assert "SECRET" not in environment(Path("/x"), Path("/home"))
    assert "SECRET" not in dict(python_sandbox().environment)


def test_hidden_packages_are_refused_in_every_folder_of_libraries():
    refused = python_sandbox(OTHER_LIBRARIES).refused
    assert {"dask", "keras", "tensorflow"} <= {path.name for path in refused}
    assert "PIL" not in {path.name for path in refused}  # matplotlib imports it
    assert "keras" not in {path.name for path in python_sandbox().refused}


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        (
            "bwrap: No permissions to create new namespace, likely because the kernel does not "
            "allow non-privileged user namespaces.",
            "User namespaces are forbidden here; in Docker",
        ),
        (
            "bwrap: setting up uid map: Permission denied",
            "User namespaces are forbidden here, as Ubuntu does",
        ),
        (
            "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted",
            "User namespaces are forbidden here, as Ubuntu does",
        ),
        (
            "bwrap: Creating new namespace failed: nesting depth or "
            "/proc/sys/user/max_*_namespaces exceeded (ENOSPC)",
            "This machine allows no more user namespaces",
        ),
        (
            "bwrap: Creating new namespace failed, likely because the kernel does not support "
            "user namespaces.  bwrap must be installed setuid on such systems.",
            "This system has no user namespaces",
        ),
        ("bwrap: Failed to make / slave: Permission denied", "Mounts are forbidden here"),
        ("bwrap: The --size option is not permitted in setuid mode", "bubblewrap is setuid here"),
        (
            "bwrap: Can't find source path /opt/python: Permission denied",
            "The sandbox's user can't read what a sandbox is made of",
        ),
        ("unshare: unshare failed: Operation not permitted", "Root may not mount here"),
        ("bwrap: execvp /opt/python: Permission denied", "A sandbox that was tried did not start"),
        (
            "bwrap: Can't mount proc on /newroot/proc: Operation not permitted",
            "A new /proc can't be mounted",
        ),
        ("bwrap: Unknown option --disable-userns", "bubblewrap is too old"),
        ("", "A sandbox that was tried did not start: it ended with 1"),
    ],
)
def test_a_machine_without_a_sandbox_says_why(said, meaning):
    reached = judged(1, said)
    assert reached.level is Level.LIMITS
    assert reached.reason.startswith(meaning)


def test_a_missing_bubblewrap_is_told_with_what_to_do(monkeypatch, fresh_probe):
    monkeypatch.setenv("PATH", "/nowhere")
    assert fresh_probe() == level.Reached(
        Level.LIMITS, "bwrap is not installed: apt-get install bubblewrap, or the like."
    )


def test_a_bubblewrap_that_may_not_work_is_found_out(monkeypatch, fresh_probe, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2; exit 1\n")
    fake.chmod(0o755)
    tmp_path.chmod(0o755)
    monkeypatch.setattr(bwrap, "bubblewrap", lambda *_, **__: [str(fake)])
    if os.geteuid() == 0:
        monkeypatch.setattr(bwrap, "as_nobody", lambda _: [])
    assert fresh_probe().reason.startswith("User namespaces are forbidden here")


@pytest.mark.skipif(os.geteuid() != 0, reason="a normal user's sandbox has that user's rights")
def test_a_temporary_directory_that_only_root_enters_is_told_with_its_remedy(
    monkeypatch, fresh_probe, tmp_path
):
    inner = tmp_path / "closed" / "t"
    inner.mkdir(parents=True)
    for folder in (inner, tmp_path, *tmp_path.parents):
        folder.chmod(folder.stat().st_mode | 0o001)
    (tmp_path / "closed").chmod(0o700)
    monkeypatch.setattr(level.tempfile, "tempdir", str(inner))
    reached = fresh_probe()
    assert reached.level is Level.LIMITS
    assert f"chmod o+x {tmp_path / 'closed'}." in reached.reason
    assert "Set TMPDIR" in reached.reason
    assert "namespace" not in reached.reason
    (tmp_path / "closed").chmod(0o711)
    level.probe.cache_clear()
    assert fresh_probe() == level.Reached(Level.FULL)


def test_a_temporary_directory_whose_name_is_too_long_is_told(monkeypatch, fresh_probe, tmp_path):
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr(level, "_lets_all_pass", lambda _: True)
    monkeypatch.setattr(level.tempfile, "tempdir", str(long))
    assert "is too long" in fresh_probe().reason


def test_levels_are_ordered():
    assert Level.NONE < Level.LIMITS < Level.FULL


def test_the_level_can_be_asked_for():
    done = subprocess.run(
        [sys.executable, "-m", "autograder.grading.sandbox"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[0] in Level.__members__


def test_the_first_limit_passed_is_told():
    limits = Limits(memory=1 << 20, processes=3, files=5)
    assert breach(ResourceUse(memory=1 << 20, processes=3, files=5), limits) is None
    assert (
        breach(ResourceUse(memory=2 << 20), limits)
        == "It used more than 1 MiB of memory and was stopped."
    )
    assert (
        breach(ResourceUse(processes=4), limits)
        == "It ran more than 3 processes at once and was stopped."
    )
    assert breach(ResourceUse(files=6), limits) == "It made more than 5 files and was stopped."
    assert (
        breach(ResourceUse(strays=True), limits)
        == "It wrote into the folder of its connection and was stopped."
    )


def test_memory_that_processes_share_counts_once():
    sharing = """if True:
        import os, signal
        ours = bytearray(b"x") * (100 << 20)
        children = [os.fork() for _ in range(2)]  # 4 processes
        os.write(1, b"ready\\n")
        signal.pause()
        """
    with subprocess.Popen(
        [sys.executable, "-c", sharing], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as top:
        try:
            for _ in range(4):
                assert top.stdout.readline() == "ready\n"
            added_up = measure(top.pid, Limits(memory=1 << 40))
            divided = measure(top.pid, Limits(memory=0))
        finally:
            os.killpg(top.pid, signal.SIGKILL)
    assert added_up.processes == divided.processes == 4
    assert added_up.memory > 400 << 20
    assert 100 << 20 < divided.memory < 200 << 20
