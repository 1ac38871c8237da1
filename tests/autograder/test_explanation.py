"""Every mistake that has a name can be explained, with an example if it shows in numbers."""

import numpy as np
import pytest

from autograder import explain
from autograder.judge.other_calls import _key
from autograder.misconceptions import ALL

CODES = sorted({misconception.code for misconception in ALL})
ONLY_IN_LARGE_CALLS = {"IMAGES-NOT-SCALED", "IMAGES-SCALED-TWICE", "IMAGES-SHIFTED"} | {
    code for code in CODES if code.startswith(("PREDICT-", "STEP-"))
}
"""They take images of 28×28."""
ENDS_IN_AN_ERROR = {"INTEGERS-REFUSED", "WINDOWS-MUST-FIT"}
"""Where they show, nothing comes that could be compared."""
IN_NUMBERS = sorted(
    {misconception.code for misconception in ALL if misconception.predictions} - ENDS_IN_AN_ERROR
)


@pytest.mark.parametrize("code", CODES)
def test_it_is_explained_in_text_and_as_a_card(code):
    explanation = explain(code)
    shown = explanation._repr_mimebundle_()
    for text in (str(explanation), shown["text/plain"], shown["text/html"]):
        assert code in text
        assert "What to do:" in text


@pytest.mark.parametrize("code", IN_NUMBERS)
def test_an_example_shows_what_is_wrong(code):
    exercise, problem = explain(code).example
    assert exercise.name in str(explain(code))
    shown_by_a_check = [_key(call) for call in exercise.calls]
    if code in ONLY_IN_LARGE_CALLS:
        assert problem.call in exercise.calls
    else:
        assert _key(problem.call) not in shown_by_a_check
        assert max(np.size(value) for value in problem.call.arguments) <= 40
    told = str(explain(code)).split("What to do:", maxsplit=1)[0]
    assert "wrong" in told or "NaN or infinity" in told


@pytest.mark.parametrize("code", sorted(ENDS_IN_AN_ERROR))
def test_what_ends_in_an_error_has_no_numbers_to_show(code):
    assert explain(code).example is None


def test_small_letters_are_read_and_a_slip_is_met_with_a_hint():
    assert explain("kernel-flipped").misconception.code == "KERNEL-FLIPPED"
    with pytest.raises(ValueError, match="Did you mean 'KERNEL-FLIPPED'"):
        explain("KERNEL-FLIPED")


TEXTS = [one for one in ALL if one.told_in]


@pytest.mark.parametrize("known", TEXTS, ids=lambda known: f"{known.code}-{known.told_in}")
def test_where_a_code_has_several_texts_each_is_told_with_its_exercise(known):
    for exercise in {**known.predictions, **known.signs}:
        assert explain(known.code, exercise).misconception is known
    assert explain(known.code).misconception is not known
    assert known.explain_call == f'explain("{known.code}", "{known.told_in}")'


def test_an_exercise_in_which_nobody_can_make_it_is_told():
    with pytest.raises(ValueError, match=r"not looked for in 'relu'. It is looked for in dense_"):
        explain("DBIAS-MEAN", "relu")
