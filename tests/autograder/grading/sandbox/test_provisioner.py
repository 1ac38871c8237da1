"""Real kernels in real sandboxes, and submissions that try to get out."""

import ast
import contextlib
import dataclasses
import os
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
from pathlib import Path

import psutil
import pytest
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.sandbox import kernel_manager, provisioner
from autograder.grading.sandbox.bubblewrap import sandboxed
from autograder.grading.sandbox.description import (
    NOBODY,
    OTHER_LIBRARIES,
    WRITABLE,
    Folders,
    python_sandbox,
)
from autograder.grading.sandbox.folders.private_folder import remove_forgotten
from autograder.grading.sandbox.folders.submission_copy import copy_submission
from autograder.grading.sandbox.kernel_manager import sandboxed_kernel_manager
from autograder.grading.sandbox.level import Level, Reached, SandboxError, probe
from autograder.grading.sandbox.limits import SUBMISSION, Limits, SubmissionLimits

PROJECT = Path(__file__).parents[4]
MIB = 1 << 20
SECONDS = 60


@pytest.fixture(scope="module", autouse=True)
def full_sandbox():
    reached = probe()
    if reached.level < Level.FULL:
        if os.environ.get("AUTOGRADER_REQUIRE_SANDBOX") == "1":
            pytest.fail(f"AUTOGRADER_REQUIRE_SANDBOX is set, and {reached}")
        pytest.skip(reached.reason)


@pytest.fixture
def submission(tmp_path):
    folder = tmp_path / "submitted" / "ada" / "lab6"
    folder.mkdir(parents=True)
    (folder / "weights.txt").write_text("handed in")
    return folder


class Ran:
    """What came of a notebook, cell by cell."""

    def __init__(self, notebook, manager):
        self.cells, self.stopped_because = notebook.cells, manager.stopped_because

    def printed(self, at):
        return "".join(o.text for o in self.cells[at].outputs if o.get("name") == "stdout").strip()

    def error(self, at):
        return next((o.ename for o in self.cells[at].outputs if o.output_type == "error"), None)

    def values(self, at):
        assert self.error(at) is None, self.cells[at].outputs
        return ast.literal_eval(self.printed(at))


def code(source):
    return textwrap.dedent(source).strip()


def client_of(manager, *sources, **options):
    notebook = new_notebook(cells=[new_code_cell(code(source)) for source in sources])
    notebook.metadata["kernelspec"] = {"name": "evil", "language": "perl", "display_name": "x"}
    return NotebookClient(notebook, km=manager, allow_errors=True, timeout=SECONDS, **options)


def run(submission, *sources, **wanted):
    manager = sandboxed_kernel_manager(submission, **wanted)
    client = client_of(manager, *sources)
    with contextlib.suppress(DeadKernelError):
        client.execute(cleanup_kc=True)
    return Ran(client.nb, manager)


def processes_of(manager):
    top = psutil.Process(manager.provisioner.process.pid)
    return [top, *top.children(recursive=True)]


def alive(processes):
    # Init may take its time to ask how an orphan ended.
    return [
        process
        for process in processes
        if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    ]


def test_a_cell_computes_with_numpy_and_the_check_whatever_kernel_the_notebook_names(submission):
    (submission / "numpy.py").write_text("raise SystemExit('shadowed')")
    ran = run(
        submission,
        "print(sum(range(10)))",
        "import numpy; print(numpy.ones(3) @ numpy.ones(3))",
        "from autograder import check, load_mnist; print(check.__module__)",
        "print(open('weights.txt').read()); open('weights.txt', 'w').write('changed')",
        "import autograder.grading, os; print(os.listdir(autograder.grading.__path__[0]))",
    )
    assert [ran.printed(at) for at in range(5)] == [
        "45",
        "3.0",
        "autograder.checking",
        "handed in",
        "[]",
    ]
    assert (submission / "weights.txt").read_text() == "handed in"


@pytest.mark.slow
def test_keras_imports_where_it_is_allowed(submission):
    ran = run(submission, "import keras; print(keras.layers.Dense.__name__)")
    assert ran.printed(0) == "Dense"
    assert ran.error(0) is None


