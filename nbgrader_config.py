"""The course, for nbgrader's commands, formgrader and the validate button."""

from pathlib import Path

from autograder.grading import configure
from autograder.grading.lms.zip_collect import configure_zip_collect

course = Path(__file__).resolve().parent
exchange = course / "exchange"
exchange.mkdir(exist_ok=True)  # nbgrader's own default, /usr/local/share, belongs to root

c = get_config()  # noqa: F821 - traitlets defines it
c.CourseDirectory.course_id = "cnn_lab"
c.CourseDirectory.root = str(course)
c.Exchange.root = str(exchange)

c.Execute.timeout = 180  # seconds for a cell; a check stops an endless loop long before
c.Execute.shutdown_kernel = "immediate"  # nothing is kept: a second saved for each notebook
c.HTMLExporter.embed_images = True  # a feedback page is one file
configure_zip_collect(c)  # for `nbgrader zip_collect`; `autograder collect` needs nothing
configure(c)  # a sandbox for the students' code, verdicts from outside it, pages that load nothing
