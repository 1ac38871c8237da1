"""nbgrader's `Execute`, with the student's code in a sandbox and the verdicts from outside it."""

import contextlib
import functools
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from nbclient.exceptions import DeadKernelError
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.preprocessors.execute import UnresponsiveKernelError
from traitlets import Bool, CaselessStrEnum, Integer, Unicode

from autograder.answer.remote_check import FD_VARIABLE
from autograder.grading.execution import given_up  # noqa: F401 - keeps quiet what is left behind
from autograder.grading.execution.case_record import as_metadata
from autograder.grading.execution.check_cells import (
    exercise_checked_by,
    lab_check,
    refuse_unknown_checks,
    worth,
)
from autograder.grading.execution.interview import CellEnd, Interview
from autograder.grading.execution.one_kind import Kind, Slots, a_slot, alone_of_its_kind, kind_of
from autograder.grading.execution.oracle import the_oracle
from autograder.grading.execution.oracle_process import Judgement, exercise_of_run
from autograder.grading.execution.outputs import BoundedClient, OutputBudget, shortened, tidy
from autograder.grading.execution.reasons import with_reason
from autograder.grading.execution.starved import is_starved, moment
from autograder.grading.execution.time_left import seconds_left, used_by
from autograder.grading.intake.placeholder import INTAKE, fail_checks, is_graded_by_nbgrader
from autograder.grading.intake.python_version import why_unread
from autograder.grading.sandbox.description import OTHER_LIBRARIES, Sandbox, python_sandbox
from autograder.grading.sandbox.kernel_manager import (
    SandboxedKernelManager,
    sandboxed_kernel_manager,
)
from autograder.grading.sandbox.level import Level, probe
from autograder.grading.sandbox.limits import MIB, Limits
from autograder.grading.sandbox.prefork.kernels import PreforkKernels, prefork_kernel_manager
from autograder.vocabulary.exercise import Exercise, Problem
from autograder.vocabulary.offer import Offer

__all__ = ["TrustedExecute", "borrow"]

ALONE_SECONDS = 180
"""Of a notebook that is run once more: nobody else runs one meanwhile."""
STOPPED = "The kernel came to its end in this cell."
LOST = "The kernel came back from this cell with nothing that could be read, or not at all."
USED_UP = "The notebook used up its {seconds} seconds before this cell."
DISPLAYED = {"stream", "display_data", "update_display_data", "execute_result", "error"}
ENDINGS = {"error", "execute_result"}
FOLLOWED = {"status", "execute_input", "clear_output"}
"""All else is left: the state of widgets would be kept, and nobody sees it."""
T = TypeVar("T")


class LostCellError(Exception):
    """What a kernel sent, or that it sent nothing, ended the run of a cell."""


