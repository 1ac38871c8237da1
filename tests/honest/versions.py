"""Notebooks of another Python than the grader's."""

import sys

from tests.honest.habits import above, guarded
from tests.honest.submission import code
from tests.honest.variant import works

FAMILY = "version"
HERE = sys.version_info[:2]


def ran_by(made, version):
    for notebook in made.notebooks.values():
        notebook["metadata"]["language_info"] = {"name": "python", "version": version}


for version in ("3.8.10", "3.11.2", "3.12.4", "3.13.1", "3.14.0"):

    @works(FAMILY, "the Python that it was written with", name=f"python_{version}")
    def of_version(made, version=version):
        ran_by(made, version)


NEW_SYNTAX = {"relu": 1.0, "predict": 9.0} if HERE < (3, 12) else {}


@works(
    FAMILY,
    "quotes within an f-string, which Python 3.12 brought",
    lost={"relu": 1.0, "predict": 9.0} if HERE < (3, 12) else {},
    said="Python 3.13" if HERE < (3, 12) else "",
)
def quotes_in_an_f_string(made):
    ran_by(made, "3.13.1")
    made.cell("relu")["source"] += '\n\nd = {"k": 1}\nprint(f"{d["k"]}")'


@works(
    FAMILY,
    "a type alias, which Python 3.12 brought",
    lost={"relu": 1.0, "predict": 9.0} if HERE < (3, 12) else {},
    said="Python 3.13" if HERE < (3, 12) else "",
)
def type_alias(made):
    ran_by(made, "3.13.1")
    above(made, "type Pair = tuple[int, int]\n", "relu")


@works(FAMILY, "an own cell in newer syntax costs nothing")
def new_syntax_in_an_own_cell(made):
    ran_by(made, "3.13.1")
    for name in made.notebooks:
        made.append_code(name, 'd = {"k": 1}\nprint(f"{d["k"]}")')


@works(FAMILY, "what Python 3.11 brought")
def exception_groups(made):
    made.insert("setup", code("try:\n    pass\nexcept* ValueError:\n    pass", "own-group"))
    guarded(made, "    assert {x} is not None\n")
