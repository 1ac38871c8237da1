"""What `check` returns: the findings, and how they show in a terminal and in a notebook.

The findings are data, `messages` words them as text and as HTML; only here do they meet.
"""

from autograder.messages.html import html_of
from autograder.messages.message import message_of
from autograder.messages.text import text_of
from autograder.vocabulary.findings import CaseResult, Findings

__all__ = ["CaseResult", "Verdict"]


class Verdict(Findings):
    """The result of one check.

    In a notebook it shows as HTML. Beside that it shows its points as a plain number, since that
    is what nbgrader reads.

    Examples
    --------
    >>> from autograder import check
    >>> verdict = check("relu", lambda x: x)
    >>> verdict.points, verdict.max_points, verdict.passed
    (0.0, 1.0, False)
    """

    @classmethod
    def of(cls, findings: Findings) -> "Verdict":
        """Return the findings in a form that shows."""
        return cls(findings.exercise, findings.results, findings.misconceptions, findings.printed)

    def __str__(self) -> str:
        return text_of(message_of(self))

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - IPython's signature
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, str]:
        return {"text/plain": repr(self.points), "text/html": html_of(message_of(self))}
