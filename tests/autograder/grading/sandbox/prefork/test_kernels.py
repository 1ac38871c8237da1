"""Forked kernels in real sandboxes: every guarantee of a cold one, and nothing of the last one."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest
from nbclient.exceptions import DeadKernelError
from traitlets.config import Config

from autograder.grading.batch.app import GradeApp
from autograder.grading.execution.execute import TrustedExecute, the_kernels
from autograder.grading.execution.one_kind import Kind
from autograder.grading.sandbox.description import ALWAYS_HIDDEN, OTHER_LIBRARIES, python_sandbox
from autograder.grading.sandbox.kernel_manager import sandboxed_kernel_manager
from autograder.grading.sandbox.level import Level
from autograder.grading.sandbox.limits import MIB, Limits
from autograder.grading.sandbox.prefork import kernels as prefork_kernels
from autograder.grading.sandbox.prefork import server_program
from autograder.grading.sandbox.prefork.fork_server import ForkServer
from autograder.grading.sandbox.prefork.kernels import PreforkKernels, prefork_kernel_manager
from autograder.grading.sandbox.prefork.namespaces import (
    FLAGS,
    NamespaceError,
    flags_of,
    namespaces_of,
)
from autograder.grading.sandbox.provisioner import SandboxProvisioner
from autograder.grading.sandbox.usage import measure
from tests.autograder.grading.sandbox import test_provisioner as cold
from tests.autograder.grading.sandbox.test_provisioner import (  # noqa: F401 - those that begin with test_ run here with forked kernels
    AS_A_NORMAL_USER,
    PROJECT,
    SECONDS,
    Ran,
    alive,
    client_of,
    code,
    processes_of,
    run,
    test_a_cell_computes_with_numpy_and_the_check_whatever_kernel_the_notebook_names,
    test_a_daemon_is_gone_after_the_shutdown_and_so_are_the_folders,
    test_a_descriptor_is_handed_in,
    test_a_fork_bomb_is_bounded_by_the_system_without_a_watcher,
    test_a_fork_bomb_is_stopped_and_the_next_kernel_works,
    test_a_kernel_can_be_restarted_and_begins_anew,
    test_a_signal_to_the_kernel_does_not_end_the_sandbox,
    test_an_endless_loop_is_interrupted_by_a_message,
    test_an_import_that_is_not_used_is_no_offence,
    test_below_the_minimum_nothing_is_started,
    test_calls_that_hide_memory_or_that_nobody_needs_are_refused,
    test_files_are_limited_in_size_in_sum_and_in_number,
    test_files_that_are_handed_in_are_not_read_as_configuration,
    test_hidden_packages_are_not_there,
    test_keras_imports_where_it_is_allowed,
    test_links_and_devices_are_left_behind,
    test_more_memory_than_a_process_may_have_is_an_error_of_the_cell,
    test_more_memory_than_all_may_have_stops_the_kernel_and_the_next_one_works,
    test_no_network_not_even_the_hosts_own,
    test_no_privileges_no_namespaces_and_signals_that_reach_nobody,
    test_nothing_outside_of_the_own_folder_can_be_written,
    test_the_course_the_class_and_the_host_are_not_seen,
    test_the_folder_of_the_connection_is_for_nothing_else,
    test_the_largest_submission_leaves_a_kernel_all_its_room,
    test_what_one_kernel_leaves_does_not_reach_the_next,
)

full_sandbox, submission = cold.full_sandbox, cold.submission


@pytest.fixture(scope="module")
def prefork(full_sandbox):
    with PreforkKernels() as kernels:
        kernels.numpy.start().result()
        kernels.keras.start().result()
        yield kernels


@pytest.fixture(autouse=True)
def kernels_are_forked(prefork, monkeypatch):
    """Start forked kernels where `test_provisioner` starts cold ones, and never fall back."""

    def manager(submission, limits=None, sandbox=None, **wanted):
        which = prefork.keras if sandbox is None else prefork.numpy
        return prefork_kernel_manager(submission, limits, sandbox, fork_server=which, **wanted)

    async def never(self, cmd):
        raise AssertionError("A cold kernel was about to start.")

    monkeypatch.setattr(cold, "sandboxed_kernel_manager", manager)
    monkeypatch.setattr(SandboxProvisioner, "_run_in_sandbox", never)


@pytest.fixture
def cold_kernels_too(monkeypatch, kernels_are_forked):
    monkeypatch.undo()


NUMPY = python_sandbox(OTHER_LIBRARIES)


def run_numpy(submission, *sources, **wanted):
    return run(submission, *sources, sandbox=NUMPY, **wanted)


def test_the_numpy_kernel_has_imported_nothing_that_is_hidden(submission):
    ran = run_numpy(
        submission,
        "import sys; print(sorted({name.partition('.')[0] for name in sys.modules}))",
        "print([name for name in sys.modules if name.startswith('autograder.grading')])",
    )
    imported = set(ran.values(0))
    assert {"numpy", "matplotlib", "autograder", "ipykernel"} <= imported
    assert imported.isdisjoint({*OTHER_LIBRARIES, *ALWAYS_HIDDEN})
    assert ran.values(1) == []


def test_what_a_notebook_imports_of_the_lab_is_there_and_labs_are_found(submission):
    ran = run_numpy(
        submission,
        "import sys; before = {*sys.modules}",
        "from autograder import labs; print(labs._entry_points.cache_info().currsize)",
        """
        from autograder import check, explore
        from autograder.notebooks import from_notebook
        from mnist_data import load_mnist
        print([name for name in {*sys.modules} - before if name.startswith("autograder")])
        """,
    )
    assert ran.values(1) == 1
    assert ran.values(2) == []


COMPARED = """
    import os, resource, signal, sys, threading
    status = dict(line.split(':', 1) for line in open('/proc/self/status'))
    keys = ('Uid', 'Gid', 'Groups', 'CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs',
            'Seccomp', 'SigBlk', 'SigIgn', 'Umask', 'TracerPid')
    print({
        'status': [status[key].split() for key in keys],
        'limits': {name: resource.getrlimit(getattr(resource, name))
                   for name in dir(resource) if name.startswith('RLIMIT_')},
        'variables': dict(os.environ, PWD=''),
        'places': [os.getcwd(), os.readlink('/proc/self/cwd'), os.readlink('/proc/self/root')],
        'root': [sorted(name for name in os.listdir(place) if 'cnn-lab-' not in name)
                 for place in ('/', '/dev', '/tmp', '/tmp/home', '/run', '/opt/lab')],
        'parent': os.getppid(),
        'path': sys.path, 'argv': sys.argv[:1] + sys.argv[3:], 'flags': sys.flags,
        'executable': [sys.executable, sys.prefix, sys.base_prefix],
        'oom': open('/proc/self/oom_score_adj').read(),
        'exe': os.fstatvfs(os.open('/proc/self/exe', os.O_RDONLY)).f_flag & os.ST_RDONLY,
        'mounts': sorted(' '.join(line.split(' - ')[0].split()[4:6]) for line in
                         open('/proc/self/mountinfo') if '/c ' not in line),
        'handlers': [str(signal.getsignal(number)).split(' at ')[0]
                     for number in signal.valid_signals()],
        'descriptors': [os.readlink(f'/proc/self/fd/{n}') for n in (0,)],
        'main': [sys.modules['__main__'].__name__, sorted(k for k in globals() if k[:1].isalpha())],
        'host': os.uname().nodename,
        'meta': [str(finder).split(' at ')[0] for finder in sys.meta_path],
        'threads': threading.active_count(),
    }.__repr__().replace('sys.flags', 'dict'))
    """


def test_a_kernel_is_in_the_same_place_with_the_same_rights_as_a_cold_one(
    submission, cold_kernels_too, prefork
):
    forked = run_of(prefork_kernel_manager(submission, fork_server=prefork.numpy), COMPARED)
    started = run_of(sandboxed_kernel_manager(submission, sandbox=NUMPY), COMPARED)
    ours, theirs = (eval(ran.printed(0)) for ran in (forked, started))  # noqa: S307 - own output
    assert ours["exe"]  # else the Python of who grades could be overwritten
    assert ours == theirs


def run_of(manager, *sources):
    client = client_of(manager, *sources)
    with contextlib.suppress(DeadKernelError):
        client.execute(cleanup_kc=True)
    return Ran(client.nb, manager)


def test_nothing_leads_to_the_fork_server(submission, prefork):
    pid = prefork.numpy.start().result()
    ran = run_numpy(
        submission,
        """
        import gc, os, socket
        print([s for s in gc.get_objects() if isinstance(s, socket.socket) and s.fileno() >= 0
               and s.type == socket.SOCK_SEQPACKET])
        """,
        "print(sorted(int(pid) for pid in os.listdir('/proc') if pid.isdigit()) == "
        "[1, 2, os.getpid()])",
        f"""
        reached = []
        try:
            os.kill({pid}, 9)
            reached.append('signal')
        except ProcessLookupError:
            pass
        print(reached)
        """,
    )
    assert ran.values(0) == []
    assert ran.printed(1) == "True"
    assert ran.values(2) == []
    assert prefork.numpy.start().result() == pid


def test_a_kernel_that_kills_all_it_sees_harms_itself_alone(submission, prefork):
    before = prefork.numpy.start().result()
    run_numpy(submission, "import os; os.kill(-1, 9)")
    assert prefork.numpy.start().result() == before
    assert run_numpy(submission, "print(1)").printed(0) == "1"


def test_what_one_kernel_patches_is_not_patched_in_the_next(submission):
    first = run_numpy(
        submission,
        """
        import builtins, numpy, autograder, os, random, sys
        numpy.sum = autograder.check = random.random = lambda *_: 'patched'
        builtins.print_ = os.environ['PATCHED'] = sys.modules['patched'] = 'x'
        sys.path.insert(0, 'patched')
        print(numpy.sum([1]))
        """,
    )
    assert first.printed(0) == "patched"
    second = run_numpy(
        submission,
        """
        import builtins, numpy, autograder, os, random, sys
        print(numpy.sum([1]), autograder.check.__module__, random.random() == 'patched')
        print(hasattr(builtins, 'print_'), 'PATCHED' in os.environ, 'patched' in sys.modules)
        print('patched' in sys.path)
        """,
    )
    assert second.printed(0).split() == ["1", "autograder.checking", *["False"] * 5]


def test_random_numbers_differ(submission):
    source = """
        import random, secrets, tempfile, uuid, numpy
        print([random.random(), numpy.random.rand(), numpy.random.default_rng().random(),
               secrets.token_hex(), uuid.uuid4().hex, tempfile.mkdtemp()])
        """
    first, second = (run_numpy(submission, source).values(0) for _ in range(2))
    assert not {*first} & {*second}
    keras = "import keras; print(keras.random.normal((1,)).numpy().tolist())"
    first, second = (run(submission, keras).values(0) for _ in range(2))
    assert first != second


def test_several_kernels_at_once(submission, prefork):
    managers = [prefork_kernel_manager(submission, fork_server=prefork.numpy) for _ in range(3)]
    source = "open('mine', 'w').write('{}'); print(open('mine').read())"
    clients = [client_of(manager, source.format(at)) for at, manager in enumerate(managers)]

    async def execute_all():
        await asyncio.gather(*[client.async_execute(cleanup_kc=True) for client in clients])

    asyncio.run(execute_all())
    ran = [Ran(client.nb, manager) for client, manager in zip(clients, managers, strict=True)]
    assert [each.printed(0) for each in ran] == ["0", "1", "2"]


def test_a_fork_server_that_is_killed_takes_its_kernels_along_and_is_replaced(submission, prefork):
    pid = prefork.numpy.start().result()
    manager = prefork_kernel_manager(submission, fork_server=prefork.numpy)
    client = client_of(manager, "print(1)")
    client.execute(cleanup_kc=False)
    processes = processes_of(manager)
    os.kill(pid, signal.SIGKILL)
    _, left = psutil.wait_procs(processes, timeout=10)
    assert not alive(left)
    client._cleanup_kernel()
    assert run_numpy(submission, "print(2)").printed(0) == "2"
    assert prefork.numpy.start().result() != pid


def test_a_kernel_that_ends_takes_what_it_started_along(submission, prefork):
    manager = prefork_kernel_manager(submission, fork_server=prefork.numpy)
    daemon = "import os, signal\nif os.fork() == 0: os.setsid(); signal.pause()"
    client = client_of(manager, daemon, "os._exit(0)", "print('not reached')")
    before = []

    def note(cell, cell_index):
        if cell_index == 1:
            before.extend(processes_of(manager))

    client.on_cell_start = note
    with pytest.raises(DeadKernelError):
        client.execute(cleanup_kc=True)
    assert len(before) >= 5  # bubblewrap twice, the one that idles, the kernel, the daemon
    assert not alive(before)
    assert manager.stopped_because is None


def test_a_tiny_model_predicts_and_trains_and_says_nothing(submission):
    ran = run(
        submission,
        """
        import keras, numpy
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, activation='softmax')])
        model.compile('sgd', 'sparse_categorical_crossentropy')
        x, y = numpy.ones((8, 4)), numpy.zeros(8)
        print(model.predict(x, verbose=0).shape)
        print(len(model.fit(x, y, epochs=2, verbose=0).history['loss']))
        """,
    )
    assert ran.error(0) is None
    assert ran.printed(0).split("\n") == ["(8, 2)", "2"]
    assert {output.get("name") for output in ran.cells[0].outputs} == {"stdout"}


def test_figures_are_shown_inline(submission):
    figure = "import matplotlib.pyplot as plt; plt.plot([1, 2]); None"
    ran = run_numpy(submission, figure, figure)
    for cell in ran.cells:
        assert [sorted(output.data) for output in cell.outputs] == [["image/png", "text/plain"]]


def test_memory_that_is_shared_with_the_fork_server_is_not_counted(submission, prefork):
    manager = prefork_kernel_manager(submission, fork_server=prefork.keras)
    client = client_of(manager, "print(1)")
    client.execute(cleanup_kc=False)
    top = manager.provisioner.process.pid
    whole = measure(top, Limits(memory=1 << 40)).memory
    shared = measure(top, Limits(memory=0)).memory
    client._cleanup_kernel()
    assert shared < 0.8 * whole


def test_a_kernel_has_no_other_sandbox_than_its_fork_server(submission, prefork):
    with pytest.raises(ValueError, match="give it another fork server"):
        prefork_kernel_manager(submission, sandbox=NUMPY, fork_server=prefork.keras)


def test_below_the_full_level_kernels_are_cold(submission, prefork, monkeypatch):
    limits = cold.Reached(Level.LIMITS, "No bwrap here.")
    monkeypatch.setattr(cold.kernel_manager, "probe", lambda: limits)
    manager = prefork_kernel_manager(submission, fork_server=prefork.numpy, minimum=Level.LIMITS)
    assert (
        manager.kernel_spec.metadata["kernel_provisioner"]["provisioner_name"]
        == "autograder-sandbox"
    )


def test_below_the_full_level_nothing_is_started_that_could_fork(monkeypatch):
    limits = cold.Reached(Level.LIMITS, "No bwrap here.")
    monkeypatch.setattr(prefork_kernels, "probe", lambda: limits)
    with PreforkKernels() as kernels, PreforkKernels() as borrower:
        kernels.start(with_keras=True)
        borrower.borrow(kernels.lend())
        assert kernels._fork_servers == borrower._fork_servers == []


@pytest.mark.slow
def test_what_the_instructor_sets_reaches_the_kernels_and_what_forks_them(submission):
    settings = {"memory": 700, "processes": 20, "disk": 48}
    execute = TrustedExecute(config=Config({"TrustedExecute": settings}))
    execute._folder, execute._kind = submission, Kind.NUMPY
    manager = execute.create_kernel_manager()
    kernels = the_kernels(execute.kernel_limits)
    try:
        ran = run_of(
            manager,
            """
            import os, resource
            print([resource.getrlimit(resource.RLIMIT_DATA), os.statvfs('/tmp').f_blocks])
            """,
            """
            import signal
            for _ in range(30):
                if os.fork() == 0:
                    signal.pause()
            signal.pause()
            """,
        )
        size = os.statvfs(f"/proc/{kernels.numpy.start().result()}/root/tmp")
    finally:
        execute._close_interview()
        kernels.close()
    files_and_pages_of_the_submission = 2
    memory, pages = ran.values(0)
    assert memory == (700 * MIB, 700 * MIB)
    assert pages == 48 * MIB // 4096 + files_and_pages_of_the_submission
    assert ran.stopped_because == "It ran more than 20 processes at once and was stopped."
    assert size.f_blocks * size.f_frsize == 48 * MIB


def test_where_no_fork_server_starts_kernels_are_cold(submission, cold_kernels_too, caplog):
    server_of_none = ForkServer(NUMPY, ["a_module_that_is_not_there"])
    try:
        manager = prefork_kernel_manager(submission, fork_server=server_of_none)
        client = client_of(manager, "print(1)")
        client.execute(cleanup_kc=False)
        assert not manager.provisioner.is_forked
        client._cleanup_kernel()
        assert Ran(client.nb, manager).printed(0) == "1"
        assert "Kernels can't be forked" in caplog.text
    finally:
        server_of_none.close()


def test_a_process_with_a_thread_or_shared_memory_forks_no_kernel():
    unfit = f"""
        import mmap, sys, threading
        sys.path.insert(0, {str(PROJECT)!r})
        from autograder.grading.sandbox.prefork import server_program
        server_program.SECONDS_TO_END = 0
        print(server_program._unfit_to_fork())
        ours = mmap.mmap(-1, 4096)
        print(server_program._unfit_to_fork())
        waits = threading.Event()
        threading.Thread(target=waits.wait).start()
        print(server_program._unfit_to_fork())
        waits.set()
        """
    done = subprocess.run(
        [sys.executable, "-c", code(unfit)],
        capture_output=True,
        text=True,
        check=True,
        env={"OPENBLAS_NUM_THREADS": "1"},
    )
    first, second, third = done.stdout.split("\n")[:3]
    assert first == ""
    assert second.startswith("The imports share memory between all children")
    assert third == "The imports have started 1 threads, which no child would have."


def test_a_sandbox_that_is_none_is_not_entered():
    ours = namespaces_of("self")
    with pytest.raises(NamespaceError, match="ipc, mnt, net, pid, user, uts"):
        flags_of(ours, ours)
    assert set(ours) == set(FLAGS)


def test_modules_that_are_hidden_would_be_noticed():
    assert server_program._hidden(["pytest", "no_such_module"]) == ["module pytest"]


GRADER = f"""
    import os, signal, sys
    sys.path[:0] = [{str(PROJECT)!r}]
    from tests.autograder.grading.sandbox.test_provisioner import *
    from autograder.grading.sandbox.prefork.kernels import PreforkKernels, prefork_kernel_manager
    prefork = PreforkKernels()
    limits = Limits(processes=5000)  # so that the system's own limit is what is met
    manager = prefork_kernel_manager(Path(sys.argv[1]), limits, fork_server=prefork.numpy)
    client = client_of(
        manager,
        "import os, signal\\nif os.fork() == 0: os.setsid(); signal.pause()",
        "import resource; print(resource.getrlimit(resource.RLIMIT_NPROC)[0])",
        f"import os; print(os.path.exists({str(PROJECT / "source")!r}))",
        "print(os.fstatvfs(os.open('/proc/self/exe', os.O_RDONLY)).f_flag & os.ST_RDONLY)",
        '''
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
        print(len(children) < 600)
        ''',
    )
    client.execute(cleanup_kc=False)
    """


@pytest.mark.slow
@pytest.mark.exhaustive
def test_a_killed_grader_leaves_no_process(submission):
    script = (
        GRADER
        + """
    processes = [*processes_of(manager), psutil.Process(prefork.numpy.start().result())]
    print(manager.provisioner.is_forked, *[process.pid for process in processes], flush=True)
    signal.pause()
    """
    )
    with subprocess.Popen(
        [sys.executable, "-c", code(script), submission], stdout=subprocess.PIPE, text=True
    ) as grader:
        is_forked, *pids = grader.stdout.readline().split()
        processes = [psutil.Process(int(pid)) for pid in pids]
        grader.kill()
    _, left = psutil.wait_procs(processes, timeout=10)
    assert is_forked == "True"
    assert len(processes) >= 6
    assert not alive(left)


@pytest.mark.skipif(os.geteuid() != 0, reason="all tests run as a normal user already")
@pytest.mark.skipif(
    not Path(sys.base_prefix).is_relative_to(Path.home()), reason="made for a Python at root's home"
)
@pytest.mark.skipif(
    Path(__file__).is_relative_to(Path.home()), reason="nobody else can look into root's home"
)
@pytest.mark.slow
@pytest.mark.exhaustive
def test_a_normal_user_has_the_same_kernels(submission, tmp_path):
    (tmp_path / "door").mkdir()
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(folder.stat().st_mode | 0o055)
    script = (
        GRADER
        + """
    ran = Ran(client.nb, manager)
    print(os.getuid(), manager.provisioner.is_forked, *[ran.printed(at) for at in range(1, 5)])
    client._cleanup_kernel()
    prefork.close()
    print([process for process in psutil.process_iter() if process.uids().real == 12345
           and process.pid != os.getpid()])
    """
    )
    done = subprocess.run(
        [
            *("unshare", "--mount", "sh", "-c", code(AS_A_NORMAL_USER), "sh"),
            *(sys.base_prefix, str(tmp_path / "door"), str(Path.home())),
            *("env", "HOME=/tmp", sys.executable, "-B", "-c", code(script), str(submission)),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        cwd="/",
    )
    limits = str(Limits().threads)
    assert done.stdout.split() == ["12345", "True", limits, "False", "1", "True", "[]"], done


def test_closing_leaves_no_process_and_no_folder():
    with PreforkKernels() as kernels:
        process = psutil.Process(kernels.numpy.start().result())
        assert process.num_threads() == 1
        folder = kernels.numpy._running._root.path
        assert folder.is_dir()
    assert not alive([process])
    assert not folder.exists()


def forked_by(fork_server, submission):
    manager = prefork_kernel_manager(submission, fork_server=fork_server)
    client = client_of(manager, "import numpy; print(6 * 7)")
    client.execute(cleanup_kc=False)
    assert manager.provisioner.is_forked
    client._cleanup_kernel()
    return Ran(client.nb, manager).printed(0)


@pytest.mark.slow
def test_others_may_ask_a_lent_fork_server_and_start_their_own_when_it_is_gone(submission):
    with PreforkKernels() as lender, PreforkKernels() as one, PreforkKernels() as other:
        for borrower in (one, other):
            borrower.borrow([control.dup() for control in lender.lend()])
        lent = lender.numpy.start().result()
        assert one.numpy.start().result() == other.numpy.start().result() == lent
        assert forked_by(one.numpy, submission) == forked_by(other.numpy, submission) == "42"

        other.close()
        assert forked_by(one.numpy, submission) == "42"
        lender.close()
        assert forked_by(one.numpy, submission) == "42"
        assert one.numpy.start().result() != lent


def test_who_asks_and_is_killed_meanwhile_leaves_the_fork_server_to_the_others():
    with PreforkKernels() as kernels:
        asks, hears = socket.socketpair()
        with kernels.numpy.lend().dup() as control, hears:
            socket.send_fds(control, [b"{}"], [asks.fileno()])
            asks.close()
        running = kernels.numpy._running
        kernels.numpy.start().result()
        assert kernels.numpy._running is running


def has_loaded(fork_server, library):
    below = psutil.Process(fork_server._running.process.pid).children(recursive=True)
    return any(library in of.path for process in below for of in process.memory_maps())


@pytest.mark.slow
def test_keras_is_imported_when_it_is_needed():
    with PreforkKernels() as kernels:
        kernels.lend()
        kernels.numpy.start().result()
        assert has_loaded(kernels.numpy, "numpy")
        assert not has_loaded(kernels.keras, "numpy")
        kernels.start(with_keras=True)
        kernels.keras.start().result()
        assert has_loaded(kernels.keras, "tensorflow")


def server_asked_by_worker():
    return os.getpid(), the_kernels(Limits()).numpy.start().result()


@pytest.mark.slow
def test_the_workers_of_a_run_ask_the_fork_servers_of_its_main_process():
    with GradeApp(jobs=1)._local_pool() as pool:
        worker, asked = pool.submit(server_asked_by_worker).result()
        above = [process.pid for process in psutil.Process(asked).parents()]
    assert os.getpid() in above
    assert worker not in above
