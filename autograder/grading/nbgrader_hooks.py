"""How nbgrader is made to call us: by its own traits, all of them set here, by `configure`.

nbgrader_config.py calls `configure` in each of nbgrader's commands. What calls what, from top to
bottom; nbgrader's own steps are in brackets, ours have their room before the colon.

``nbgrader autograde``, and formgrader's button, which runs the same for one student::

    [Autograde.start]
      [init_notebooks]                     lists submissions, but for those without a notebook
      SubmissionExporter(parent=Autograde) c.Autograde.exporter_class: the converter makes it
        intake: Intake(Autograde)          lists all of them; from now on the converter's
                                           `assignments`, `coursedir` and `pre_convert_hook` are
                                           those of clean copies
      [convert_notebooks]                  for each submission:
        intake: Intake.take_in             its pre_convert_hook: fills the clean copy
        [init_assignment]                  in the gradebook; files of the source
        for each notebook:
          [sanitize_preprocessors]         intake: TrustedMetadata is among them
          [autograde_preprocessors]
            execution: TrustedExecute      runs it in a kernel of `sandbox`; the oracle judges
            [SaveAutoGrades, …]            points go to the gradebook

``autograder grade``::

    batch: GradeApp.start
      batch: GradeClass.start              is an Autograde, so it makes its exporter, as above
        batch: init_notebooks              lists nothing
        SubmissionExporter → Intake
        batch: convert_notebooks           for each submission:
          batch: sanitize                  Intake.take_in, init_assignment, sanitize_preprocessors
          batch: run_job                   in a worker, for each notebook: TrustedExecute
          batch: save                      the other autograde_preprocessors, one transaction

``nbgrader generate_feedback``, and formgrader's button::

    [GenerateFeedback.start]
      pages: OfflineFeedbackExporter       c.GenerateFeedback.exporter_class
        [preprocessors]                    scores and comments from the gradebook
        pages: templates/offline_feedback  with its filters

formgrader's page for grading by hand::

    [SubmissionHandler]
      [HTMLExporter]                       made once, by c.HTMLExporter
        pages: HarmlessOutputs,            c.HTMLExporter.preprocessors
               SampleAnswers
        pages: templates                   before nbgrader's own: c.HTMLExporter.filters,
                                           c.HTMLExporter.extra_template_basedirs

`batch` calls this, too. It imports `intake`, `execution`, `pages` and `sandbox`.
"""

import logging
import warnings
from typing import Any, NoReturn

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    IgnorePattern,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from sqlalchemy.exc import SAWarning
from traitlets.log import get_logger

from autograder.grading.execution.execute import TrustedExecute
from autograder.grading.intake.clean_copies import Intake
from autograder.grading.intake.handed_in.timestamps import duration
from autograder.grading.intake.sanitize import TrustedMetadata
from autograder.grading.pages.feedback import OfflineFeedbackExporter
from autograder.grading.pages.filters import FILTERS
from autograder.grading.pages.manual_grading import (
    TEMPLATE_FOLDERS,
    HarmlessOutputs,
)
from autograder.grading.pages.rubric import SampleAnswers
from autograder.grading.sandbox.level import Level, probe, why_below

__all__ = ["SubmissionExporter", "configure"]


class SubmissionExporter(NotebookExporter):
    """Writes notebooks, and has nbgrader's `Autograde` take them from an `Intake`.

    nbgrader makes one when it has listed the submissions, before it looks into any: the one moment
    at which a trait lets us in.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)  # type: ignore[no-untyped-call]
        if isinstance(self.parent, Autograde):
            self._refuse_below_minimum()
            self._refuse_what_was_never_released(self.parent.coursedir)
            try:
                self.intake = Intake(self.parent)
            except NbGraderException as error:
                self._refuse(str(error))

    def _refuse_below_minimum(self) -> None:
        """Say once, before anybody is graded, that this machine keeps students too little apart."""
        minimum = Level[TrustedExecute(parent=self).minimum_level]
        reached = probe()
        if reached.level < minimum:
            self._refuse(why_below(minimum, reached))

    def _refuse_what_was_never_released(self, course: CourseDirectory) -> None:
        """Say once what to run first; nbgrader says 25 lines for each student."""
        with Gradebook(course.db_url, course.course_id) as gradebook:
            known = sorted(one.name for one in gradebook.assignments)
        if course.assignment_id in known:
            return
        others = f"; it has {', '.join(known)}" if known else ""
        self._refuse(
            f"The gradebook has no assignment {course.assignment_id!r}{others}. Nothing was graded."
            f" First run: nbgrader generate_assignment {course.assignment_id} --force"
        )

    def _refuse(self, why: str) -> NoReturn:
        """Grade nobody; `autograder grade` says why by itself, nbgrader's own command does not."""
        if type(self.parent) is Autograde:
            self.log.error(why)
        raise NbGraderException(why)


class _UnknownOptionsOnce(logging.Filter):
    """Tells once of an option that nobody has any more, and not for each notebook.

    Such as `CourseDirectory.db_assignments`, which nbgrader had until 0.7.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if not text.startswith("Config option `"):
            return True
        is_new = text not in self._told
        self._told.add(text)
        return is_new


class _LatenessInWords(logging.Filter):
    """Tells in days and hours how late something is, which nbgrader has in seconds."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.msg == "%s is %s seconds late" and isinstance(record.args, tuple):
            submission, seconds = record.args
            record.msg = "%s is %s late"
            record.args = (submission, duration(float(str(seconds))))
        return True


LATENESS_IN_WORDS = _LatenessInWords()
UNKNOWN_OPTIONS_ONCE = _UnknownOptionsOnce()


def configure(c: Any) -> None:
    """Let nbgrader grade in a sandbox, by an oracle, and write feedback that loads nothing.

    Parameters
    ----------
    c : traitlets.config.Config
        That of ``nbgrader_config.py``: ``configure(get_config())``.

    Examples
    --------
    >>> from traitlets.config import Config
    >>> c = Config()
    >>> configure(c)
    >>> c.Autograde.exporter_class.__name__, c.GenerateFeedback.exporter_class.__name__
    ('SubmissionExporter', 'OfflineFeedbackExporter')
    """
    warnings.simplefilter("ignore", SAWarning)  # three for each student, of nbgrader's own making
    log = get_logger()
    if isinstance(log, logging.Logger):
        log.addFilter(UNKNOWN_OPTIONS_ONCE)
        log.addFilter(LATENESS_IN_WORDS)

    c.Autograde.exporter_class = SubmissionExporter
    c.Autograde.sanitize_preprocessors = [
        ClearOutput,
        TrustedMetadata,
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ]
    c.OverwriteCells.add_missing_cells = True
    c.Autograde.autograde_preprocessors = [
        TrustedExecute,
        IgnorePattern,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    c.GenerateFeedback.exporter_class = OfflineFeedbackExporter

    # The page for grading by hand, which formgrader has an `HTMLExporter` write:
    c.HTMLExporter.extra_template_basedirs = TEMPLATE_FOLDERS
    c.HTMLExporter.preprocessors = [HarmlessOutputs, SampleAnswers]
    c.HTMLExporter.filters = FILTERS
