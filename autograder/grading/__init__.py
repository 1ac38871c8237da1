"""What only the instructor runs: grading and feedback. The student's package leaves it out."""

from typing import Any

__all__ = ["configure"]


def configure(c: Any) -> None:
    """Let nbgrader grade in a sandbox, by an oracle, and write feedback that loads nothing.

    Parameters
    ----------
    c : traitlets.config.Config
        That of ``nbgrader_config.py``: ``configure(get_config())``.
    """
    import warnings

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

    from autograder.grading.execution.execute import TrustedExecute
    from autograder.grading.intake.clean_copies import SubmissionExporter
    from autograder.grading.intake.sanitize import TrustedMetadata
    from autograder.grading.pages.feedback import OfflineFeedbackExporter
    from autograder.grading.pages.filters import FILTERS
    from autograder.grading.pages.manual_grading import (
        TEMPLATE_FOLDERS,
        HarmlessOutputs,
    )
    from autograder.grading.pages.rubric import SampleAnswers

    warnings.simplefilter("ignore", SAWarning)  # three for each student, of nbgrader's own making

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