class TrustedExecute(Execute):  # type: ignore[misc]
    """Runs a submitted notebook in a sandboxed kernel, and grades its checks by the oracle.

    What the kernel prints is shown, but carries no points. A cell that ends the kernel is left
    out when the others are run again in a new one.
    """

    enabled = Bool(
        True, help="Whatever `--no-execute` says: points come from a run or from nowhere."
    ).tag(config=False)
    seed = Unicode(
        help="The secret that hidden calls are drawn from. Empty: a new one for each run. It is "
        "kept in the metadata of the autograded notebooks: set it to reproduce a disputed grade."
    ).tag(config=True)
    minimum_level = CaselessStrEnum(
        [level.name for level in Level],
        default_value=Level.FULL.name,
        help="The least isolation that a notebook is run with; below it, nothing is graded.",
    ).tag(config=True)
    cell_seconds = Integer(120, help="For one cell.").tag(config=True)
    seconds = Integer(900, help="For all cells of a notebook together.").tag(config=True)
    submission_seconds = Integer(
        1200,
        help="For all notebooks of a submission together. What is left of it is a notebook's, if "
        "that is less than its own; but a minute is left to each.",
    ).tag(config=True)
    memory = Integer(
        Limits.memory // MIB, help="MiB, for all processes of a notebook together."
    ).tag(config=True)
    processes = Integer(Limits.processes, help="Of one notebook at a time.").tag(config=True)
    disk = Integer(Limits.disk // MIB, help="MiB, for all files that a notebook writes.").tag(
        config=True
    )
    warm = Bool(
        True,
        help="Fork kernels from processes that have made their imports, instead of starting each "
        "anew: same sandbox, seconds less for each notebook.",
    ).tag(config=True)
    keras_follows = Bool(True, help="Whether notebooks follow that need Keras.").tag(config=True)
    restarts = Integer(3, help="How often a kernel that came to its end is replaced.").tag(
        config=True
    )
    ran = 0.0
    """Seconds that the notebook was in kernels, when it has run."""
    waited = 0.0
    """Seconds that it waited for a slot, with a kernel."""
    is_repeatable = False
    """Whether it has run in the full sandbox, each cell in its time, and none ended the kernel."""

    files_used: frozenset[str] | None = None
    """Names of the submission's files that the last kernel used; None if that isn't known."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict, km: Any = None
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Run the notebook, and write the oracle's verdicts into its check cells."""
        if fail_checks(nb):
            return nb, resources
        if not is_graded_by_nbgrader(nb):
            refuse_unknown_checks(nb)
        self._folder = Path(resources["metadata"]["path"] or ".")
        self._seed = self.seed or self._seed_of_run()
        self._oracle = the_oracle()
        if self.warm:
            self._oracle.ask_keras_of(the_kernels(self.kernel_limits).lend_keras())
        self._oracle.start()
        self._judgements: dict[int, Future[Judgement]] = {}
        self._left_out: dict[int, str] = {}
        self._kind = kind_of(nb)
        self._newer_python = why_unread(nb.metadata.get(INTAKE, {}).get("python"))
        used = used_by(self._converter, resources)
        self._seconds = seconds_left(self.seconds, self.submission_seconds, sum(used))
        self._starved: dict[int, Future[Judgement]] | None = {}
        self._is_late = False
        with alone_of_its_kind(self._kind):
            begin = time.monotonic()
            self._run_in_kernels(nb, resources, km)
        self.ran = time.monotonic() - begin - self.waited
        used.append(self.ran)
        if self._starved:
            self._ask_again(nb, resources, km, self._starved)
        self._write_verdicts(nb)
        tidy(nb)
        self.is_repeatable = not (
            self._left_out or self._is_late or self._manager.wanted.level < Level.FULL
        )
        return nb, resources

    def _ask_again(
        self,
        nb: NotebookNode,
        resources: ResourcesDict,
        km: Any,
        late: dict[int, Future[Judgement]],
    ) -> None:
        """Ask what others kept from the processor once more, with no kernel beside it."""
        self._starved, self._seconds = None, min(self._seconds, ALONE_SECONDS)
        for index in late:
            del self._judgements[index]
        with alone_of_its_kind(self._kind, is_only_one=True):
            self._run_in_kernels(nb, resources, km)
        self._judgements = late | self._judgements

    def _run_in_kernels(self, nb: NotebookNode, resources: ResourcesDict, km: Any) -> None:
        """Run the notebook, anew in another kernel without the cell that ended the last one."""
        self._end = time.monotonic() + self._seconds
        for _ in range(self.restarts + 1):
            self._running: int | None = None
            self._budget = OutputBudget()
            try:
                super().preprocess(nb, resources, km)
                return
            except (DeadKernelError, UnresponsiveKernelError, LostCellError) as error:
                if self._running is None:
                    raise
                said = LOST if isinstance(error, LostCellError) else STOPPED
                if self._running not in self._judgements:
                    self._left_out[self._running] = self._manager.stopped_because or said
            finally:
                self._close_interview()

    @property
    def kernel_limits(self) -> Limits:
        """What a notebook may use, as the sandbox wants it said."""
        return Limits(memory=self.memory * MIB, processes=self.processes, disk=self.disk * MIB)

    def create_kernel_manager(self) -> SandboxedKernelManager:
        """Return the manager of a sandboxed kernel that holds one end of our socket."""
        ours, self._theirs = socket.socketpair()
        self._interview = Interview(ours)
        number = self._theirs.fileno()
        anew = partial(sandboxed_kernel_manager, sandbox=_sandbox(self._kind))
        start = self._start_forked() if self.warm else anew
        self._manager = start(
            self._folder,
            self.kernel_limits,
            pass_fds=(number,),
            environment={FD_VARIABLE: str(number)},
            minimum=Level[self.minimum_level],
        )
        _say_level(self.log, self._manager.wanted.level)
        self._manager.client_factory = BoundedClient
        self.km = self._manager
        return self._manager

    def _start_forked(self) -> Callable[..., SandboxedKernelManager]:
        kernels = the_kernels(self.kernel_limits)
        kernels.start(with_keras=self.keras_follows or self._kind is Kind.KERAS)
        fork_server = kernels.numpy if self._kind is Kind.NUMPY else kernels.keras
        return partial(prefork_kernel_manager, fork_server=fork_server)

    def start_new_kernel(self, **kwargs: Any) -> None:
        """Start it, and keep no copy of the kernel's end, so that its death is noticed."""
        super().start_new_kernel(**kwargs)
        self._theirs.close()

    @contextlib.contextmanager
    def setup_kernel(self, **kwargs: Any) -> Iterator[None]:
        """Wait for a slot with a kernel that is ready; look at the end at what it has read."""
        with super().setup_kernel(**kwargs), a_slot(_SLOTS) as waited:
            self._end += waited
            self.waited += waited
            yield
            self.files_used = self._manager.files_used

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Run one cell, and put the oracle's questions meanwhile if it is a check."""
        if index in self._left_out or index in self._judgements or cell.cell_type != "code":
            return cell, resources
        left = self._end - time.monotonic()
        if left <= 0:
            self._left_out[index] = USED_UP.format(seconds=self._seconds)
            return cell, resources
        self._running = index
        declared = exercise_checked_by(cell)
        if declared is None:
            self.timeout = min(self.cell_seconds, int(left) + 1)
            self._run(cell, resources, index, self._interview.acknowledge_checks)
            self._raise_if_lost()
            return cell, resources
        exercise = exercise_of_run(declared.name, self._seed)
        # An exercise has its own time, but no notebook more than all of its time.
        asked = replace(exercise, seconds=min(exercise.seconds, left))
        self.timeout = int(asked.seconds + min(self.cell_seconds, left)) + 1
        begin = moment(self._manager.processor_seconds)
        with lab_check(cell):
            offer = self._run(cell, resources, index, partial(self._interview.ask, asked))
        end = moment(self._manager.processor_seconds)
        self._judgements[index] = self._oracle.judge(
            with_reason(offer, cell, self.nb.cells, self._newer_python), self._seed
        )
        is_late = any(outcome.timed_out for outcome in offer.outcomes or ())
        self._is_late |= is_late
        if is_late and self._starved is not None and is_starved(begin, end):
            self._starved[index] = self._judgements[index]
        self._raise_if_lost()
        return cell, resources

    def _raise_if_lost(self) -> None:
        """Leave the kernel that can't be asked any more; a new one may answer the next checks."""
        if self._interview.is_lost:
            raise LostCellError

    def _run(
        self,
        cell: NotebookNode,
        resources: ResourcesDict,
        index: int,
        listen: Callable[[CellEnd], T],
    ) -> T:
        """Run a cell, and listen meanwhile to what comes through our socket."""
        begin = time.monotonic()
        with CellEnd() as end, ThreadPoolExecutor(1) as thread:
            heard = thread.submit(listen, end)
            try:
                super().preprocess_cell(cell, resources, index)
            except (DeadKernelError, UnresponsiveKernelError):
                raise
            except Exception as error:  # nbclient trusts a kernel to send what it should
                self.log.warning("A kernel was given up: %s: %s", type(error).__name__, error)
                self._interview.is_lost = True
            finally:
                end.come()
                self._is_late |= time.monotonic() - begin >= self.timeout
        return heard.result()

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Keep what a cell displays, until it is too much, and nothing of what it doesn't.

        How it ended is kept in any case: nbgrader gives all points to a cell that says nothing.
        """
        kind = msg["msg_type"]
        if kind not in FOLLOWED and not (kind in DISPLAYED and self._budget.takes(msg["content"])):
            if kind not in ENDINGS or any(out.output_type in ENDINGS for out in cell.outputs):
                return None
            msg = shortened(msg)
        return super().process_message(msg, cell, cell_index)  # type: ignore[no-any-return]

    def _write_verdicts(self, nb: NotebookNode) -> None:
        checks = {}
        for index, cell in enumerate(nb.cells):
            exercise = exercise_checked_by(cell)
            if exercise is not None:
                judgement = self._judgement(index, exercise)
                checks[exercise.name] = as_metadata(judgement)
                shown = worth(judgement, cell.metadata.nbgrader.get("points"))
                cell.outputs = [new_output("execute_result", shown, execution_count=1)]
            elif index in self._left_out:
                cell.outputs = [
                    new_output("error", ename="Stopped", evalue=self._left_out[index], traceback=[])
                ]
        nb.metadata["cnn_lab"] = {
            "seed": self._seed,
            "level": self._manager.wanted.level.name,
            "stopped": [*self._left_out.values()],
            "checks": checks,
        }

    def _judgement(self, index: int, exercise: Exercise) -> Judgement:
        if index not in self._judgements:
            problem = Problem(self._left_out.get(index, STOPPED))
            offer = Offer(exercise.name, problem=problem)
            self._judgements[index] = self._oracle.judge(offer, self._seed)
        return self._judgements[index].result()

    @property
    def _converter(self) -> Any:
        """One of nbgrader's: it lasts for one command, or one press of a button."""
        return getattr(self.parent, "parent", None) or self

    def _seed_of_run(self) -> str:
        """Draw a seed for each converter."""
        return _SEEDS.setdefault(self._converter, secrets.token_hex(16))

    def _close_interview(self) -> None:
        self._interview.close()
        self._theirs.close()


