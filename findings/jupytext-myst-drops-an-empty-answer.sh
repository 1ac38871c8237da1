#!/usr/bin/env bash
# jupytext 1.19.6, format md:myst: a Markdown cell without text is written with its metadata, and left
# out when the file is read. An answer to a question that nbgrader has graded by hand, not written
# yet, is such a cell: of the cell that carries the points nothing is left. A notebook that is paired
# with a MyST file loses the cell at the next --sync. An empty code cell stays.
#
# Guess before: a cell whose nbgrader metadata stands in the file is a cell, with or without text, as
# in jupytext's other formats.
# Seen: of the answers one (empty), two (with text) and three (empty code), md:myst returns two and
# three; py:percent, py:light, md and Rmd return all three. After --sync, from a MyST file that was
# touched, the notebook has two cells of three. jupytext exits with 0.
#
# Run: bash findings/jupytext-myst-drops-an-empty-answer.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check jupytext==1.19.6 nbformat==5.11.1
cat >answers.py <<'PYTHON'
import sys

import jupytext
import nbformat
from nbformat import v4


def graded(new_cell, name, source):
    nbgrader = {"grade": True, "grade_id": name, "locked": False, "points": 2}
    nbgrader |= {"schema_version": 3, "solution": True, "task": False}
    return new_cell(source, metadata={"nbgrader": nbgrader})


def names(notebook):
    return [cell.metadata.nbgrader.grade_id for cell in notebook.cells]


if sys.argv[1] == "write":
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [
        graded(v4.new_markdown_cell, "one", ""),
        graded(v4.new_markdown_cell, "two", "Since it shares its weights."),
        graded(v4.new_code_cell, "three", ""),
    ]
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": python})
    nbformat.validate(notebook)
    nbformat.write(notebook, "answers.ipynb")
    for kind in ("py:percent", "py:light", "md", "Rmd", "md:myst"):
        text = jupytext.writes(notebook, kind)
        found = names(jupytext.reads(text, kind))
        print(kind, *found)
        assert '"grade_id"' in text or "grade_id:" in text
        assert found == (["two", "three"] if kind == "md:myst" else ["one", "two", "three"])
    assert '"grade_id": "one"' in text  # in MyST, too, it is written
else:
    found = names(nbformat.read("answers.ipynb", 4))
    print(sys.argv[1] + ":", *found)
    assert found == sys.argv[2:]
PYTHON
venv/bin/python answers.py write
venv/bin/jupytext --quiet --set-formats ipynb,md:myst answers.ipynb
venv/bin/python answers.py paired one two three
grep -q '"grade_id": "one"' answers.md
touch -d '+1 minute' answers.md
venv/bin/jupytext --quiet --sync answers.ipynb
venv/bin/python answers.py synced two three
echo "As seen before: jupytext 1.19.6"
