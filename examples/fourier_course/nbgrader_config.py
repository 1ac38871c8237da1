"""The course, for nbgrader's commands and formgrader."""

from pathlib import Path

from autograder.grading import configure

course = Path(__file__).resolve().parent
exchange = course / "exchange"
exchange.mkdir(exist_ok=True)  # nbgrader's own default, /usr/local/share, belongs to root

c = get_config()  # noqa: F821 - traitlets defines it
c.CourseDirectory.course_id = "fourier_course"
c.CourseDirectory.root = str(course)
c.Exchange.root = str(exchange)
c.Execute.shutdown_kernel = "immediate"
configure(c)  # a sandbox for the students' code, verdicts from outside it, pages that load nothing