@functools.cache
def _sandbox(kind: Kind) -> Sandbox:
    return python_sandbox(OTHER_LIBRARIES if kind is Kind.NUMPY else ())


@functools.cache
def _say_level(log: Any, level: Level) -> None:
    """Say once how far students are kept apart."""
    if level is Level.FULL:
        log.info("Sandbox level FULL")
    else:
        log.warning("Sandbox level only %s. %s", level.name, probe().reason)


@functools.cache
def the_kernels(limits: Limits) -> PreforkKernels:
    """Return what forks kernels with these limits, which lasts as long as this process."""
    kernels = PreforkKernels(limits)
    Finalize(None, kernels.close, exitpriority=100)
    return kernels


def borrow(
    oracle: socket.socket, kernels: Sequence[socket.socket], limits: Limits, slots: Slots
) -> None:
    """Use what another process lends, before the first notebook comes.

    Parameters
    ----------
    oracle
        What `Oracle.lend` returned.
    kernels
        What `PreforkKernels.lend` returned, or nothing.
    limits
        Those of the kernels that they fork.
    slots
        What a notebook has to get hold of while its cells run.
    """
    _SLOTS.append(slots)
    the_oracle().borrow(oracle)
    the_kernels(limits).borrow(kernels)


_SLOTS: list[Slots] = []  # what `borrow` was handed: one in a worker of a pool, none elsewhere
_SEEDS: "WeakKeyDictionary[Any, str]" = WeakKeyDictionary()
