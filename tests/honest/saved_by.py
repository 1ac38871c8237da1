"""How tools save a notebook: what they add, rename, and leave out."""

import json
import re

import nbformat

from tests.honest.submission import code, text
from tests.honest.variant import delivered, works

TOOL = "tool"
CODE = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}


def version(made, minor, *, ids=False):
    """Set the minor version of format 4; ids came with the fifth."""
    for notebook in made.notebooks.values():
        notebook["nbformat_minor"] = minor
        for cell in notebook["cells"]:
            if not ids:
                del cell["id"]


def metadata(made, **added):
    for notebook in made.notebooks.values():
        notebook["metadata"] |= added


def each_cell(made, **added):
    for cell in made.cells():
        cell["metadata"] |= added


def without_marks(made):
    for cell in made.cells():
        cell["metadata"] = {}


def rename(made, name_of):
    for number, cell in enumerate(made.cells()):
        cell["id"] = name_of(number)


def lines_of(cell):
    return cell["source"].split("\n")


def as_lists(made):
    """Write sources as lists of lines, each with its end, as nearly all tools do."""
    for cell in made.cells():
        cell["source"] = cell["source"].splitlines(keepends=True)


@works(TOOL, "JupyterLab: a list of lines")
def jupyterlab(made):
    as_lists(made)


@works(TOOL, "Colab: ids in the metadata, format 4.0, its badge as a first cell")
def colab(made):
    badge = '<a href="https://example.org" target="_parent"><img alt="Open In Colab"/></a>'
    for name, notebook in made.notebooks.items():
        cell = text(badge) | {"metadata": {"id": "view-in-github", "colab_type": "text"}}
        notebook["cells"].insert(0, cell)
        for number, cell in enumerate(notebook["cells"][1:]):
            cell["metadata"] |= {"id": f"{name[:1]}{number:010}", "outputId": "c3d1"}
            if cell["cell_type"] == "code":
                cell["metadata"]["executionInfo"] = {"status": "ok", "elapsed": 3, "user": {}}
    metadata(made, colab={"provenance": [], "toc_visible": True}, accelerator="GPU")
    version(made, 0)
    as_lists(made)


@works(TOOL, "Colab: a widget's state has no `state`")
def colab_widgets(made):
    colab(made)
    state = {"application/vnd.jupyter.widget-state+json": {"abc": {"model_name": "HTMLModel"}}}
    metadata(made, widgets=state)


@works(TOOL, "Colab: forms")
def colab_forms(made):
    for cell in made.answers():
        cell["source"] = f'#@title My answer {{ display-mode: "form" }}\n{cell["source"]}'
        cell["metadata"]["cellView"] = "form"


@works(TOOL, "Colab: code copied into a notebook of one's own, marks gone")
def colab_copied(made):
    without_marks(made)
    colab(made)


@works(TOOL, "VS Code: ids and marks kept, languages added")
def vscode(made):
    each_cell(made, vscode={"languageId": "python"})
    metadata(made, vscode={"interpreter": {"hash": 64 * "a"}})


@works(TOOL, "VS Code: the environment's name for the kernel")
def vscode_environment(made):
    kernel = {"display_name": ".venv (3.11.9)", "language": "python", "name": "python3"}
    metadata(made, kernelspec=kernel)


@works(TOOL, "Copilot: ids that format 4.5 calls invalid")
def copilot_ids(made):
    rename(made, lambda number: f"#VSC-{number:08x}")


@works(TOOL, "Copilot: lines without their ends")
def copilot_lines(made):
    for cell in made.cells():
        cell["source"] = lines_of(cell)


@works(TOOL, "Copilot: lines without their ends, in the cells that it wrote")
def copilot_lines_in_answers(made):
    as_lists(made)
    for cell in made.answers():
        cell["source"] = [line.removesuffix("\n") for line in cell["source"]]


@works(TOOL, "Copilot: invalid ids, no marks, lines without their ends")
def copilot_all(made):
    without_marks(made)
    copilot_ids(made)
    copilot_lines(made)


@delivered(TOOL, "A script put some lines in without their ends")
def some_lines_without_ends(folder):
    for path in folder.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = lines = "".join(cell["source"]).splitlines(keepends=True)
            if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution"):
                place = len(lines) // 2
                lines[place:place] = ["    # half", "    # of them"]
        path.write_text(json.dumps(notebook), encoding="utf-8")


@works(TOOL, "An assistant writes a notebook with the fields that it thinks of")
def written_by_an_assistant(made):
    for notebook in made.notebooks.values():
        notebook["cells"] = [
            {"cell_type": cell["cell_type"], "source": lines_of(cell)} for cell in notebook["cells"]
        ]
        notebook["metadata"] = {}


