"""A signature that is parsed is the one that Python makes of it."""

import inspect
import keyword
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.vocabulary.exercise import Exercise, call
from autograder.vocabulary.signature import parse_signature

NAMES = st.text(string.ascii_lowercase + "_", min_size=1, max_size=5).filter(
    lambda name: not keyword.iskeyword(name)
)
LITERALS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=5,
)  # fmt: skip


@st.composite
def signatures(draw):
    """Draw the text of any signature without * and ** parameters."""
    names = draw(st.lists(NAMES, max_size=6, unique=True))
    slash, star = sorted(draw(st.tuples(*[st.integers(0, len(names))] * 2)))
    first_default = draw(st.integers(0, star))
    parts = []
    for place, name in enumerate(names):
        has_default = place >= first_default if place < star else draw(st.booleans())
        if place == star:
            parts.append("*")
        parts.append(f"{name}={draw(LITERALS)!r}" if has_default else name)
        if place + 1 == slash:
            parts.append("/")
    comma = "," if parts and draw(st.booleans()) else ""
    return f"({', '.join(parts)}{comma})"


def defined_by(written):
    """Let Python define a function with this signature."""
    namespace = {}
    exec(f"def f{written}: pass", namespace)  # noqa: S102 - drawn above
    return inspect.signature(namespace["f"])


@given(signatures())
def test_it_is_python_s_own(written):
    assert parse_signature(written) == defined_by(written)


@given(signatures(), st.data())
def test_arguments_are_named_as_python_names_them(written, data):
    exercise, signature = Exercise("f", written, ()), defined_by(written)
    assert exercise.parameters == tuple(signature.parameters)
    by_position = [p for p in signature.parameters.values() if p.kind is not p.KEYWORD_ONLY]
    by_name = [p for p in signature.parameters.values() if p.kind is not p.POSITIONAL_ONLY]
    number = data.draw(st.integers(0, len(by_position)))
    taken = {parameter.name for parameter in by_position[:number]}
    named = [p.name for p in by_name if p.name not in taken and data.draw(st.booleans())]
    made = call(*range(number), **dict.fromkeys(named, "by name"))
    bound = signature.bind_partial(*made.arguments, **made.options)
    assert exercise.named_arguments(made) == bound.arguments
    bound.apply_defaults()
    assert exercise.all_arguments(made) == bound.arguments


@pytest.mark.parametrize(
    "written",
    [
        "", "x", "(x", "(x))", "(x):", "(x) (y)", "(x): pass\ndef g()", "(x): ...; y", "(1)",
        "(x, x)", "(x=1, y)", "(x=)", "(for)", "(*)", "(x, *, *, y)", "(x)\0", "(x): ...\n#",
    ],
)  # fmt: skip
def test_what_is_no_signature_is_refused(written):
    with pytest.raises(ValueError, match=r"is no signature: expected one such as|duplicate"):
        parse_signature(written)


@pytest.mark.parametrize("written", ["(*windows)", "(x, **options)", "(x, *rest, y=1)"])
def test_parameters_without_a_name_of_their_own_are_refused(written):
    with pytest.raises(ValueError, match="give each parameter a name"):
        Exercise("f", written, ())


@pytest.mark.parametrize("default", ["np.inf", "(1, n)", "list()", "[x for x in y]", "lambda: 0"])
def test_a_default_that_must_be_computed_is_refused(default):
    with pytest.raises(ValueError, match=r"^The default .* is no literal: expected a number"):
        parse_signature(f"(x, y={default})")


def test_annotations_are_left_out():
    assert parse_signature("(x: float, y: str = 'a') -> int") == parse_signature("(x, y='a')")
