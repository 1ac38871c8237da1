"""Looking at what an answer uses comes to an end, whatever the answer names."""

import builtins
import collections
import dataclasses
import functools
import linecache
import types
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.answer.forbidden_use import forbidden_use_of
from autograder.answer.names_used import MOST_CHARACTERS, MOST_STEPS, uses_of
from autograder.checking import check_answer
from autograder.exercises import EXERCISES

NEW_EACH_TIME = "__name__ __qualname__ __dict__ __doc__ __annotations__ __bases__ __mro__"


def define(source, filename="<cell>", **names):
    """Run a cell as Jupyter does, with its source to be looked up, and return `answer`."""
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), names)  # noqa: S102
    return names["answer"]


def steps(answer):
    """Count what is looked at; one more than all steps if it doesn't end by itself."""
    return sum(1 for _ in islice(uses_of(answer), MOST_STEPS + 1))


def ends_by_itself(answer):
    return steps(answer) < MOST_STEPS // 4


def guarded_relu(x):
    if not isinstance(x, np.ndarray):
        raise TypeError(f"got {type(x).__name__}")
    return np.maximum(x, 0)


def test_a_guard_clause_that_tells_the_type_keeps_its_points():
    assert ends_by_itself(guarded_relu)
    assert check_answer(EXERCISES["relu"], guarded_relu).points == 1


@pytest.mark.parametrize("attribute", NEW_EACH_TIME.split())
def test_an_attribute_that_is_a_new_object_each_time_is_looked_at_once(attribute):
    assert ends_by_itself(define(f"def answer(x):\n    return type(x).{attribute}"))


OBJECTS = {
    f"{module.__name__}.{name}": value
    for module in (builtins, types, collections, np)
    for name, value in vars(module).items()
    if not name.startswith("_")
}


@pytest.mark.parametrize(
    "name",
    [
        name
        if nth % 12 == 0
        else pytest.param(name, marks=[pytest.mark.slow, pytest.mark.exhaustive])
        for nth, name in enumerate(OBJECTS)
    ],
)
def test_all_attributes_of_what_python_and_numpy_come_with(name):
    thing = OBJECTS[name]
    names = sorted({*dir(type(thing)), *dir(thing)})
    lines = [
        f"    thing.{one}, type(x).{one}, x.{one}.{one}" for one in names if one.isidentifier()
    ]
    answer = define("\n".join(["def answer(x):", *lines]), thing=thing)
    assert ends_by_itself(answer)


ATTRIBUTES = sorted({*dir(type), *dir(object), *dir(types.FunctionType), *dir(np.ndarray)})


@given(
    st.lists(st.sampled_from(ATTRIBUTES), min_size=1, max_size=6),
    st.sampled_from(sorted(OBJECTS)),
)
@settings(max_examples=60, deadline=None)
def test_chains_of_attributes(chain, name):
    path = ".".join(["thing", *chain])
    assert ends_by_itself(define(f"def answer(x):\n    return {path}", thing=OBJECTS[name]))


class Meta(type):
    @property
    def kind(cls):
        return cls.__name__

    def __repr__(cls):
        return f"<{cls.__qualname__}>"


class Net(metaclass=Meta):
    sizes = ()

    def __init__(self):
        self.me = self

    def __repr__(self):
        return f"{type(self).__name__}({self.__dict__}, {type(self).kind}, {self.sizes})"

    def __getattr__(self, name):
        return Net()

    @property
    def another(self):
        return type(self)()

    @functools.cached_property
    def kept(self):
        return self.__class__.__qualname__

    def __call__(self, x):
        print(self, self.another.another, self.kept, self.any.thing)
        return x


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print(f"{function.__name__} {function.__qualname__} {wrapper.__dict__} {args.__class__}")
        return function(*args, **kwargs)

    return wrapper


@timed
def decorated(x):
    return (type(x).__name__, type(x).__mro__, decorated.__name__, decorated.__wrapped__)


@dataclasses.dataclass(order=True)
class Layer:
    size: int = 3

    def __call__(self, x):
        return f"{self.__class__.__name__} {self.__dataclass_fields__} {dataclasses.fields(self)}"


def in_a_circle():
    first, second = [], {}
    first.append(second)
    second["first"] = first
    second["me"] = decorated
    return lambda x: (first, second, type(first).__name__)


def many_classes():
    classes = [type(f"Kind{i}", (), {"run": lambda self: type(self).__name__}) for i in range(300)]
    return lambda x: [kind().run().__doc__ for kind in classes]


def wrapped_without_end():
    class Again:
        @property
        def __wrapped__(self):
            return Again()

        def __call__(self, x):
            return x

    return Again()


HUGE = dict.fromkeys(range(3_000_000))


@pytest.mark.parametrize(
    "make",
    [
        Net,
        lambda: Net,
        lambda: decorated,
        Layer,
        in_a_circle,
        many_classes,
        wrapped_without_end,
        lambda: functools.partial(timed(decorated), 1),
        lambda: lambda x: (HUGE, HUGE.keys(), type(HUGE).__name__),
        lambda: lambda x: x + 1,
    ],
)
def test_helpers_decorators_classes(make):
    answer = make()
    assert ends_by_itself(answer)
    assert forbidden_use_of(answer) is None


def test_there_is_an_end_where_nothing_else_sets_one():
    """Each class leads to a thousand others, by a thousand names."""
    names = [f"name{i}" for i in range(1000)]
    classes = [type(f"Kind{i}", (), dict.fromkeys(names[:500])) for i in range(1000)]
    source = "\n".join(["def answer(x):", *(f"    x.{name}, c{i}" for i, name in enumerate(names))])
    answer = define(source, **{f"c{i}": kind for i, kind in enumerate(classes)})
    assert steps(answer) <= MOST_STEPS
    assert forbidden_use_of(answer) is None


@pytest.mark.parametrize(
    "body",
    [
        "return " + " + ".join(["x"] * 1500) + " + eval(x)",
        "return x" + ".T" * 900 + " if x else eval(x)",
        "return " + "[" * 80 + "eval(x)" + "]" * 80,
        "\n    ".join(f"if x > {i}: x = x * {i}.5" for i in range(2000)) + "\n    return eval(x)",
    ],
    ids=["a long sum", "a long chain", "deep brackets", "many lines"],
)
def test_long_and_deep_code_hides_nothing(body):
    answer = define(f"def answer(x):\n    {body}")
    assert forbidden_use_of(answer).what == "eval"


def test_a_source_without_end_is_not_read(tmp_path):
    large = tmp_path / "large.py"
    large.write_text("#" * (MOST_CHARACTERS + 1))
    for filename in (str(large), "/dev/zero", str(tmp_path)):
        names = {}
        exec(compile("def answer(x):\n    return x", filename, "exec"), names)  # noqa: S102
        assert forbidden_use_of(names["answer"]) is None


def test_a_variable_that_holds_nothing_yet_hides_nothing():
    def answer(x):
        return later, eval(x)  # noqa: S307

    found = forbidden_use_of(answer)
    later = 1
    assert found.what == "eval"
