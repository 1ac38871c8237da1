"""Tell of a wrong answer which misconception the judge must find in it."""

from collections.abc import Callable
from typing import Any


def mistake(code: str | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Store `code` on the answer; None: no code fits, only the symptom is told."""

    def mark(answer: Callable[..., Any]) -> Callable[..., Any]:
        answer.code = code  # type: ignore[attr-defined]
        return answer

    return mark
