"""After an exception the next step is about the exception: each kind is raised for real."""

import numpy as np
import pytest

from autograder import EXERCISES, check
from autograder.checking import check_answer
from autograder.judge.hidden_calls import with_hidden_calls
from autograder.messages.next_steps import ANY, KINDS, next_step_about
from autograder.vocabulary.exercise import Problem, call

A = np.arange(6.0).reshape(2, 3)


def pair(value):
    return value, value


def reads_too_early(x):
    if x < 0:
        y = 1
    return y


def endless(x):
    return endless(x)


def writes_into(array, value):
    array.flags.writeable = False
    array[0] = value


def adds_to(array, value):
    array += value


def takes(names, value):
    if names == 2:
        a, b = value
        return a, b
    a, b, c = value
    return a, b, c


def asserts(x):
    assert x


NAMES = {
    "np": np,
    "a": A,
    "nothing": None,
    "three": 3,
    "ones": [1, 1],
    **{
        one.__name__: one
        for one in (pair, reads_too_early, endless, writes_into, adds_to, takes, asserts)
    },
}
RAISED = {
    "Write it in parentheses of its own": ["np.zeros(3, 4)", "np.ones(2, 3)"],
    "`if`, `and`, `or`, `max` and `min` need one value": [
        "1 if a else 0",
        "a and 3",
        "max(a[0], 0) + max(a[1], a[0])",
        "sorted([a, a])",
        "a in [a + 1, 3]",
        "not a",
    ],
    "Left and right of `=` must have one shape": [
        "np.zeros((2, 2)).__setitem__(0, a)",
        "np.zeros((2, 2)).__setitem__((0, 0), a)",
        "np.zeros(3).__setitem__(slice(None), np.ones(4))",
        "float(a)",
        "int(np.ones(3))",
    ],
    "their shapes do not fit": ["a * a.T", "a + np.ones(2)", "np.maximum(a, np.ones(4))"],
    "In a product of matrices": [
        "a @ a",
        "np.dot(a, a)",
        "np.matmul(a, np.ones(2))",
        "np.einsum('ij,jk->ik', a, a)",
    ],
    "hold as many numbers as the old one": ["a.reshape(4, 4)", "a.reshape(-1, 4)"],
    "Here are 3 pairs for 2 axes": ["np.pad(a, ((1, 1), (1, 1), (0, 0)))"],
    "What is joined must have one shape": [
        "np.stack([a, a.T])",
        "np.concatenate([a, np.ones(3)])",
        "np.concatenate([a, np.ones((3, 2))])",
    ],
    "The rows of this list differ in length": ["np.array([[1, 2], [3]])"],
    "Nothing is left here": ["a[5:].max()", "max([])", "np.argmax(np.zeros((0, 2)))"],
    "fewer axes than this line takes": ["a[0, 0, 0]", "a.sum(axis=3)", "np.max(a, axis=(1, 2))"],
    "counted from 0: `.shape[0]` is the first": ["a.shape[2]"],
    "`/` always gives a float": [
        "a[1.0]",
        "a[: 3 / 2]",
        "np.zeros(3 / 2)",
        "range(4 / 2)",
        "np.zeros((3, 4 / 2))",
        "ones['a']",
        "ones[1.0]",
    ],
    "Indices run from 0": ["a[2]", "a[0, 3]", "ones[4]", "a.take(9)"],
    "This line calls `pair` with other arguments": [
        "pair()",
        "pair(1, 2)",
        "pair(valu=1)",
        "pair(1, value=2)",
    ],
    "with `import numpy as np`": ["numpy.zeros(3)"],
    "`math` is a module, and nothing imports it": ["math.ceil(1.5)"],
    "from numpy.lib.stride_tricks import sliding_window_view": ["sliding_window_view(a, 2)"],
    "Nothing is called `strids` here": ["strids + 1"],
    "`y` gets its value further down": ["reads_too_early(3)"],
    "What is called here is None": ["nothing(a)"],
    "Something on this line is None": [
        "nothing + 1",
        "a * nothing",
        "nothing.shape",
        "nothing[0]",
        "[*nothing]",
        "len(nothing)",
    ],
    "Round brackets call a function": ["a(0, 1)", "a.shape(0)", "ones(0)"],
    "Here is one number where several are expected": [
        "pair(*three)",
        "takes(2, three)",
        "three[0]",
        "[*three]",
        "1 in three",
        "len(three)",
    ],
    "as many names as there are values": ["takes(3, (1, 2))", "takes(2, a.shape + (4,))"],
    "An array of integers can't take": [
        "adds_to(np.zeros(3, dtype=int), 0.5)",
        "np.pad(np.arange(3), 1, constant_values=-np.inf)",
        "np.arange(3).__setitem__(0, np.nan)",
    ],
    "Do not write into an argument": ["writes_into(np.zeros(3), 1)"],
    "came out below 0": ["np.zeros(-1)", "np.pad(a, -1)"],
    "two integers for each axis": ["np.pad(a, (nothing, 1))", "np.pad(a, ((1, 2.5), (0, 1)))"],
    "Something is divided by 0": ["1 / 0", "1 // 0", "1 % 0"],
    "calls itself without end": ["endless(1)"],
    "This is no array. Turn it into one": ["ones.shape", "three.ndim"],
    "NumPy has nothing of this name": ["np.paddd(a)"],
    "What stands before the dot": ["a.append(3)", "ones.add(3)"],
    "The two sides are of kinds": [
        "ones + three",
        "'a' + three",
        "'a' < three",
        "ones * 2.5",
        "float('same')",
        "ones - ones",
        "{ones: 2}",
    ],
    "An array became very large": ["np.zeros((10**6, 10**6, 10**3))"],
    "One of your own `assert`": ["asserts(0)"],
}
SLIPS = [(said, slip) for said, slips in RAISED.items() for slip in slips]


