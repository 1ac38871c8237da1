"""Grade on a Dask cluster: what a worker offers, and the executor that asks for it.

A worker that is started with ``--preload autograder.grading.cluster`` looks at itself, and offers
as a resource of Dask's to run one notebook at a time, by this very version of the autograder and at
the sandbox level that it reaches. Notebooks ask for that resource. So Dask hands none of them to
another worker, whenever that one comes.
"""

import functools
import hashlib
import importlib
import logging
import multiprocessing
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import autograder
import cnn_reference
from autograder.grading.sandbox.level import Level, probe, why_below

if TYPE_CHECKING:
    from distributed import Client, Worker

__all__ = ["ClusterError", "DaskExecutor", "SchedulerLostError", "dask_setup", "resource"]

T = TypeVar("T")

PRELOAD = "--preload autograder.grading.cluster"
DAEMON = (
    "its nanny keeps it from starting processes, which it needs: start it with "
    "DASK_DISTRIBUTED__WORKER__DAEMON=False in its environment, or with --no-nanny."
)
JUDGING = ("*.py", "*.npz", "*.json")

log = logging.getLogger("distributed.worker")  # where whoever starts a worker looks


class ClusterError(RuntimeError):
    """There is no cluster that could grade; the text says what to do."""


class SchedulerLostError(BrokenExecutor):
    """The scheduler went away in mid-run. Whatever is not back yet is to be run again."""


@functools.cache
def version() -> str:
    """Return a digest of all that judges: workers with another one would give other points."""
    digest = hashlib.sha256()
    for package in (autograder, cnn_reference):
        root = Path(package.__path__[0])
        for path in sorted(path for pattern in JUDGING for path in root.rglob(pattern)):
            digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def resource(level: Level, of_version: str) -> str:
    """Name what a worker offers that reaches a level.

    Examples
    --------
    >>> resource(Level.FULL, "0123456789ab")
    'notebook-0123456789ab-FULL'
    """
    return f"notebook-{of_version}-{level.name}"


def dask_setup(worker: "Worker") -> None:
    """Offer what this worker can do. Dask calls it as the worker starts, before it is known."""
    if _is_daemon():
        log.error("This worker runs no notebooks: %s", DAEMON)
        return
    # Seconds of imports: later, they would keep the worker from answering its scheduler.
    importlib.import_module("autograder.grading.execution.execute")
    reached = probe()
    log.info("Runs notebooks of version %s, sandbox level %s", version(), reached.level.name)
    for level in Level:
        if level <= reached.level:
            name = resource(level, version())
            worker.state.total_resources[name] = worker.state.available_resources[name] = 1


def _is_daemon() -> bool:
    """Tell whether this process may start none by `multiprocessing`, as the oracle's."""
    return multiprocessing.current_process().daemon


def why_unfit(wanted: str, minimum: Level, dask_worker: "Worker") -> str:
    """Say why a worker runs no notebooks; called on it by name, with what the grader has."""
    if _is_daemon():
        return DAEMON
    if version() != wanted:
        return f"it has another version of the autograder, {version()} and not {wanted}."
    reached = probe()
    if reached.level < minimum:
        return why_below(minimum, reached)
    if resource(minimum, wanted) not in dask_worker.state.total_resources:
        return f"it was started without {PRELOAD}."
    return ""


class DaskExecutor(Executor):
    """Dask's own executor, for workers that offer to run notebooks.

    Parameters
    ----------
    address
        Of the scheduler: ``tcp://HOST:8786``, or ``tls://HOST:8786`` with the certificates that
        Dask's configuration names.
    minimum
        The sandbox level that a worker must reach.

    Raises
    ------
    ClusterError
        If Dask is not installed, the scheduler can't be reached, or no worker is fit.
    """

    def __init__(self, address: str, minimum: Level) -> None:
        self._address = address
        self._client = _connected(address)
        self._resource = resource(minimum, version())
        self._is_lost = False
        try:
            self.workers = self._count(minimum)
            """So many offered to run notebooks at the start; others may come and go."""
        except BaseException:
            self._client.close()
            raise
        # Not pure: no notebook is to get the result of another one that looks the same.
        self._executor = self._client.get_executor(pure=False, resources={self._resource: 1})

    def _count(self, minimum: Level) -> int:
        workers = self._client.scheduler_info()["workers"]
        fit = sum(self._resource in told["resources"] for told in workers.values())
        if not workers:
            raise ClusterError(
                f"The scheduler at {self._address} has no workers. Start some: "
                f"dask worker {self._address} --nthreads 1 {PRELOAD}"
            )
        if not fit:
            why = self._client.run(why_unfit, version(), minimum, on_error="return")
            lines = [f"  {worker}: {_in_words(said)}" for worker, said in sorted(why.items())]
            raise ClusterError(
                f"No worker of {self._address} can run these notebooks:\n" + "\n".join(lines)
            )
        return fit

    def submit(self, fn: Callable[..., T], /, *arguments: Any, **options: Any) -> "Future[T]":
        """Have a call made by a worker.

        Raises
        ------
        SchedulerLostError
            If the scheduler is known to be gone.
        """
        if self._is_lost:
            raise self._lost()
        passed_on: Future[T] = Future()
        there: Future[T] = self._executor.submit(fn, *arguments, **options)

        def cancel(_: "Future[T]") -> None:
            if passed_on.cancelled():
                there.cancel()

        def bring(_: "Future[T]") -> None:
            if not passed_on.set_running_or_notify_cancel():
                return
            if there.cancelled():  # not by us: by Dask's client, when it lost the scheduler
                self._is_lost = True
                _hush_dask()
                passed_on.set_exception(self._lost())
            elif (error := there.exception()) is not None:
                passed_on.set_exception(error)
            else:
                passed_on.set_result(there.result())

        passed_on.add_done_callback(cancel)
        there.add_done_callback(bring)
        return passed_on

    def _lost(self) -> SchedulerLostError:
        return SchedulerLostError(
            f"The scheduler at {self._address} went away. What is graded stays graded. When it "
            "is there again, the same command grades the rest."
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Wait for what was handed over, unless the run was broken off."""
        self.shutdown(wait=kind is None)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster. What its workers run by then, they finish; nobody waits for it."""
        self._executor.shutdown(wait=wait and not cancel_futures and not self._is_lost)
        self._client.close()


def _connected(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            "To grade on a cluster takes Dask: pip install 'cnn-lab[cluster]'"
        ) from None
    try:
        return Client(address, set_as_default=False, name="autograder")
    except (OSError, TypeError, ValueError) as error:
        raise ClusterError(
            f"The scheduler at {address} can't be reached: {error or type(error).__name__}. "
            "Is it running (`dask scheduler`)? For tls://, does Dask's configuration name the "
            "certificates?"
        ) from error


def _hush_dask() -> None:
    """Let Dask log no tracebacks of how it looks for a scheduler that is gone: we say so."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _in_words(said: object) -> str:
    if isinstance(said, ModuleNotFoundError):
        return f"there is no module {said.name} in its Python: install the package there."
    return str(said) or "it has just come: try again."
