"""What an exercise is: its cases, the calls they make, and what each is worth."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.vocabulary.misconception import Misconception
from autograder.vocabulary.outcome import Outcome
from autograder.vocabulary.parts import Part
from autograder.vocabulary.signature import parse_signature
from autograder.vocabulary.sliding_window import SlidingWindow

__all__ = ["Call", "Case", "Exercise", "Judge", "Problem", "accepts", "call"]


@dataclass(frozen=True, eq=False)
class Call:
    """One call of the student's function: positional arguments, then keyword arguments."""

    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    hidden: bool = False
    """Whether it is drawn for a grading run: what it asks with is told to nobody."""


def call(*arguments: Any, **options: Any) -> Call:
    """Write a call as it will be made.

    Examples
    --------
    >>> call(28, 3, padding="same").options["padding"]
    'same'
    """
    return Call(arguments, options)


@dataclass(frozen=True)
class Problem:
    """Why an answer failed a case, as data; `autograder.messages` words it."""

    symptom: str
    """One sentence that stands alone."""
    call: Call | None = None
    expected: Any = None
    received: Any = None
    """Both are shown where both are arrays of one shape, or short values."""
    detail: str = ""
    """Further lines, such as the line of code that raised."""
    error: str = ""
    """The exception, if there was one: ``"IndexError: index 5 is out of bounds"``."""
    next_step: str = ""
    """What to do about it, where that does not depend on the case."""
    part: Part | None = None
    """Which of several values it is about; `expected` and `received` are this part alone."""


@dataclass(frozen=True)
class Case:
    """One named aspect of an exercise, worth points of its own: all its calls must be right."""

    name: str
    points: float
    calls: tuple[Call, ...]
    next_step: str
    """What to do about it: one sentence, no solution."""
    judge: "Judge | None" = None
    """None: compare what came with what `Exercise.expected` says."""
    is_asked_twice: bool = True
    """Whether a grading run asks it again, with arrays that nobody has seen; if not, with such
    arrays in place of these, where both would take too long."""


@dataclass(frozen=True)
class Exercise:
    """Something to write, and how to tell whether it is right.

    The two sides are kept apart. `ask` meets the student's answer and returns plain data;
    `expected` and the judges only ever see that data.
    """

    name: str
    signature: str
    """As a student would write it: ``"(x, pool_size=2)"``."""
    cases: tuple[Case, ...]
    expected: Callable[..., Any] | None = None
    """What Keras returns for the arguments of a call; None if every case has a judge."""
    observe: Callable[[Any, Call], Any] | None = None
    """How the answer is met, where just calling it is not enough: what comes is plain data."""
    read: Callable[[Call, Any], Any] | None = None
    """Work out, on the trusted side, what plain data amounts to; it raises for no data."""
    is_function: bool = True
    seconds: float = 10.0
    """For all the calls of a check together."""
    result: str = "array"
    """``"array"``, ``"number"`` or ``"integer"``."""
    result_axes: str = ""
    """``"NHWC"`` if a result holds images though no window says so: one of them is shown."""
    parts: tuple[Part, ...] = ()
    """What an answer returns that returns several values, in order; none if it is one."""
    tolerance: float = 1e-5
    """Relative to the largest expected number, or absolute where that is below 1."""
    misconceptions: tuple[Misconception, ...] = ()
    """The mistakes that are known by name."""
    numpy_only: bool = True
    """Whether an answer that calls Keras, or another such library, earns nothing."""
    forbidden: tuple[str, ...] = ()
    """What such an answer may not use besides, of NumPy itself: ``("numpy.fft",)``."""
    hidden_axes: Mapping[str, str] = field(default_factory=dict)
    """The arguments that a grading run draws anew, and a letter for each axis, as
    `with_hidden_calls` wants them: ``{"x": "NHWC", "kernel": "..CF"}``."""
    window: SlidingWindow | None = None
    """The window that slides over a map, for messages to show; None if there is none."""

    def __post_init__(self) -> None:
        named = {*self.hidden_axes, *(self.window.parameters if self.window else ())}
        unknown = sorted(named - set(self.parameters))
        if unknown:
            raise ValueError(
                f"{self.name}{self.signature} has no parameter {', '.join(map(repr, unknown))}, "
                "which its window or its hidden axes name."
            )
        for case in self.cases:
            for call in case.calls:
                self._refuse_misfit(case, call)

    def _refuse_misfit(self, case: Case, call: Call) -> None:
        parsed = parse_signature(self.signature)
        bind = parsed.bind if self.observe is None else parsed.bind_partial
        try:
            bind(*call.arguments, **call.options)
        except TypeError as error:
            raise ValueError(
                f"A call in the case {case.name!r} does not fit {self.name}{self.signature}: "
                f"{error}."
            ) from None

    def ask(self, answer: Any, call: Call) -> Any:
        """Meet the answer on the student's side; return what it says, as plain data."""
        if self.observe is not None:
            return self.observe(answer, call)
        return answer(*call.arguments, **call.options)

    @property
    def points(self) -> float:
        """The sum over the cases."""
        return sum(case.points for case in self.cases)

    @property
    def calls(self) -> tuple[Call, ...]:
        """All calls of all cases, each once, in an order that is the same in every process."""
        return tuple(dict.fromkeys(call for case in self.cases for call in case.calls))

    @property
    def first_line(self) -> str:
        """The first line of an answer that is a function, ``"def relu(x):"``."""
        return f"def {self.name}{self.signature}:"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, in order."""
        return tuple(parse_signature(self.signature).parameters)

    def named_arguments(self, call: Call) -> dict[str, Any]:
        """Return what a call hands over, by the names of the parameters."""
        return dict(zip(self.parameters, call.arguments, strict=False)) | dict(call.options)

    def all_arguments(self, call: Call) -> dict[str, Any]:
        """Return what a call hands over, and the defaults of what it leaves out."""
        parameters = parse_signature(self.signature).parameters.values()
        defaults = {one.name: one.default for one in parameters if one.default is not one.empty}
        return defaults | self.named_arguments(call)


Judge = Callable[[Exercise, Call, Outcome], Problem | None]


def accepts(function: Callable[..., Any], call: Call) -> bool:
    """Tell whether `function` can be called like this at all."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return True  # a built-in that tells nothing: the call itself will show it
    try:
        signature.bind(*call.arguments, **call.options)
    except TypeError:
        return False
    return True
