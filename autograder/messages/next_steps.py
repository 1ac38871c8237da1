"""What to do about an exception, or about a result that tells of a slip in Python or NumPy.

What is said here holds whatever is computed: a case's own step is about what it asks for, which is
no help to somebody whose code stopped before it. The first kind below whose pattern is found in
the text of the exception is told of.
"""

import re
from dataclasses import dataclass

import numpy as np

from autograder.vocabulary.exercise import Problem

__all__ = ["KINDS", "Kind", "next_step_about"]


@dataclass(frozen=True)
class Kind:
    """Exceptions that have one cause."""

    pattern: str
    """Found in the type and the text: ``"IndexError: list index out of range"``."""
    step: str
    """One or two sentences. ``{0}`` is the first group of the pattern: a name."""
    where_not_told: str = ""
    """The same without it, for a call that is not shown; empty where nothing is told."""
    with_case: bool = False
    """Whether what the case asks for belongs to it: which shapes are to meet."""


KINDS = (
    Kind(
        r"Cannot interpret '.*' as a data type|data type '.*' not understood",
        "`np.zeros` and `np.ones` take the whole shape as their first argument. Write it in "
        "parentheses of its own: `np.zeros((rows, columns))`.",
    ),
    Kind(
        r"truth value of an",
        "`if`, `and`, `or`, `max` and `min` need one value, and this is a whole array. To ask "
        "whether an argument was given, write `is not None`; to choose for each number, use "
        "`np.where` or `np.maximum`.",
    ),
    Kind(
        r"inhomogeneous|ragged",
        "The rows of this list differ in length, so it makes no array. Print the lengths: does "
        "one of the loops end too early?",
    ),
    Kind(
        r"remapped shapes.*: \((\d+),2\) +and requested shape \((\d+),2\)",
        "`np.pad` takes one pair for each axis: how many before it, how many after. Here are {0} "
        "pairs for {1} axes; an axis that gets nothing has `(0, 0)`.",
        "`np.pad` takes one pair for each axis: how many before it, how many after. An axis that "
        "gets nothing has `(0, 0)`.",
    ),
    Kind(
        r"matmul: |remapped shapes|not aligned|einstein|einsum"
        r"|does not match size of (?:dimension|label)",
        "In a product of matrices, the last axis of the first is as long as the first axis of the "
        "second. Print both shapes just before this line: are the two in the wrong order, or has "
        "one to be turned or reshaped?",
        with_case=True,
    ),
    Kind(
        r"could not broadcast input array from shape|setting an array element with a sequence"
        r"|only (?:0-dimensional|length-1|size-1) arrays can be converted",
        "Left and right of `=` must have one shape. Print both shapes just before this line. One "
        "number of the result takes one number: is a sum or a maximum missing, or an index?",
    ),
    Kind(
        r"could not be broadcast together",
        "These two arrays meet in one operation, and their shapes do not fit. Print both just "
        "before this line: is one cut off at an edge, or has a sum or a maximum taken an axis away "
        "that `keepdims=True` keeps, or is it not to be done element by element at all?",
        with_case=True,
    ),
    Kind(
        r"cannot reshape array|total size of new array must be unchanged",
        "The new shape must hold as many numbers as the old one. Print `.shape` just before this "
        "line, and multiply out both: is something left over that has to be cut off first?",
    ),
    Kind(
        r"all the input array|must have same number of dimensions|all input arrays must have",
        "What is joined must have one shape, but for the axis along which it is joined. Print the "
        "shapes just before this line.",
    ),
    Kind(
        r"zero-size array|empty sequence|arg is an empty|iterable argument is empty",
        "Nothing is left here of which to take a maximum or a mean. Print where this piece begins "
        "and ends: it may lie beyond the edge, or end before it begins.",
    ),
    Kind(
        r"too many indices for array|AxisError|axis \d+ is out of bounds for array of dimension",
        "The array has fewer axes than this line takes it to have. Print its `.shape` just before: "
        "did a sum or an index take one away?",
    ),
    Kind(
        r"IndexError: tuple index out of range",
        "A shape has as many numbers as the array has axes, counted from 0: `.shape[0]` is the "
        "first. Print the shape just before this line.",
    ),
    Kind(
        r"only integers, slices|only integer scalar arrays|indices must be integers"
        r"|cannot be interpreted as an integer|expected a(?:n| sequence of) integer",
        "Sizes, indices and the ends of a `range` are integers. `/` always gives a float: divide "
        "by `//`. A list or a pair has to be taken apart first.",
    ),
    Kind(
        r"IndexError",
        "Indices run from 0 to the size minus 1, and one of these is beyond that. Loop over the "
        "places of the output, not of the input: fewer windows fit than there are rows.",
    ),
    Kind(
        r"(\w+)\(\) missing \d|(?<!\w)(\w+)\(\) takes |(\w+)\(\) got (?:an unexpected|multiple)",
        "This line calls `{0}` with other arguments than its `def` has. Compare the two.",
        "A call and the `def` of that function differ in their arguments. Compare the two.",
    ),
    Kind(
        r"NameError: name '(np|numpy)'",
        "Run the cell at the top of the notebook, with `import numpy as np`, and then this one "
        "again.",
    ),
    Kind(
        r"NameError: name '(collections|copy|functools|itertools|math|operator|random|sys|time)'",
        "`{0}` is a module, and nothing imports it. Write `import {0}` at the top of the cell, and "
        "run it again.",
        "A module is used that nothing imports. Write its `import` at the top of the cell.",
    ),
    Kind(
        r"NameError: name '(sliding_window_view|as_strided)'",
        "`{0}` comes from NumPy. Write `from numpy.lib.stride_tricks import {0}` at the top of the "
        "cell, and run it again.",
        "A function of NumPy is used that nothing imports. Write its `import` at the top of the "
        "cell.",
    ),
    Kind(
        r"NameError: (?:name|cannot access free variable) '(\w+)'",
        "Nothing is called `{0}` here. Is it spelled as where it gets its value? If it is a "
        "function in another cell, run that cell first.",
        "A name on that line has no value. Is it spelled as where it gets one?",
    ),
    Kind(
        r"UnboundLocalError: (?:cannot access local variable|local variable) '(\w+)'",
        "`{0}` gets its value further down, or in a branch that was not taken. Give it one before "
        "this line, in every case.",
        "A variable is used before it gets its value. Give it one in every case.",
    ),
    Kind(
        r"NoneType' object is not callable",
        "What is called here is None: an argument that was not given, such as an activation. Call "
        "it only if it `is not None`.",
    ),
    Kind(
        r"NoneType",
        "Something on this line is None: an argument that was not given, or what a function "
        "without `return` came to. Print its parts just before.",
    ),
    Kind(
        r"'numpy\.ndarray' object is not callable|'(?:tuple|list)' object is not callable",
        "Round brackets call a function; arrays, shapes and lists are indexed by square ones: "
        "`x[i, j]`, `x.shape[0]`.",
    ),
    Kind(
        r"cannot unpack non-(?:iterable|sequence)|'(?:int|float)' object is not (?:iterable"
        r"|subscriptable)|argument of type 'int' is not"
        r"|must be an iterable, not (?:int|float)|'(?:int|float)' has no len",
        "Here is one number where several are expected. An argument such as a size or strides may "
        "be a number or a pair: turn a number into a pair first.",
    ),
    Kind(
        r"not enough values to unpack|too many values to unpack",
        "Left of `=` must stand as many names as there are values on the right. Print the right "
        "side, or its `.shape`, just before this line.",
    ),
    Kind(
        r"Cannot cast ufunc|cannot convert float (?:infinity|NaN) to integer",
        "An array of integers can't take these numbers. Make it an array of floats: `np.zeros` "
        "does, and `x.astype(float)`.",
    ),
    Kind(
        r"read-only",
        "Do not write into an argument: work on a copy, `x.copy()`, or make an array of your own.",
    ),
    Kind(
        r"negative dimensions are not allowed|index can't contain negative values",
        "A size, or a number of zeros, came out below 0. Print it just before this line, and work "
        "it out by hand for this call.",
    ),
    Kind(
        r"pad_width",
        "`np.pad` takes two integers for each axis, how many before it and how many after: "
        "`((1, 2), (0, 1))`. Print what it is handed here; None comes from a function without "
        "`return`.",
    ),
    Kind(
        r"ZeroDivisionError",
        "Something is divided by 0 here. Print the divisor just before this line, and work it out "
        "by hand for this call.",
    ),
    Kind(
        r"RecursionError",
        "A function calls itself without end. Is another one meant, or is the end of it missing?",
    ),
    Kind(
        r"has no attribute '(?:shape|ndim|astype|sum|max|mean|reshape|dtype|size|T|copy)'",
        "This is no array. Turn it into one first: `np.array(...)`, or `np.asarray(...)`.",
    ),
    Kind(
        r"module 'numpy' has no attribute",
        "NumPy has nothing of this name. Look at the spelling, or for another way to write it.",
    ),
    Kind(
        r"AttributeError",
        "What stands before the dot has nothing of this name. Print its type, and look at the "
        "spelling.",
    ),
    Kind(
        r"unsupported operand type|can only concatenate|can't multiply sequence|must be str"
        r"|could not convert string|not supported between instances|unhashable type",
        "The two sides are of kinds that do not go together, such as a list and a number, or a "
        "text. Print the `type` of each just before this line.",
    ),
    Kind(
        r"MemoryError|Unable to allocate",
        "An array became very large. Print its shape just before this line: are two axes "
        "multiplied that should meet in a sum?",
    ),
    Kind(r"AssertionError", "One of your own `assert` statements says no. Print what it compares."),
)
"""In this order; a more general one stands after those that it would cover."""