@works(TOOL, "Kaggle")
def kaggle(made):
    each_cell(made, _uuid="8f2839f25d086af7", _cell_guid="b1076dfc-b9ad-4769", trusted=True)
    each_cell(made, execution={"iopub.status.busy": "2026-01-01T00:00:00.000Z", "shell": None})
    metadata(made, kaggle={"accelerator": "none", "isGpuEnabled": False})
    version(made, 4)


@works(TOOL, "PyCharm")
def pycharm(made):
    each_cell(made, pycharm={"name": "#%%\n", "is_executing": False}, collapsed=False)
    rename(made, lambda number: f"{number:016x}")


@works(TOOL, "PyCharm: `#%%` above each answer")
def pycharm_marks(made):
    for cell in made.answers():
        cell["source"] = f"#%%\n{cell['source']}"


@works(TOOL, "CoCalc: format 4.4 with ids")
def cocalc(made):
    version(made, 4, ids=True)
    rename(made, lambda number: f"{number:06x}")
    for cell in made.code():
        cell["execution_count"] = 0
        cell["metadata"]["cocalc"] = {"input": {"name": "yes"}}


@works(TOOL, "Deepnote: ids in the metadata, and a last cell of its own")
def deepnote(made):
    for cell in made.cells():
        cell["metadata"] |= {"cell_id": "00001-f0", "deepnote_cell_type": cell["cell_type"]}
    for notebook in made.notebooks.values():
        notebook["cells"].append(text("<a>Created in deepnote.com</a>"))
        notebook["cells"][-1]["metadata"] = {"tags": [], "created_in_deepnote_cell": True}
    metadata(made, deepnote={}, deepnote_notebook_id="f0")
    version(made, 0)


@works(TOOL, "Databricks")
def databricks(made):
    each_cell(made, **{"application/vnd.databricks.v1+cell": {"inputWidgets": {}, "nuid": "7"}})
    notebook = {"language": "python", "notebookName": "1"}
    metadata(made, **{"application/vnd.databricks.v1+notebook": notebook})
    version(made, 0)


@works(TOOL, "SageMaker: a kernel of its own")
def sagemaker(made):
    name = "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:eu-1:1:image/python-3.6"
    kernel = {"display_name": "Python 3 (Data Science)", "language": "python", "name": name}
    metadata(made, kernelspec=kernel, instance_type="ml.t3.medium")


@works(TOOL, "Azure, Fabric: Synapse's kernel")
def synapse(made):
    kernel = {"display_name": "Synapse PySpark", "language": "Python", "name": "synapse_pyspark"}
    metadata(made, kernelspec=kernel, kernel_info={"name": "synapse_pyspark"})


@works(TOOL, "nteract")
def nteract(made):
    each_cell(made, outputHidden=False, inputHidden=False, nteract={"transient": {"x": 1}})
    metadata(made, nteract={"version": "0.28.0"}, kernel_info={"name": "python3"})
    version(made, 2)


@works(TOOL, "Datalore: its own kernel and ids")
def datalore(made):
    each_cell(made, datalore={"node_id": "a", "type": "CODE", "hide_input_from_viewers": False})
    metadata(made, datalore={"version": 1, "computation_mode": "JUPYTER"})
    rename(made, lambda number: f"node{number:020}")


@works(TOOL, "JupyterLite: the kernel is Pyodide")
def jupyterlite(made):
    kernel = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
    metadata(made, kernelspec=kernel)


@works(TOOL, "Conda: the environment's kernel")
def conda(made):
    kernel = {"display_name": "Python [conda env:ml]", "language": "", "name": "conda-env-ml-py"}
    metadata(made, kernelspec=kernel)


@works(TOOL, "papermill: a cell with parameters, and times")
def papermill(made):
    each_cell(made, papermill={"duration": 0.1, "status": "completed", "exception": False})
    for notebook in made.notebooks.values():
        cell = code("# Parameters\nalpha = 0.6\n", "parameters", tags=["injected-parameters"])
        notebook["cells"].insert(1, cell)


@works(TOOL, "marimo: no marks, ids of its own")
def marimo(made):
    without_marks(made)
    rename(made, lambda number: f"cell{number:04}"[-4:] + f"{number}")
    metadata(made, marimo={"marimo_version": "0.25.0", "app_config": {}})


@works(TOOL, "jupytext: paired with a script")
def jupytext_paired(made):
    metadata(made, jupytext={"formats": "ipynb,py:percent"})


@works(TOOL, "jupytext: made again from a script, all ids and marks gone")
def jupytext_from_a_script(made):
    without_marks(made)
    version(made, 5, ids=True)
    rename(made, lambda number: f"{number:08x}")
    for cell in made.code():
        cell |= {"outputs": [], "execution_count": None}


@works(TOOL, "nbstripout: ids are numbers")
def nbstripout(made):
    for notebook in made.notebooks.values():
        for number, cell in enumerate(notebook["cells"]):
            cell["id"] = str(number)
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}


