"""A program of the grader's own runs beside what kernels are forked from, in its sandbox."""

import ast
import os
import select
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from autograder.grading.sandbox.description import WORK
from autograder.grading.sandbox.prefork.fork_server import (
    ForkServer,
    ForkServerError,
    start_program,
)
from autograder.grading.sandbox.prefork.kernels import PreforkKernels, prefork_kernel_manager
from tests.autograder.grading.sandbox import test_provisioner as cold
from tests.autograder.grading.sandbox.test_provisioner import PROJECT, Ran, client_of

full_sandbox, submission = cold.full_sandbox, cold.submission

TALK = """
import socket
with socket.socket(fileno=3) as asker:
    while source := asker.recv(10_000):
        asker.sendall(repr(eval(source)).encode())
"""


@pytest.fixture(scope="module")
def lent(full_sandbox):
    with PreforkKernels() as kernels:
        yield kernels.numpy.lend()


@pytest.fixture
def talk(lent):
    with start_program(lent, TALK) as program:
        yield program


def said(program, source):
    try:
        program.sendall(source.encode())
        assert select.select([program], [], [], 30)[0], "it says nothing"
        return program.recv(10_000).decode()
    except (BrokenPipeError, ConnectionResetError):
        return "ended"


def in_import(of):
    return f"__import__({of!r})"


def test_its_imports_are_made_and_it_sees_what_kernels_see(talk):
    assert said(talk, "'numpy' in __import__('sys').modules") == "True"
    places = [str(PROJECT / "source"), str(WORK)]
    assert said(talk, f"[{in_import('os')}.path.exists(at) for at in {places}]") == "[False, True]"
    assert said(talk, f"{in_import('importlib.util')}.util.find_spec('cnn_reference')") == "None"
    network = f"{in_import('socket')}.if_nameindex()"
    assert said(talk, network) == "[(1, 'lo')]"


def test_no_way_leads_out_of_it_but_its_own(talk):
    opened = f"[n for n in range(300) if {in_import('os')}.path.exists(f'/proc/self/fd/{{n}}')]"
    assert said(talk, opened) == "[0, 1, 2, 3]"


def test_it_has_no_rights_and_no_process_of_its_user_looks_into_it(talk):
    status = dict(
        line.split(":\t", 1)
        for line in ast.literal_eval(said(talk, "open('/proc/self/status').readlines()"))
    )
    assert {status[name].strip("0\n") for name in ("CapPrm", "CapEff", "CapBnd")} == {""}
    assert status["NoNewPrivs"] == "1\n"
    is_dumpable = f"{in_import('ctypes')}.CDLL(None).prctl(3, 0, 0, 0, 0)"  # PR_GET_DUMPABLE
    assert said(talk, is_dumpable) == "0"


def test_others_run_beside_it_and_a_kernel_sees_none_of_them(submission):
    with PreforkKernels() as kernels:
        lent = kernels.numpy.lend()
        with start_program(lent, TALK) as one, start_program(lent, TALK) as other:
            assert said(one, "6 * 7") == said(other, "6 * 7") == "42"
            inside = int(said(one, f"{in_import('os')}.getpid()"))
            manager = prefork_kernel_manager(
                submission, sandbox=kernels.numpy.sandbox, fork_server=kernels.numpy
            )
            client = client_of(
                manager,
                f"import os; print(os.path.exists('/proc/{inside}/fd'), os.getpid() < {inside})",
                f"import os, signal; os.kill({inside}, signal.SIGKILL)",
            )
            client.execute(cleanup_kc=True)
            ran = Ran(client.nb, manager)
            assert ran.printed(0).startswith("False")
            assert ran.error(1) == "ProcessLookupError"
            assert said(one, "1") == said(other, "1") == "1"


def test_it_is_gone_when_it_has_ended_and_when_its_parent_has():
    with PreforkKernels() as kernels:
        lent = kernels.numpy.lend()
        with start_program(lent, TALK) as stays:
            with start_program(lent, TALK) as ends:
                pid = int(said(ends, f"{in_import('os')}.getpid()"))
                ended = psutil.Process(pid)
            ended.wait(30)
            kernels.numpy.start().result()  # it has looked after its children
            assert not psutil.pid_exists(pid)
            left = psutil.Process(int(said(stays, f"{in_import('os')}.getpid()")))
            os.kill(kernels.numpy.start().result(), signal.SIGKILL)
            assert not psutil.wait_procs([left], 30)[1]


def test_who_asks_hears_at_once_that_it_has_ended(talk):
    os.kill(int(said(talk, f"{in_import('os')}.getpid()")), signal.SIGKILL)
    assert said(talk, "1") in ("", "ended")


def test_what_can_not_be_started_is_an_error():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        theirs.close()
        with pytest.raises(OSError, match="pipe"):
            start_program(ours, TALK)


def test_nor_is_one_started_by_a_process_that_ends_meanwhile(lent):
    with PreforkKernels() as kernels:
        control = kernels.numpy.lend()
        kernels.numpy._running.process.kill()
        kernels.numpy._running.process.wait()
        with pytest.raises((ForkServerError, OSError)):
            start_program(control, TALK)


def test_where_nothing_can_be_launched_keras_is_asked_elsewhere(full_sandbox, monkeypatch):
    def fails(_):
        raise BlockingIOError("no process is left")

    with PreforkKernels() as kernels:
        with monkeypatch.context() as patched:
            patched.setattr(ForkServer, "_launch", fails)
            assert kernels.lend_keras() is None
            with pytest.raises(ForkServerError):
                kernels.keras.start().result()
        assert kernels.lend_keras() is None  # who asked for kernels was told that there are none
        assert kernels.keras._running is None


ENDED_BY_A_REAPER = f"""
import ctypes, os, sys, time
sys.path[:0] = [{str(PROJECT)!r}]
from autograder.grading.sandbox.prefork.fork_server import start_program
from autograder.grading.sandbox.prefork.kernels import PreforkKernels

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
with PreforkKernels() as kernels:
    lent = kernels.numpy.lend()
    programs = [start_program(lent, {TALK!r}) for _ in range(3)]
    for program in programs:
        program.close()
try:
    print("left", os.waitpid(-1, 0))
except ChildProcessError:
    print("nothing left")
"""


def test_nobody_else_has_to_ask_how_it_ended(full_sandbox):
    done = subprocess.run(
        [sys.executable, "-c", ENDED_BY_A_REAPER], capture_output=True, text=True, check=False
    )
    assert done.stdout == "nothing left\n", done.stderr
