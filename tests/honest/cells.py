"""Cells joined, split, pasted, moved, copied, deleted, edited."""

import copy

from tests.honest.saved_by import without_marks
from tests.honest.submission import code, released, solutions, text
from tests.honest.variant import works

CELLS = "cells"


def checks(made, name=None):
    return [c for c in made.code(name) if c["metadata"].get("nbgrader", {}).get("grade")]


def copy_of(cell, **changed):
    return copy.deepcopy(cell) | changed


for style in ("loops", "windows", "im2col", "slices"):

    @works(
        CELLS, "another style, helpers in cells of their own", name=f"style_{style}", style=style
    )
    def as_it_is(made):
        pass


@works(CELLS, "JupyterLab: an answer merged with its check")
def merged_with_checks(made):
    for notebook in made.notebooks.values():
        merged = []
        for cell in notebook["cells"]:
            if str(cell["id"]).startswith("check-") and merged[-1]["cell_type"] == "code":
                merged[-1]["source"] += f"\n\n{cell['source']}"
            else:
                merged.append(cell)
        notebook["cells"] = merged


@works(CELLS, "JupyterLab: all code cells merged into one")
def merged_all(made):
    for name, notebook in made.notebooks.items():
        kept = [c for c in made.code(name) if "skip-execution" not in c["metadata"].get("tags", [])]
        source = "\n\n".join(cell["source"] for cell in kept)
        written = [c for c in made.cells(name) if c["id"] in ("why_pooling", "deeper_filters")]
        notebook["cells"] = [kept[0] | {"source": source}, *written]


@works(CELLS, "JupyterLab: answers split in two, the docstring from the rest of the helpers")
def split(made):
    for cell in list(made.answers()):
        second = code(f"print({cell['id']}.__doc__)", f"{cell['id']}-2")
        second["metadata"] = copy.deepcopy(cell["metadata"])  # as JupyterLab does
        made.insert(cell["id"], second)


@works(CELLS, "A definition in the upper half, and nothing but a comment in the lower")
def split_with_a_rest(made):
    for cell in list(made.answers()):
        made.insert(cell["id"], code("# that was hard", f"{cell['id']}-2"))


@works(CELLS, "pasted into a fresh notebook: no marks, no texts but one's own")
def pasted_into_a_fresh_one(made):
    without_marks(made)
    for name, notebook in made.notebooks.items():
        written = [c for c in made.cells(name) if c["id"] in ("why_pooling", "deeper_filters")]
        notebook["cells"] = [*made.code(name), *written]
        for number, cell in enumerate(notebook["cells"]):
            cell["id"] = f"{number:08x}"


@works(CELLS, "pasted without the cells that only show something")
def pasted_answers_and_checks(made):
    pasted_into_a_fresh_one(made)
    for notebook in made.notebooks.values():
        notebook["cells"] = [
            cell
            for cell in notebook["cells"]
            if "explore" not in cell["source"] or "import" in cell["source"]
        ]


@works(CELLS, "pasted without the checks")
def pasted_without_checks(made):
    made.remove(*(cell["id"] for cell in checks(made)))
    without_marks(made)


@works(CELLS, "checks deleted, since all was green")
def checks_deleted(made):
    made.remove(*(cell["id"] for cell in checks(made)))


@works(CELLS, "the setup cell deleted, its imports in the first cell that is run")
def setup_deleted(made):
    for name in made.notebooks:
        setup = next(cell for cell in made.cells(name) if cell["id"] == "setup")
        made.notebooks[name]["cells"].remove(setup)
        runs = (c for c in made.code(name) if "skip-execution" not in c["metadata"].get("tags", ()))
        first = next(runs)
        first["source"] = f"{setup['source']}\n\n{first['source']}"


@works(CELLS, "all texts deleted")
def texts_deleted(made):
    for notebook in made.notebooks.values():
        notebook["cells"] = [
            cell
            for cell in notebook["cells"]
            if cell["cell_type"] == "code" or "nbgrader" in cell["metadata"]
        ]


@works(CELLS, "empty cells and notes everywhere")
def notes_everywhere(made):
    for number, cell in enumerate([*made.code()]):
        made.insert(cell["id"], code("", f"empty-{number}"), text("I see.", f"note-{number}")) if (
            cell["id"] not in ("setup",)
        ) else None


@works(CELLS, "a raw cell with notes")
def raw_notes(made):
    made.insert("convolve2d", text("k_h, k_w = kernel.shape", "raw-note", kind="raw"))