ANY = Kind(
    r"",
    "Look at this line with the arguments of the call above: print what it uses, and its shapes, "
    "just before.",
    "Print what the line uses, and its shapes, just before it.",
    with_case=True,
)
NOT_THE_STUDENTS = re.compile(r"^(?:SystemExit: the kernel|MemoryError: the results)")


def next_step_about(problem: Problem, case_step: str) -> str:
    """Return the next step where that is about Python or NumPy; nothing where the case's is right.

    Nothing of an exception's text is told of a call that is not shown: it could hold the call's
    arguments.

    Examples
    --------
    >>> stopped = Problem("", error="NameError: name 'np' is not defined")
    >>> next_step_about(stopped, "")[:39]
    'Run the cell at the top of the notebook'
    """
    if problem.error:
        return _about_error(problem, case_step)
    return _about_result(problem)


def _about_error(problem: Problem, case_step: str) -> str:
    if NOT_THE_STUDENTS.match(problem.error):
        return ""
    found = ((kind, re.search(kind.pattern, problem.error)) for kind in (*KINDS, ANY))
    kind, match = next((kind, match) for kind, match in found if match is not None)
    names = [name for name in match.groups() if name]
    is_shown = problem.call is not None
    step = kind.step.format(*names) if is_shown else kind.where_not_told or kind.step
    return f"{step} {case_step}".rstrip() if kind.with_case else step


def _about_result(problem: Problem) -> str:
    received, expected = problem.received, problem.expected
    if not isinstance(received, np.ndarray) or not isinstance(expected, np.ndarray):
        return ""
    if received.shape != expected.shape or received.size < 2:
        return ""
    if not received.any():
        return (
            "All of your numbers are 0. Is anything written into the result, and is it the result "
            "that is returned?"
        )
    flat, wanted = received.ravel(), expected.ravel()
    last = int(np.flatnonzero(flat)[-1])
    is_begun = last < flat.size // 2 and np.allclose(flat[: last + 1], wanted[: last + 1])
    if is_begun and wanted[last + 1 :].any():
        return (
            "Your first numbers are right, and all after them are 0: does `return` stand inside "
            "the loop? Begin it where the outermost `for` begins, so that it runs after all loops."
        )
    is_cut_off = received.dtype.kind in "iu" and bool((expected != np.round(expected)).any())
    if is_cut_off and bool((np.abs(received - expected) < 1).all()):
        return (
            f"Your array holds integers ({received.dtype}), so what stands behind the point is "
            "cut off. Make it an array of floats: `np.zeros(shape)` does without `dtype`."
        )
    return ""