def test_hidden_packages_are_not_there(submission):
    ran = run(
        submission,
        f"""
        import importlib, os, sys, glob
        reached = []
        for name in {OTHER_LIBRARIES!r}:
            try:
                importlib.import_module(name)
                reached.append(name)
            except ModuleNotFoundError:
                pass
        print(reached)
        """,
        """
        places = [glob.glob(f'{root}/lib*/python*/*-packages/{name}/*')
                  for root in (sys.prefix, sys.base_prefix, '/usr', '/usr/local')
                  for name in ('keras', 'tensorflow', 'scipy')]
        print(sorted({os.path.basename(file) for files in places for file in files}))
        """,
        "import numpy, matplotlib.pyplot; print('numpy stays')",
        sandbox=python_sandbox(OTHER_LIBRARIES),
    )
    assert ran.values(0) == []
    assert ran.values(1) == ["__init__.py"]
    assert ran.printed(2) == "numpy stays"


def test_an_import_that_is_not_used_is_no_offence(submission):
    (submission / "helpers.py").write_text("def add(x):\n    return x + 1\n")
    ran = run(
        submission,
        """
        import tensorflow as tf, scipy.signal, pandas as pd
        import not_there_either.parts as parts
        from google.colab import drive
        drive.mount('/content/drive')
        tf.random.set_seed(0)
        def answer(x):
            return x
        """,
        """
        try:
            from keras import layers
        except ImportError:
            layers = 'the other way'
        print(layers)
        """,
        """
        import threading
        errors = []
        def use():
            try:
                tf.nn.relu(3)
            except ModuleNotFoundError as error:
                errors.append(str(error))
        thread = threading.Thread(target=use)
        thread.start(); thread.join()
        print(errors)
        """,
        "import helpers; print(helpers.__file__, helpers.add(2))",
        "print(answer(3), tf.nn.relu(3))",
        sandbox=python_sandbox(OTHER_LIBRARIES),
    )
    assert ran.error(0) is None
    assert ran.printed(1) == "the other way"
    assert ran.values(2) == [
        "tensorflow is not there when this is graded, and `tensorflow.nn.relu(…)` was used. "
        "Write it without tensorflow."
    ]
    assert ran.printed(3) == "/tmp/submission/helpers.py 3"  # noqa: S108
    assert ran.printed(4).startswith("3 <tensorflow.nn.relu(…): tensorflow is not there")


