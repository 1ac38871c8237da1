#!/usr/bin/env bash
# nbdime 4.0.4: where both sides of a merge add the same or a similar cell at the same place, which
# Jupyter gives an id of its own on each side, the merged cell's id is an object,
# {"local_id": …, "remote_id": …}. nbformat 4.5 demands a string, so what merge_notebooks returns is not
# a notebook, and can't be written as one. Two cells that are not similar are kept as two, with marks
# around them and their ids.
#
# Guess before: one cell of the same text added by both is no conflict, as in git, since ids are made
# at random; and what comes out of a conflict can be opened in Jupyter and edited.
# Seen: the same test cell, added with the ids one and two: a conflict, no mark in the source, and the
# id {"local_id": "one", "remote_id": "two"}. With one id for both: no conflict. With
# --merge-strategy=use-local: the id one.
#
# Run: bash findings/nbdime-merge-makes-one-id-of-two.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check nbdime==4.0.4 nbformat==5.11.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging

import nbformat
from nbdime import merge_notebooks, nbmergeapp
from nbformat import v4

logging.disable(logging.CRITICAL)

parser = nbmergeapp._build_arg_parser()  # the options of the command nbmerge


def notebook(*added):
    cells = [v4.new_markdown_cell("Write f.", id="question")]
    cells += [new_cell(source, id=name) for new_cell, source, name in added]
    made = v4.new_notebook(cells=cells, metadata={})
    nbformat.validate(made)
    return made


def merged(local, remote, *options):
    arguments = parser.parse_args(["base", "local", "remote", *options])
    found, decisions = merge_notebooks(notebook(), notebook(local), notebook(remote), arguments)
    conflict = any(decision.conflict for decision in decisions)
    added = [(cell.id, cell.source) for cell in found.cells[1:]]
    print("conflict" if conflict else "no conflict", added)
    return conflict, added


test, text = "assert f(1) == 1", "Say in words what f does, and for whom."
code, words = v4.new_code_cell, v4.new_markdown_cell
both = {"local_id": "one", "remote_id": "two"}
assert merged((code, test, "one"), (code, test, "two")) == (True, [(both, test)])
conflict, added = merged((code, test, "one"), (code, test.replace("(1)", "(2)"), "two"))
assert conflict and [name for name, _ in added] == [both]
assert merged((code, test, "one"), (code, test, "one")) == (False, [("one", test)])
local = merged((code, test, "one"), (code, test, "two"), "--merge-strategy=use-local")
assert local == (False, [("one", test)])
conflict, added = merged((code, test, "one"), (words, text, "two"))
assert conflict and ("one", test) in added and ("two", text) in added and len(added) == 5
assert all(isinstance(name, str) for name, _ in added)
PYTHON
echo "As seen before: nbdime 4.0.4"