@works(CELLS, "exercises in another order")
def reordered(made):
    cells = made.notebooks["2_pooling"]["cells"]
    at = {cell["id"]: place for place, cell in enumerate(cells)}
    moved = [cells[at[name]] for name in ("average_pool2d", "check-average_pool2d")]
    moved[0]["source"] = f"{solutions()['max_pool2d']}\n\n\n{moved[0]['source']}"
    for cell in moved:
        cells.remove(cell)
    cells[at["max_pool2d"] : at["max_pool2d"]] = moved


@works(CELLS, "all checks at the end")
def checks_at_the_end(made):
    for name, notebook in made.notebooks.items():
        last = checks(made, name)
        notebook["cells"] = [cell for cell in notebook["cells"] if cell not in last] + last


@works(CELLS, "an answer copied with its id; the first copy is an old attempt")
def old_attempt_above(made):
    for name in ("convolve2d", "max_pool2d", "softmax"):
        made.insert(
            name, copy_of(made.cell(name), source=f"def {name}(*_):\n    return 0"), after=False
        )


@works(CELLS, "an answer copied with its id before it was written: the first copy is as released")
def released_copy_above(made):
    for name in ("convolve2d", "max_pool2d", "softmax"):
        made.insert(name, copy_of(made.cell(name), source=released(name)), after=False)


@works(CELLS, "each check a second time")
def checks_twice(made):
    for cell in checks(made):
        made.insert(cell["id"], copy_of(cell))


@works(CELLS, "the check of an exercise called from the answer's cell, too")
def checked_in_the_answer(made):
    for cell in list(made.answers()):
        cell["source"] += f"\n\ncheck({cell['id']!r}, {cell['id']})"


@works(CELLS, "the answer in a cell of one's own, above the one for it, which is left empty")
def answered_above(made):
    for cell in list(made.answers()):
        made.insert(cell["id"], code(cell["source"], f"own-{cell['id']}"), after=False)
        cell["source"] = ""


@works(CELLS, "the answer in a cell of one's own, the one for it deleted")
def answered_elsewhere(made):
    for cell in list(made.answers()):
        made.insert(cell["id"], code(cell["source"], f"own-{cell['id']}"))
        made.remove(cell["id"])


@works(CELLS, "answers in cells turned to text and back")
def turned_and_back(made):
    for cell in made.answers():
        cell["attachments"] = {}


@works(CELLS, "`print` around a check")
def checks_printed(made):
    for cell in checks(made):
        cell["source"] = f"print({cell['source']})"


@works(CELLS, "`explain` below a check")
def explained(made):
    made.cell("check-conv2d")["source"] += '\n\nexplain("SAME-EXTRA-FIRST")'


@works(CELLS, "the result of a check kept in a variable")
def checks_kept(made):
    for number, cell in enumerate(checks(made)):
        cell["source"] = f"verdict_{number} = {cell['source']}\nverdict_{number}"


@works(CELLS, "one more import in the setup cell")
def import_in_setup(made):
    for name in made.notebooks:
        setup = next(cell for cell in made.cells(name) if cell["id"] == "setup")
        setup["source"] += "\nimport math\nfrom itertools import product"
    made.cell("output_size")["source"] += "\n\nassert math.floor(2.5) == 2"


@works(CELLS, "a formatter: single quotes, other blank lines")
def formatted(made):
    for cell in made.code():
        cell["source"] = cell["source"].replace('"', "'").replace("''''''", '""""""')
        cell["source"] = cell["source"].replace("'''", '"""')


@works(CELLS, "tests of one's own below each answer")
def own_tests(made):
    made.insert(
        "convolve2d",
        code("assert convolve2d(np.ones((3, 3)), np.ones((3, 3))) == 9", "own-test"),
        code(
            "try:\n    convolve2d(None, None)\nexcept Exception as e:\n    print(e)", "own-test-2"
        ),
    )


@works(CELLS, "an experiment that fails, left in")
def failing_experiment(made):
    for number, name in enumerate(("convolve2d", "max_pool2d", "build_cnn", "softmax")):
        made.insert(name, code("1 / 0", f"experiment-{number}"))
        made.insert(name, code("print(undefined", f"broken-{number}"))


@works(CELLS, "comments in another language, docstrings gone")
def docstrings_gone(made):
    for name, source in solutions().items():
        head, quotes, rest = source.partition('    """')
        _, closing, body = rest.partition('"""\n')
        if quotes and closing:
            made.write(name, f"{head}    # señal, 卷积\n{body}")
