"""`check` where a grader listens: the kernel answers questions, and the verdict is made elsewhere.

The grader hands the kernel one end of a socket. What is expected never crosses it.
"""

import functools
import importlib
import os
import socket
import time
from dataclasses import asdict
from typing import Any

from autograder.answer.call_answer import ask
from autograder.answer.offer_of import offer_of
from autograder.vocabulary.exercise import Call, Exercise
from autograder.vocabulary.wire import Channel, WireClosedError, WireError, WireTimeoutError

__all__ = ["FD_VARIABLE", "PendingVerdict", "call_as_data", "channel_to_grader", "check_remotely"]

FD_VARIABLE = "AUTOGRADER_ORACLE_FD"
PATIENCE = 600.0
"""Seconds that a kernel waits for its grader, which may be busy with another one."""


class PendingVerdict:
    """Stands in a notebook for the verdict that the grader makes."""

    def __repr__(self) -> str:
        return "Handed over to the grader."


@functools.cache
def channel_to_grader() -> Channel | None:
    """Return the way to the grader, if this kernel has one."""
    number = os.environ.get(FD_VARIABLE, "")
    if not number.isdecimal():
        return None
    return Channel(socket.socket(fileno=int(number)))


def check_remotely(exercise: Exercise, answer: Any, grader: Channel) -> PendingVerdict:
    """Offer an answer to the grader, and make the calls that it asks for."""
    grader.send(_offer_as_data(exercise, answer), time.monotonic() + PATIENCE)
    while True:
        question = grader.receive(time.monotonic() + PATIENCE)
        if "number" not in question:
            return PendingVerdict()
        outcome = ask(exercise, answer, call_of_data(question), question["seconds"])
        _reply(grader, vars(outcome) | {"number": question["number"]})


def _reply(grader: Channel, reply: dict[str, Any]) -> None:
    deadline = time.monotonic() + PATIENCE
    try:
        grader.send(reply, deadline)
    except (WireClosedError, WireTimeoutError):
        raise
    except WireError as error:
        grader.send(reply | {"value": None, "error": f"ValueError: {error}"}, deadline)


def _offer_as_data(exercise: Exercise, answer: Any) -> dict[str, Any]:
    offer = offer_of(exercise, answer)
    data = {
        "check": offer.exercise,
        "type": offer.type_name,
        "callable": offer.is_callable,
        "helpers": [*offer.helpers],
        "near": offer.near,
    }
    return data | ({} if offer.forbidden is None else {"forbidden": asdict(offer.forbidden)})


def call_as_data(call: Call) -> dict[str, Any]:
    """Write a call without functions: those that are handed over have names on both sides.

    Examples
    --------
    >>> from autograder.vocabulary.exercise import call
    >>> call_as_data(call(2, padding="same"))
    {'arguments': [2], 'options': {'padding': 'same'}}
    """
    return {
        "arguments": [_named(value) for value in call.arguments],
        "options": {name: _named(value) for name, value in call.options.items()},
    }


def call_of_data(data: dict[str, Any]) -> Call:
    """Read a call that the grader wrote."""
    return Call(
        tuple(_found(value) for value in data["arguments"]),
        {name: _found(value) for name, value in data["options"].items()},
    )


def _named(value: Any) -> Any:
    return {"module": value.__module__, "name": value.__name__} if callable(value) else value


def _found(value: Any) -> Any:
    if isinstance(value, dict):
        return getattr(importlib.import_module(value["module"]), value["name"])
    return value