def error_of(slip):
    with pytest.raises(Exception) as raised:  # noqa: PT011 - of which kind is what is tested
        eval(slip, dict(NAMES))  # noqa: S307 - it stands above
    error = raised.value
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


@pytest.mark.parametrize(("said", "slip"), SLIPS)
def test_the_step_is_about_the_exception(said, slip):
    error = error_of(slip)
    step = next_step_about(Problem("", call(), error=error), "")
    assert said in step, error


def test_every_kind_is_raised_by_something():
    told = {next_step_about(Problem("", call(), error=error_of(slip)), "") for _, slip in SLIPS}
    assert len(told) == len(KINDS) == len(RAISED)


def test_an_unknown_exception_is_looked_at_where_it_is_and_the_case_s_own_step_stays():
    step = next_step_about(Problem("", call(), error="StrangeError: 17"), "Slide a window.")
    assert step == f"{ANY.step} Slide a window."


@pytest.mark.parametrize("slip", ["pair()", "secret_17"])
def test_nothing_of_the_text_is_told_of_a_hidden_call(slip):
    error = error_of(slip)
    step = next_step_about(Problem("", None, error=error), "")
    assert step
    assert "pair" not in step
    assert "secret_17" not in step


def test_a_grading_run_tells_no_hidden_argument_through_a_name():
    shown = [call.arguments[0].tolist() for call in EXERCISES["relu"].calls]

    def relu(x):
        if x.tolist() in shown:
            return np.maximum(x, 0)
        raise NameError(f"name 'secret_{x.size}' is not defined")

    said = str(check_answer(with_hidden_calls(EXERCISES["relu"], "a secret"), relu))
    assert "A name on that line has no value." in said
    assert "secret" not in said


def slid(feature_map, kernel, kind, stops):
    height, width = kernel.shape
    rows, columns = (n - k + 1 for n, k in zip(feature_map.shape, kernel.shape, strict=True))
    y = np.zeros((rows, columns), kind)
    for i in range(rows):
        for j in range(columns):
            y[i, j] = (feature_map[i : i + height, j : j + width] * kernel).sum()
            if stops == "pixel":
                return y
        if stops == "row":
            return y
    return y


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda m, k: slid(m, k, float, "pixel"), "does `return` stand inside the loop?"),
        (lambda m, k: slid(m, k, float, "row"), "does `return` stand inside the loop?"),
        (lambda m, k: slid(m, k, int, ""), "Make it an array of floats"),
        (lambda m, k: slid(m, k, float, "") * 0, "All of your numbers are 0."),
        (lambda m, k: slid(m, k, float, "").tolist(), "`np.array(...)` makes one"),
        (lambda m, k: (slid(m, k, float, ""),), "A comma behind `return` makes a tuple"),
        (lambda m, k: slid(m, k, float, "")[-1, -1], "Only one number comes back"),
        (lambda m, k: float(slid(m, k, float, "")[-1, -1]), "Only one number comes back"),
        (lambda m, k: None, "End the function with `return`"),
        (lambda m, k: slid, "The function itself comes back"),
    ],
)
def test_a_slip_in_what_is_returned_is_told(answer, said):
    def convolve2d(feature_map, kernel):
        return answer(feature_map, kernel)

    verdict = str(check("convolve2d", convolve2d))
    assert said in verdict.split("Next: ")[1]


def test_a_result_that_is_wrong_in_another_way_has_the_case_s_own_step():
    case = EXERCISES["convolve2d"].cases[0]
    verdict = check("convolve2d", lambda m, k: slid(m, k, float, "") + 1)
    assert f"Next: {case.next_step}" in str(verdict)