def test_the_course_the_class_and_the_host_are_not_seen(submission, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_GRADER", "1")
    (tmp_path / "gradebook.db").write_text("grades")
    neighbour = tmp_path / "submitted" / "bob" / "lab6"
    neighbour.mkdir(parents=True)
    at_home = [
        entry
        for entry in Path.home().iterdir()
        if not any(path.is_relative_to(entry) for path in python_sandbox().readable)
    ]
    names = ("source", "cnn_reference", "tests", "autograder", "nbgrader_config.py", ".git")
    private = [
        *(PROJECT / name for name in names),
        *at_home,
        tmp_path / "gradebook.db",
        neighbour,
        submission,
        *map(Path, ("/etc/shadow", "/etc/passwd", "/etc/hosts", "/var", "/home", "/sys")),
    ]
    ran = run(
        submission,
        f"import os; print([p for p in {list(map(str, private))!r} if os.path.lexists(p)])",
        "print([k for k in os.environ if 'SECRET' in k])",
        "print(b'SECRET' in b''.join(open(f'/proc/{p}/environ', 'rb').read() "
        "for p in os.listdir('/proc') if p.isdigit() and os.access(f'/proc/{p}/environ', 4)))",
        "import importlib.util as u; print([n for n in ('cnn_reference', 'tests', 'bench') "
        "if u.find_spec(n)])",
        f"print(os.path.exists('/proc/{os.getpid()}'), os.uname().nodename)",
    )
    assert ran.values(0) == []
    assert ran.values(1) == []
    assert ran.printed(2) == "False"
    assert ran.values(3) == []
    assert ran.printed(4).split()[1] == "sandbox"


def test_nothing_outside_of_the_own_folder_can_be_written(submission):
    settings = [Path("/proc/sys/kernel") / name for name in ("core_pattern", "pid_max")]
    before = [setting.read_text() for setting in settings]
    ran = run(
        submission,
        """
        import os, sys, numpy, autograder
        written = []
        own = autograder.__path__[0]
        for folder in ('/', '/usr/lib', '/etc', '/dev', '/opt', '/opt/lab', '/run', '/root',
                       '/run/submission', sys.prefix, sys.base_prefix + '/lib',
                       numpy.__path__[0], own, own + '/grading'):
            try:
                open(os.path.join(folder, 'mine'), 'w')
                written.append(folder)
            except OSError:
                pass
        for file in (numpy.__file__, autograder.__file__, '/etc/localtime', sys.executable):
            try:
                open(file, 'r+b')
                written.append(file)
            except OSError:
                pass
        print(written)
        """,
        """
        # of processes; of the namespaces of processes and messages; to be told of pressure
        OWN = ('/proc/self/', '/proc/thread-self/', 'sys/fs/mqueue/', 'sys/kernel/msg',
               'sys/kernel/shm', 'sys/kernel/sem', 'sys/kernel/auto_msgmni', '/proc/pressure/',
               'sys/kernel/pid_max', 'sys/kernel/ns_last_pid')
        written = []
        for folder, folders, files in os.walk('/proc'):
            folders[:] = [name for name in folders if not name.isdigit()]
            for file in files:
                try:
                    os.close(os.open(os.path.join(folder, file), os.O_WRONLY))
                    written.append(os.path.join(folder, file))
                except OSError:
                    pass
        print([file for file in written if not any(word in file for word in OWN)])
        """,
        "import contextlib\nwith contextlib.suppress(OSError): "
        "open('/proc/sys/kernel/pid_max', 'w').write('5000')",
    )
    assert ran.values(0) == []
    assert ran.values(1) == []
    assert [setting.read_text() for setting in settings] == before


FROM_ELSEWHERE = """
import os, pathlib, sys
library, connection = map(pathlib.Path, sys.argv[1:])
assert (library / "numbers.txt").read_text() == "42"
written = []
for folder in (library, *library.parents):
    try:
        (folder / "mine").write_text("")
        written.append(str(folder))
    except OSError:
        pass
for folder in (library, *library.parents)[:-2]:
    try:
        folder.rename(folder.with_name("moved"))
        written.append(f"moved {folder}")
    except OSError:
        pass
(connection / "socket").write_text("")
print(written)
"""


@pytest.mark.parametrize("name", ["lab", "my lab 6", "hôme/tmp"])
def test_a_library_below_the_temporary_directory_can_be_read_and_not_written(name):
    """There a sandbox has a folder of its own, in which it may write."""
    with contextlib.ExitStack() as stack:
        outside, own = (
            Path(stack.enter_context(tempfile.TemporaryDirectory(dir=WRITABLE))) for _ in range(2)
        )
        outside.chmod(0o755)
        library = outside / name / ".venv" / "lib"
        library.mkdir(parents=True)
        (library / "numbers.txt").write_text("42")
        folders = Folders(own)
        folders.prepare(NOBODY if os.geteuid() == 0 else None)
        known = python_sandbox()
        sandbox = dataclasses.replace(known, readable=(*known.readable, library))
        program = [sys.executable, "-c", FROM_ELSEWHERE, str(library), str(folders.connection)]
        done = subprocess.run(
            sandboxed(program, sandbox, folders, MIB),
            env=dict(sandbox.environment),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.stderr == ""
        assert ast.literal_eval(done.stdout) == [str(WRITABLE)]
        assert [path.name for path in library.iterdir()] == ["numbers.txt"]


def test_no_network_not_even_the_hosts_own(submission, tmp_path):
    with socket.socket() as listener, socket.socket(socket.AF_UNIX) as named:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        abstract = f"\0lab-test-{os.getpid()}"
        named.bind(abstract)
        named.listen()
        port = listener.getsockname()[1]
        ran = run(
            submission,
            f"""
            import socket
            reached = []
            for address in (('127.0.0.1', {port}), ('1.1.1.1', 53)):
                try:
                    socket.create_connection(address, 2)
                    reached.append(address)
                except OSError as error:
                    pass
            try:
                socket.socket(socket.AF_UNIX).connect({abstract!r})
                reached.append('abstract')
            except OSError:
                pass
            print(reached)
            """,
            "import os; print(sorted(os.listdir('/sys/class/net')) if os.path.exists('/sys') else "
            "[line.split(':')[0].strip() for line in open('/proc/net/dev') if ':' in line])",
        )
        assert ran.values(0) == []
        assert ran.values(1) == ["lo"]
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_no_privileges_no_namespaces_and_signals_that_reach_nobody(submission):
    ran = run(
        submission,
        """
        status = dict(line.split(':', 1) for line in open('/proc/self/status'))
        print([status[key].strip() for key in ('CapEff', 'CapPrm', 'CapBnd', 'NoNewPrivs')])
        """,
        "import ctypes; print([ctypes.CDLL(None).unshare(flag) for flag in (0x10000000, 0x20000)])",
        f"""
        import os, signal
        reached = []
        for pid in ({os.getpid()}, {os.getppid()}):
            try:
                os.kill(pid, signal.SIGKILL)
                reached.append(pid)
            except ProcessLookupError:
                pass
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP):
            os.kill(os.getppid(), number)
        print(reached)
        """,
        "print('still here')",
    )
    assert ran.values(0) == ["0" * 16] * 3 + ["1"]
    assert ran.values(1) == [-1, -1]
    assert ran.values(2) == []
    assert ran.printed(3) == "still here"


FORBIDDEN_CALLS = """
    import ctypes, errno, os, sys
    libc = ctypes.CDLL(None, use_errno=True)
    def said(name, *arguments):
        ctypes.set_errno(0)
        return libc[name](*arguments), errno.errorcode.get(ctypes.get_errno())
    print({
        'memfd': said('memfd_create', b'hidden', 0),
        'shm': said('shmget', 0, 4096, 0o1600),
        'queue': said('msgget', 0, 0o1600),
        'trace': said('ptrace', 0, 0, 0, 0),
        'namespace': said('unshare', 0x10000000),
        'uring': said('syscall', 425, 1, None),
        'descriptor of another': said('syscall', 438, 3, 0, 0),
        **{f'family {family}': said('socket', family, 1, 0) for family in (3, 17, 31, 38, 40, 44)},
        'pair': said('socketpair', 40, 1, 0, None),
        'filtered': [line.split()[1] for line in open('/proc/self/status')
                     if line.startswith('Seccomp:')],
    })
    """


def test_calls_that_hide_memory_or_that_nobody_needs_are_refused(submission):
    said = run(submission, FORBIDDEN_CALLS).values(0)
    assert said.pop("filtered") == ["2"]
    assert set(said.values()) == {(-1, "EPERM")}


def test_sockets_of_the_usual_families_can_be_made(submission):
    ran = run(
        submission,
        """
        import socket
        families = socket.AF_UNIX, socket.AF_INET, socket.AF_INET6
        made = [socket.socket(family) for family in families]
        print([one.family.name for one in (*made, *socket.socketpair())])
        """,
    )
    assert ran.values(0) == ["AF_UNIX", "AF_INET", "AF_INET6", "AF_UNIX", "AF_UNIX"]


EVERY_PROCESS = """
    import os, pathlib
    NAMES = 'processes', 'open files', 'data size', 'file size', 'core file size'
    def try_to(write, path, text):
        try:
            with open(path, write) as file:
                file.write(text)
        except OSError as error:
            return error.strerror
    found = {}
    for path in pathlib.Path('/proc').glob('[0-9]*'):
        status = dict(line.split(':', 1) for line in (path / 'status').open())
        limits = (path / 'limits').read_text().splitlines()
        found[path.name] = {
            'filter': status['Seccomp'].strip(),
            'limits': [line.split()[-3:-1] for name in NAMES for line in limits
                       if line.startswith(f'Max {name} ')],
            'out of memory': (path / 'oom_score_adj').read_text().strip(),
            'memory': try_to('r+b', path / 'mem', b'x'),
            'spared': try_to('w', path / 'oom_score_adj', '0'),
        }
    print({'all': found, 'own': str(os.getpid())})
    """


def test_no_process_of_a_sandbox_has_more_rights_than_the_kernel(submission):
    said = run(submission, EVERY_PROCESS).values(0)
    own = said["all"].pop(said["own"])
    assert own["filter"] == "2"
    assert own["out of memory"] == "1000"
    assert own["memory"] == own["spared"] == "Read-only file system"
    assert len(own["limits"]) == 5
    assert "unlimited" not in [limit for pair in own["limits"] for limit in pair]
    assert said["all"]
    for other in said["all"].values():
        assert other == own


@pytest.mark.slow
@pytest.mark.exhaustive
def test_a_fork_bomb_is_bounded_by_the_system_without_a_watcher(submission):
    ran = run(
        submission,
        """
        import os, signal
        children = []
        try:
            while len(children) < 2000:
                child = os.fork()
                if child == 0:
                    signal.pause()
                children.append(child)
        except BlockingIOError:
            pass
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        print(len(children))
        """,
        limits=Limits(processes=10_000, threads=100),
    )
    assert 10 < ran.values(0) < 100


@pytest.mark.slow
@pytest.mark.exhaustive
def test_a_fork_bomb_is_stopped_and_the_next_kernel_works(submission):
    bomb = """
        import os, time
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                os.fork()
            except OSError:
                pass
        """
    ran = run(submission, bomb, "print('not reached')")
    assert ran.stopped_because == "It ran more than 64 processes at once and was stopped."
    assert run(submission, "print(1)").printed(0) == "1"


def test_more_memory_than_a_process_may_have_is_an_error_of_the_cell(submission):
    ran = run(
        submission,
        "everything = bytearray(600 << 20)",
        "print('goes on')",
        limits=Limits(memory=400 * MIB),
    )
    assert ran.error(0) == "MemoryError"
    assert ran.printed(1) == "goes on"


@pytest.mark.slow
def test_more_memory_than_all_may_have_stops_the_kernel_and_the_next_one_works(submission):
    limits = Limits(memory=400 * MIB)
    bomb = """
        import os, signal
        for _ in range(12):
            if os.fork() == 0:  # what a kernel with Keras leaves one process of 400 MiB is little
                mine = bytearray(b'x') * (40 << 20)
                signal.pause()
        signal.pause()
        """
    ran = run(submission, bomb, limits=limits)
    assert ran.stopped_because == "It used more than 400 MiB of memory and was stopped."
    shared = """
        import mmap, signal
        ours = mmap.mmap(-1, 600 << 20)
        for _ in range(600):
            ours.write(bytes(1 << 20))
        signal.pause()
        """
    ran = run(submission, shared, limits=limits)
    assert ran.stopped_because == "It used more than 400 MiB of memory and was stopped."
    assert run(submission, "print(1)", limits=limits).printed(0) == "1"


def test_files_are_limited_in_size_in_sum_and_in_number(submission):
    ran = run(
        submission,
        "open('large', 'wb').write(bytes(9 << 20))",
        "for n in range(20): open(f'{n}', 'wb').write(bytes(4 << 20))",
        "print('goes on')",
        """
        import os, signal
        [os.remove(name) for name in os.listdir('.')]
        for n in range(1000): open(f'{n}', 'w')
        signal.pause()
        """,
        limits=Limits(file_size=8 * MIB, disk=32 * MIB, files=500),
    )
    assert ran.error(0) == "OSError"
    assert ran.error(1) == "OSError"
    assert ran.printed(2) == "goes on"
    assert ran.stopped_because == "It made more than 500 files and was stopped."


def test_the_folder_of_the_connection_is_for_nothing_else(submission):
    ran = run(
        submission,
        """
        import ipykernel, os, signal
        os.mkdir(os.path.dirname(ipykernel.get_connection_file()) + '/mine')
        signal.pause()
        """,
    )
    assert ran.stopped_because == "It wrote into the folder of its connection and was stopped."


def test_a_daemon_is_gone_after_the_shutdown_and_so_are_the_folders(submission):
    manager = sandboxed_kernel_manager(submission)
    daemon = """
        import os, signal
        seen, tells = os.pipe()
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                    signal.signal(number, signal.SIG_IGN)
                os.write(tells, b'up')
                while True:
                    signal.pause()
            os._exit(0)
        print(os.read(seen, 2).decode())
        """
    client = client_of(manager, daemon)
    client.execute(cleanup_kc=False)
    assert Ran(client.nb, manager).printed(0) == "up"
    processes = processes_of(manager)
    folder = manager.provisioner._folders.root
    assert len(processes) >= 4  # bubblewrap outside, bubblewrap inside, the kernel, the daemon
    client._cleanup_kernel()
    assert not alive(processes)
    assert not folder.exists()


@pytest.mark.slow
def test_a_killed_grader_leaves_no_process_and_its_folder_goes_with_the_next_grader(submission):
    script = f"""
        import os, signal, sys
        sys.path[:0] = [{str(PROJECT)!r}]
        from tests.autograder.grading.sandbox.test_provisioner import *
        manager = sandboxed_kernel_manager(Path({str(submission)!r}))
        daemon = "import os, signal\\nif os.fork() == 0: os.setsid(); signal.pause()"
        client = client_of(manager, daemon)
        client.execute(cleanup_kc=False)
        print(manager.provisioner._folders.root)
        print(*[process.pid for process in processes_of(manager)], flush=True)
        signal.pause()
        """
    with subprocess.Popen(
        [sys.executable, "-c", code(script)], stdout=subprocess.PIPE, text=True
    ) as grader:
        folder = Path(grader.stdout.readline().strip())
        processes = [psutil.Process(int(pid)) for pid in grader.stdout.readline().split()]
        assert len(processes) >= 3
        remove_forgotten.__wrapped__(folder.parent)
        assert folder.exists()
        grader.kill()
    _, left = psutil.wait_procs(processes, timeout=10)
    assert not alive(left)
    remove_forgotten.__wrapped__(folder.parent)
    assert not folder.exists()


def test_an_endless_loop_is_interrupted_by_a_message(submission):
    manager = sandboxed_kernel_manager(submission)
    client = client_of(manager, "while True: pass", "print('goes on')", interrupt_on_timeout=True)
    client.timeout_func = lambda cell: 1 if "while" in cell.source else SECONDS
    client.execute(cleanup_kc=True)
    ran = Ran(client.nb, manager)
    assert ran.error(0) == "KeyboardInterrupt"
    assert ran.printed(1) == "goes on"


def test_a_signal_to_the_kernel_does_not_end_the_sandbox(submission):
    manager = sandboxed_kernel_manager(submission)
    client = client_of(manager, "print(1)")
    client.execute(cleanup_kc=False)
    run_sync(manager.signal_kernel)(signal.SIGINT)
    assert run_sync(manager.is_alive)()
    client._cleanup_kernel()
    assert not run_sync(manager.is_alive)()


def test_what_one_kernel_leaves_does_not_reach_the_next(submission):
    poison = "import builtins; builtins.poisoned = True"
    first = run(
        submission,
        f"""
        import os, sys
        for folder in (os.environ['IPYTHONDIR'] + '/profile_default/startup',
                       os.path.expanduser('~/.ipython/profile_default/startup'),
                       os.path.expanduser('~/.config/matplotlib'), os.getcwd(), '/dev/shm',
                       os.environ['TMPDIR']):
            os.makedirs(folder, exist_ok=True)
            for name in ('poison.py', 'sitecustomize.py', 'ipython_kernel_config.py'):
                open(os.path.join(folder, name), 'w').write({poison!r})
        print('poisoned')
        """,
    )
    assert first.printed(0) == "poisoned"
    second = run(
        submission,
        "import builtins; print(hasattr(builtins, 'poisoned'))",
        "import os; print([f for f in ('poison.py', '/dev/shm/poison.py') if os.path.exists(f)])",
    )
    assert second.printed(0) == "False"
    assert second.values(1) == []
    assert sorted(path.name for path in submission.iterdir()) == ["weights.txt"]


def test_files_that_are_handed_in_are_not_read_as_configuration(submission):
    for name in ("ipython_config.py", "ipython_kernel_config.py", "sitecustomize.py", "debugpy.py"):
        (submission / name).write_text("import builtins; builtins.poisoned = True")
    ran = run(submission, "import builtins; print(hasattr(builtins, 'poisoned'))")
    assert ran.printed(0) == "False"


def test_a_descriptor_is_handed_in(submission):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"question")
        ran = run(
            submission,
            """
            import os, socket
            wire = socket.socket(fileno=int(os.environ['WIRE']))
            print(wire.recv(8).decode())
            wire.sendall(b'answer')
            """,
            pass_fds=[theirs.fileno()],
            environment={"WIRE": str(theirs.fileno())},
        )
        assert ran.printed(0) == "question"
        assert ours.recv(6) == b"answer"


def test_links_and_devices_are_left_behind(submission, tmp_path):
    (submission / "shadow").symlink_to("/etc/shadow")
    (submission / "up").symlink_to("..")
    os.mkfifo(submission / "pipe")
    (submission / "data").mkdir()
    (submission / "data" / "locked").write_text("read me")
    (submission / "data" / "locked").chmod(0o400)
    ran = run(
        submission,
        "import os; print(sorted(os.path.join(f, n) for f, _, ns in os.walk('.') for n in ns))",
        "print(open('data/locked').read()); open('data/locked', 'a').write('mine')",
    )
    assert ran.values(0) == ["./data/locked", "./weights.txt"]
    assert ran.printed(1) == "read me"


def test_a_submission_that_is_too_large_is_told_before_it_runs(submission, tmp_path):
    (submission / "large").write_bytes(bytes(3 * MIB))
    with pytest.raises(SandboxError, match=r"at most 10,000 files and folders and 2 MiB"):
        copy_submission(submission, tmp_path / "copy", SubmissionLimits(whole=2 * MIB))


@pytest.mark.slow
def test_the_largest_submission_leaves_a_kernel_all_its_room(submission):
    (submission / "large").write_bytes(bytes(SUBMISSION.beside))
    deep = Path(*["d"] * ((SUBMISSION.path - len("nnn")) // len("d/")))
    for number in range(SUBMISSION.folders - len(deep.parts)):
        (submission / "wide" / f"{number}").mkdir(parents=True)
    (submission / deep).mkdir(parents=True)
    for number in range(SUBMISSION.files - 1):
        (submission / deep / f"{number:03}").touch()
    ran = run(
        submission,
        "import os; print(sum(len(names) for *_, names in os.walk('.')))",
        "open('mine', 'wb').write(bytes(7 << 20))",
        "for n in range(100): open(f'{n}', 'w')",
        "open('more', 'wb').write(bytes(7 << 20))",
        limits=Limits(file_size=8 * MIB, disk=8 * MIB, files=200),
    )
    assert ran.values(0) == SUBMISSION.files + 1  # weights.txt
    assert ran.error(1) is None
    assert ran.error(2) is None
    assert ran.error(3) == "OSError"
    assert ran.stopped_because is None


def test_a_kernel_can_be_restarted_and_begins_anew(submission):
    manager = sandboxed_kernel_manager(submission)
    before = client_of(manager, "open('mine', 'w'); x = 1")
    before.execute(cleanup_kc=False)
    before.kc.stop_channels()
    first = processes_of(manager)
    run_sync(manager.restart_kernel)(now=True)
    again = client_of(manager, "import os; print(os.path.exists('mine'), 'x' in globals())")
    again.execute(cleanup_kc=True)
    assert Ran(again.nb, manager).printed(0) == "False False"
    assert not alive(first)
    run_sync(manager.shutdown_kernel)(now=True)


def test_what_is_killed_is_waited_for_though_it_is_nobody_s_child():
    started = "import subprocess; print(subprocess.Popen(['sleep', '600'], stdout=-3).pid)"
    orphan = psutil.Process(int(subprocess.check_output([sys.executable, "-c", started])))
    killing = threading.Timer(0.3, orphan.kill)
    killing.start()
    assert alive([orphan])
    provisioner._wait_for([orphan])
    assert not alive([orphan])


def test_below_the_minimum_nothing_is_started(submission, monkeypatch):
    monkeypatch.setattr(kernel_manager, "probe", lambda: Reached(Level.LIMITS, "No bwrap here."))
    with pytest.raises(SandboxError, match=r"needs .* FULL, .* reaches LIMITS: No bwrap"):
        sandboxed_kernel_manager(submission)


def test_without_a_sandbox_folder_environment_limits_and_cleaning_up_remain(
    submission, monkeypatch
):
    monkeypatch.setenv("SECRET_OF_THE_GRADER", "1")
    monkeypatch.setattr(kernel_manager, "probe", lambda: Reached(Level.LIMITS, "No bwrap here."))
    manager = sandboxed_kernel_manager(submission, minimum=Level.LIMITS)
    client = client_of(
        manager,
        "import os; print('SECRET_OF_THE_GRADER' in os.environ, os.listdir('.'))",
        "import resource; print(resource.getrlimit(resource.RLIMIT_DATA)[0])",
        "open('mine', 'w'); print(os.environ['HOME'] != os.path.expanduser('~root'))",
        """
        import signal
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                print(os.getpid(), flush=True)
                signal.pause()
            os._exit(0)
        os.wait();
        """,
    )
    client.execute(cleanup_kc=False)
    processes = [
        *processes_of(manager),
        *provisioner._family(None, str(manager.provisioner._folders.home)),
    ]
    client._cleanup_kernel()
    ran = Ran(client.nb, manager)
    assert ran.printed(0) == "False ['weights.txt']"
    assert ran.values(1) == Limits().memory
    assert ran.printed(2) == "True"
    assert len(processes) >= 2
    assert not alive(processes)
    assert [path.name for path in submission.iterdir()] == ["weights.txt"]


AS_A_NORMAL_USER = """
    set -e
    mount --bind "$1" "$2"
    mount -t tmpfs -o mode=755 none "$3"
    mkdir -p "$1"
    mount --bind "$2" "$1"
    shift 3
    exec setpriv --reuid=12345 --regid=12345 --clear-groups -- "$@"
    """


@pytest.mark.skipif(os.geteuid() != 0, reason="all tests run as a normal user already")
@pytest.mark.skipif(
    not Path(sys.base_prefix).is_relative_to(Path.home()), reason="made for a Python at root's home"
)
@pytest.mark.skipif(
    Path(__file__).is_relative_to(Path.home()), reason="nobody else can look into root's home"
)
@pytest.mark.slow
def test_a_normal_user_has_the_same_sandbox(submission, tmp_path):
    (tmp_path / "door").mkdir()
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(folder.stat().st_mode | 0o055)
    script = f"""
        import os, sys
        sys.path[:0] = [{str(PROJECT)!r}]
        from tests.autograder.grading.sandbox.test_provisioner import *
        ran = run(
            Path({str(submission)!r}),
            "print(1 + 1)",
            "import resource; print(resource.getrlimit(resource.RLIMIT_NPROC)[0])",
            "import os; print(os.path.exists({str(PROJECT / "source")!r}))",
        )
        print(os.getuid(), probe().level.name, *[ran.printed(at) for at in range(3)])
        """
    done = subprocess.run(
        [
            *("unshare", "--mount", "sh", "-c", code(AS_A_NORMAL_USER), "sh"),
            *(sys.base_prefix, str(tmp_path / "door"), str(Path.home())),
            *("env", "HOME=/tmp", sys.executable, "-B", "-c", code(script)),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        cwd="/",
    )
    expected = ["12345", "FULL", "2", str(Limits().threads), "False"]
    assert done.stdout.split() == expected, done.stderr
