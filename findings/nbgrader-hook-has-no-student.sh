#!/usr/bin/env bash
# nbgrader 0.9.6 (converters/base.py, run_pre_convert_hook and run_post_convert_hook).
#
# Guess: the hooks are called for each submission, with `student` naming whose it is; its docs say
# "an optional hook function that you can implement to do some work before (after) converting", with
# the arguments assignment, student and notebooks.
# Seen: they are called for each submission, but `student` is what was asked for on the command
# line: "*" each time when a class is graded. Whose submission it is can only be told from the paths
# in `notebooks`. And a hook that fails is logged at the level INFO, while the command exits with 0.
#
# Output seen:
#   pre * ada
#   post * ada
#   pre * bela
#   post * bela
#   exit status 0
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install -q nbgrader==0.9.6 nbconvert==7.16.6 ipykernel==6.30.1
export PATH="$place/venv/bin:$PATH" JUPYTER_CONFIG_DIR="$place/none" JUPYTER_DATA_DIR="$place/data"
mkdir -p course/source/ps1 course/submitted/{ada,bela}/ps1
cd course
cat > nbgrader_config.py <<'CONFIG'
from pathlib import Path

c = get_config()
c.CourseDirectory.course_id = "course"


def told(when, student, notebooks):
    whose = Path(notebooks[0]).parts[-3]
    with open("told", "a") as file:
        file.write(f"{when} {student} {whose}\n")


def before(assignment, student, notebooks):
    told("pre", student, notebooks)


def after(assignment, student, notebooks):
    told("post", student, notebooks)
    raise RuntimeError("A hook that fails.")


c.Autograde.pre_convert_hook = before
c.Autograde.post_convert_hook = after
CONFIG
cat > source/ps1/a.ipynb <<'NOTEBOOK'
{"cells": [{"cell_type": "code", "execution_count": null, "id": "one", "outputs": [],
            "metadata": {"nbgrader": {"grade": true, "grade_id": "one", "locked": true, "points": 1,
                                      "schema_version": 3, "solution": false, "task": false,
                                      "cell_type": "code"}},
            "source": "assert True"}],
 "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
 "nbformat": 4, "nbformat_minor": 5}
NOTEBOOK
nbgrader generate_assignment ps1 >log 2>&1
for student in ada bela; do cp release/ps1/a.ipynb "submitted/$student/ps1/"; done
status=0
nbgrader autograde ps1 >>log 2>&1 || status=$?
echo "exit status $status" >>told
cat told
diff told - <<'SEEN'
pre * ada
post * ada
pre * bela
post * bela
exit status 0
SEEN
echo "nbgrader 0.9.6: as seen."
