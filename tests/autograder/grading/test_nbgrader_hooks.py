"""How nbgrader is made to call us."""

import inspect
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.log import get_logger

import autograder.grading
from autograder.grading import nbgrader_hooks
from autograder.grading.nbgrader_hooks import SubmissionExporter, configure
from autograder.grading.sandbox.level import Level, Reached


@pytest.fixture
def converter(tmp_path):
    config = Config()
    config.CourseDirectory.root = str(tmp_path)
    config.CourseDirectory.assignment_id = "lab6"
    configure(config)
    course = CourseDirectory(config=config)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.add_assignment("lab6")
    return Autograde(coursedir=course, config=config)


def test_the_package_s_configure_is_that_of_the_hooks():
    ours, theirs = Config(), Config()
    configure(ours)
    autograder.grading.configure(theirs)
    assert ours == theirs != Config()


def test_a_module_of_the_grading_imports_no_nbgrader_by_its_package():
    program = "import sys, autograder.grading.sandbox.limits; print('nbgrader' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout == "False\n"


def test_the_exporter_that_a_converter_makes_puts_the_intake_in_its_way(converter):
    exporter = converter.exporter_class(parent=converter, config=converter.config)
    assert type(exporter) is SubmissionExporter
    assert exporter.intake._course.assignment_id == "lab6"


def test_an_exporter_of_something_else_has_no_intake():
    assert not hasattr(SubmissionExporter(), "intake")


def test_below_the_minimum_nobody_is_graded(converter, monkeypatch):
    monkeypatch.setattr(nbgrader_hooks, "probe", lambda: Reached(Level.LIMITS, "No bwrap here."))
    with pytest.raises(NbGraderException, match=r"needs .* FULL, .* reaches LIMITS: No bwrap"):
        SubmissionExporter(parent=converter, config=converter.config)


def test_what_the_gradebook_does_not_know_is_told_in_one_line(converter, caplog):
    converter.coursedir.assignment_id = "lab7"
    with pytest.raises(NbGraderException, match="First run: nbgrader generate_assignment lab7"):
        SubmissionExporter(parent=converter, config=converter.config)
    assert len(caplog.records) == 1


def test_below_the_minimum_they_are_if_the_instructor_says_so(converter, monkeypatch):
    monkeypatch.setattr(nbgrader_hooks, "probe", lambda: Reached(Level.LIMITS, "No bwrap here."))
    converter.config.TrustedExecute.minimum_level = "LIMITS"
    assert SubmissionExporter(parent=converter, config=converter.config).intake


def test_the_traits_that_the_drawing_names_are_those_that_are_set():
    drawn = set(re.findall(r"\bc\.(\w+\.\w+)", nbgrader_hooks.__doc__))
    config = Config()
    configure(config)
    assert drawn
    for name in drawn:
        section, trait = name.split(".")
        assert trait in config[section], name


def test_an_option_that_nobody_has_is_told_once(caplog, monkeypatch):
    once = nbgrader_hooks._UnknownOptionsOnce()
    monkeypatch.setattr(nbgrader_hooks, "UNKNOWN_OPTIONS_ONCE", once)
    config = Config()
    configure(config)
    config.CourseDirectory.db_assignments = [{"name": "ps1"}]
    try:
        with caplog.at_level("WARNING", get_logger().name):
            for _ in range(3):
                CourseDirectory(config=config, log=get_logger())
            get_logger().warning("Something else.")
            get_logger().warning("Something else.")
    finally:
        get_logger().removeFilter(once)
    told = [record.getMessage() for record in caplog.records]
    assert [text.partition(" not ")[0] for text in told] == [
        "Config option `db_assignments`",
        "Something else.",
        "Something else.",
    ]


def test_how_late_something_is_is_told_in_days_and_hours():
    """What nbgrader writes, with its own words: it fails where those change."""
    text = Path(inspect.getsourcefile(Autograde)).read_text(encoding="utf-8")
    assert '"%s is %s seconds late", submission, submission.total_seconds_late' in text
    record = logging.LogRecord(
        "", logging.WARNING, "", 1, "%s is %s seconds late", ("lab6", 108000.0), None
    )
    assert nbgrader_hooks.LATENESS_IN_WORDS.filter(record)
    assert record.getMessage() == "lab6 is 1 day 6 hours late"


def test_every_command_has_it():
    configure(Config())
    assert nbgrader_hooks.LATENESS_IN_WORDS in get_logger().filters
