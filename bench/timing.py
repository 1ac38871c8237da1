"""Time several functions against each other on a machine that is never quite still."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Contenders = Mapping[str, Callable[[], object]]
Seconds = Mapping[str, npt.NDArray[np.float64]]

CALLS_PER_TURN = 3
BUSY = 2.0


@dataclass(frozen=True)
class Ratio:
    """How many times longer one function takes than another: median and quartiles of the rounds."""

    lower: float
    median: float
    upper: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.lower:.2f} to {self.upper:.2f})"


def time_rounds(contenders: Contenders, rounds: int) -> Seconds:
    """Let every contender take its turn in every round, so that all meet the same disturbances.

    Returns
    -------
    for each name, an array (rounds,) of seconds for one call
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, function in contenders.items():
            seconds[name].append(_turn(function))
    return {name: np.array(measured) for name, measured in seconds.items()}


def _turn(function: Callable[[], object]) -> float:
    # The call before the clock starts gives the caches and the processors' cores back to this
    # contender: OpenBLAS and TensorFlow each keep threads that go on spinning for a while.
    function()
    start = time.perf_counter()
    for _ in range(CALLS_PER_TURN):
        function()
    return (time.perf_counter() - start) / CALLS_PER_TURN


def ratio(seconds: Seconds, name: str, rival: str) -> Ratio:
    """Compare two contenders round by round.

    Examples
    --------
    >>> seconds = {"a": np.array([2.0, 4.0, 9.0]), "b": np.array([1.0, 2.0, 3.0])}
    >>> str(ratio(seconds, "a", "b"))
    '2.00 (2.00 to 2.50)'
    """
    lower, median, upper = np.quantile(seconds[name] / seconds[rival], [0.25, 0.5, 0.75])
    return Ratio(float(lower), float(median), float(upper))


def is_busy(seconds: Seconds) -> bool:
    """Tell whether other programs took the processor away, so that no ratio can be believed.

    A contender that waits for a processor waits in ticks of some milliseconds, and then all take
    equally long: ratios come near 1 and look better than they are. On a quiet machine the median
    round of each contender is within some ten per cent of its fastest.

    Examples
    --------
    >>> is_busy({"a": np.array([2.0, 2.2, 2.3])}), is_busy({"a": np.array([2.0, 8.0, 8.0])})
    (False, True)
    """
    return any(np.median(measured) > BUSY * measured.min() for measured in seconds.values())