@works(TOOL, "nbstripout: all metadata taken out")
def nbstripout_metadata(made):
    nbstripout(made)
    without_marks(made)


@works(TOOL, "Format 3")
def format_3(made):
    for name, notebook in made.notebooks.items():
        notebook["metadata"] = {"name": name}
        cells = notebook.pop("cells")
        for cell in cells:
            del cell["id"]
            if cell["cell_type"] == "code":
                cell |= {"input": cell.pop("source"), "language": "python", "collapsed": False}
                cell |= {"prompt_number": cell.pop("execution_count"), "outputs": []}
            elif re.match("#+ ", cell["source"]) and "\n" not in cell["source"]:
                marks, _, heading = cell["source"].partition(" ")
                cell |= {"cell_type": "heading", "level": len(marks), "source": heading}
        notebook |= {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}


@works(TOOL, "Format 3: several worksheets")
def format_3_worksheets(made):
    format_3(made)
    for notebook in made.notebooks.values():
        (sheet,) = notebook["worksheets"]
        half = len(sheet["cells"]) // 2
        notebook["worksheets"] = [
            {"cells": sheet["cells"][:half]},
            {"cells": sheet["cells"][half:]},
        ]


for minor in (0, 1, 2, 3, 4):

    @works(TOOL, f"Format 4.{minor}", name=f"format_4_{minor}")
    def format_4(made, minor=minor):
        version(made, minor)


@works(TOOL, "Format 4.5, and still no ids")
def ids_missing(made):
    version(made, 5)


@works(TOOL, "Cells copied on disk: the same id twice")
def ids_twice(made):
    for notebook in made.notebooks.values():
        notebook["cells"].insert(1, code("2 + 2", notebook["cells"][0]["id"]))


@works(TOOL, "nbdime: of a cell that two sides put in, the id is an object with both")
def merged_ids(made):
    made.insert("conv2d", code("print('mine')", "mine"))
    for name in ("mine", "conv2d", "check-relu"):
        made.cell(name)["id"] = {"local_id": name, "remote_id": "4f3c9a11"}


@works(TOOL, "ids of 36 characters with dots, as a script makes them")
def ids_with_dots(made):
    rename(made, lambda number: f"cell.{number}.{'x' * 70}")


@works(TOOL, "Nothing but what must be there; the rest is null")
def nulls(made):
    for cell in made.cells():
        cell["metadata"] = cell["metadata"] or None
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
        cell["attachments"] = None


@works(TOOL, "Empty cells whose source is null or missing")
def empty_cells(made):
    for number, notebook in enumerate(made.notebooks.values()):
        notebook["cells"] += [CODE | {"source": None, "id": f"null-{number}"}]
        notebook["cells"] += [CODE | {"id": f"none-{number}"}, CODE | {"source": [], "id": "none"}]


@works(TOOL, "Extensions of the classic notebook: folded code, times, table of contents, slides")
def classic_extensions(made):
    each_cell(made, code_folding=[0], ExecuteTime={"start_time": "2026-01-01T00:00:00"})
    each_cell(made, slideshow={"slide_type": "slide"}, scrolled=True, hidden=True)
    metadata(made, toc={"base_numbering": 1}, varInspector={"cols": {}}, celltoolbar="Slideshow")


@works(TOOL, "A course's own tools leave marks of nbgrader's first version")
def marks_of_version_1(made):
    for cell in made.cells():
        marks = cell["metadata"].get("nbgrader")
        if marks:
            marks["schema_version"] = 1
            marks.pop("task", None)


@works(TOOL, "Progress bars: megabytes of output")
def long_outputs(made):
    bar = "".join(f"\r{n}/938 \u2501\u2501\u2501 1s 2ms/step - loss: 0.1" for n in range(20_000))
    for cell in made.answers():
        cell["outputs"] = [{"output_type": "stream", "name": "stderr", "text": bar}]


@works(TOOL, "Outputs with NaN, which JSON doesn't know and Python writes")
def nan_outputs(made):
    for cell in made.answers():
        data = {"application/json": {"loss": float("nan")}, "text/plain": "{'loss': nan}"}
        cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]


@works(TOOL, "A picture pasted into a text cell")
def attachments(made):
    picture = {"image.png": {"image/png": "iVBORw0KGgo="}}
    made.insert("setup", text("![image.png](attachment:image.png)") | {"attachments": picture})


@works(TOOL, "nbformat writes it, sorted and indented")
def saved_by_nbformat(made):
    def encode(notebook):
        return nbformat.writes(nbformat.from_dict(notebook)).encode()

    made.encode = encode


@works(TOOL, "One line, keys sorted, everything beyond ASCII as it is")
def compact(made):
    made.encode = lambda notebook: json.dumps(
        notebook, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
