"""A message is put together once: in a terminal and on a card the same is said, in one order."""

from html import unescape

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import EXERCISES, check, explain
from autograder.messages.evidence import Evidence, Table, Values
from autograder.messages.html import html_of
from autograder.messages.message import (
    Code,
    Details,
    Headline,
    Message,
    Sentence,
    Title,
    message_of,
)
from autograder.messages.text import text_of
from autograder.vocabulary.exercise import Problem
from autograder.vocabulary.findings import CaseResult, Findings

WORDS = st.text("abc<&>`\"' é×", min_size=1, max_size=8).filter(lambda text: text.strip() == text)
LEAVES = (
    st.builds(Headline, WORDS, WORDS, st.lists(WORDS, max_size=2).map(tuple))
    | st.builds(Title, WORDS, WORDS)
    | st.builds(Sentence, WORDS, WORDS, st.booleans(), WORDS)
    | st.builds(Code, st.lists(WORDS, min_size=1, max_size=3).map("\n".join))
    | st.builds(Values, WORDS, WORDS)
)
PARTS = LEAVES | st.lists(LEAVES, max_size=3).map(tuple).map(Details)
MESSAGES = st.builds(
    Message, st.sampled_from(["right", "wrong", "neutral"]), st.lists(PARTS, max_size=5).map(tuple)
)


def words_of(part):
    """Return all that a part says, in order."""
    match part:
        case Headline():
            return [part.name, part.points, *part.codes]
        case Title():
            return [part.code, part.words]
        case Sentence():
            return [part.label, part.text, part.code]
        case Code():
            return part.text.split("\n")
        case Values():
            return [part.received, part.expected]
        case Details():
            return [word for inner in part.parts for word in words_of(inner)]


def plain(shown):
    """Leave out marks of code, and spaces."""
    return "".join(shown.replace("`", "").split())


def without_tags(page):
    """Take tags out of HTML; the texts have no < and > of their own, as they are escaped."""
    texts = (piece.rpartition(">")[2] for piece in page.split("<"))
    return unescape("".join(texts))


@given(MESSAGES)
def test_text_and_card_say_all_parts_in_order(message):
    for shown in (text_of(message), without_tags(html_of(message))):
        rest = plain(shown)
        for word in map(plain, (word for part in message.parts for word in words_of(part))):
            assert word in rest
            rest = rest[rest.index(word) + len(word) :]


def test_two_tables_are_told_apart_and_the_first_wrong_number_is_named():
    yours, expected = np.array([[1.0, 2.0]]), np.array([[1.0, 3.0]])
    table = Table(yours, expected, yours != expected, (0, 1))
    message = Message("neutral", (Evidence("column 1.", table, None, "with the mistake"),))
    lines = text_of(message).splitlines()
    assert lines[0].split("    ") == ["with the mistake (* wrong)", "expected"]
    assert lines[1].split() == ["1", "2*", "1", "3"]
    assert lines[2] == "First wrong: column 1."
    card = without_tags(html_of(message))
    assert card == "with the mistake (* wrong)12*expected13First wrong, outlined: column 1."


def test_details_are_indented_in_a_terminal_once():
    inner = Details((Code("two\nlines"), Sentence("a sentence")))
    message = Message("neutral", (Sentence("Look:"), inner))
    assert text_of(message).splitlines() == ["Look:", "  two", "  lines", "  a sentence"]


@pytest.mark.parametrize("printed", ["", "\x1b[31m\x00", "\r"])
def test_of_nothing_that_can_be_read_it_is_not_said_that_it_was_printed(printed):
    results = (CaseResult("a case", 1, Problem("It is wrong.")),)
    message = message_of(Findings(EXERCISES["relu"], results, printed=printed))
    assert [type(part) for part in message.parts] == [Headline, Sentence]


def test_an_example_of_one_number_is_told_on_the_card_too():
    explained = explain("MEAN-FOR-SUM")
    symptom = "The value is wrong: expected"
    assert explained.example[0].result == "number"
    assert symptom in str(explained)
    assert symptom in explained._repr_mimebundle_()["text/html"]


def test_right_wrong_and_neutral_cards_differ_in_their_border():
    right, wrong = check("relu", lambda x: np.maximum(x, 0)), check("relu", abs)
    cards = [shown._repr_mimebundle_()["text/html"] for shown in (right, wrong)]
    cards.append(explain("RELU-ABSOLUTE")._repr_mimebundle_()["text/html"])
    assert len({card.partition(";")[0] for card in cards}) == 3
