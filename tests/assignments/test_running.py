"""The notebooks of every assignment are run, all cells of them, in real kernels."""

import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.assignments import ASSIGNMENTS
from autograder.exercises import NOTEBOOKS
from demo.classroom import TRAINED

pytestmark = [pytest.mark.notebooks, pytest.mark.slow]

KERNEL_IS_QUIET = ["--Application.log_level=ERROR"]


def run(folder, skip_tag, notebooks=tuple(NOTEBOOKS)):
    """Execute notebooks in place; return their cells by notebook and id."""
    executed = {}
    for name in notebooks:
        path = folder / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook,
            timeout=600,
            allow_errors=True,
            skip_cells_with_tag=skip_tag,
            kernel_name="python3",
            extra_arguments=KERNEL_IS_QUIET,
            resources={"metadata": {"path": str(path.parent)}},
        )
        client.execute()
        executed[name] = {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}
    return executed


def points(executed):
    return {
        exercise.name: float(
            next(
                output.data["text/plain"]
                for output in executed[name][f"check-{exercise.name}"].outputs
                if output.output_type == "execute_result"
            )
        )
        for name in executed
        for exercise in NOTEBOOKS[name]
    }


def outputs(executed, kind):
    return [
        (name, identifier, output)
        for name, cells in executed.items()
        for identifier, cell in cells.items()
        for output in cell.outputs
        if output.output_type == kind
    ]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """All cells of the instructor's notebooks, with weights so that no network is trained."""
    folder = tmp_path_factory.mktemp("course") / "source"
    shutil.copytree("source", folder)
    for assignment in ASSIGNMENTS:
        weights = folder / assignment.name / assignment.left_files[0]
        shutil.copy(TRAINED[assignment.name], weights)
    return run(folder, skip_tag="no such tag")


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "release"
    shutil.copytree("release", folder)
    return run(folder, skip_tag="skip-execution")


def test_the_solutions_earn_all_points(source):
    assert points(source) == {
        exercise.name: exercise.points for exercises in NOTEBOOKS.values() for exercise in exercises
    }


@pytest.mark.exhaustive
def test_a_network_trained_by_ones_own_layers_earns_all_points(tmp_path):
    shutil.copytree("source", tmp_path / "source")
    name = "lab6_backpropagation/2_training"
    executed = run(tmp_path / "source", skip_tag="no such tag", notebooks=(name,))
    assert points(executed) == {exercise.name: exercise.points for exercise in NOTEBOOKS[name]}


def test_the_solutions_run_without_an_error_or_a_warning(source):
    assert outputs(source, "error") == []
    assert [found for found in outputs(source, "stream") if found[2].name == "stderr"] == []


def text_of(executed, notebook, identifier):
    return "".join(output.get("text", "") for output in executed[notebook][identifier].outputs)


def test_the_lectures_examples_give_the_lectures_numbers(source):
    assert "output: (4, 8, 8, 32)" in text_of(source, "lab6/1_convolution", "conv2d-in-keras-run")
    for identifier, lines in {
        "pooling-stride-1-valid": ["(1, 2, 2, 1)", "[[5. 6.]", " [8. 9.]]"],
        "pooling-stride-2-valid": ["(1, 1, 2, 1)", "[[6. 8.]]"],
        "pooling-stride-1-same": ["(1, 3, 3, 1)", "[[5. 6. 6.]", " [8. 9. 9.]", " [8. 9. 9.]]"],
    }.items():
        text = text_of(source, "lab6/2_pooling", identifier)
        assert all(line in text for line in lines)


def test_the_networks_are_evaluated_for_real(source):
    cnn = text_of(source, "lab6/3_mnist_cnn", "evaluate-run")
    assert 0.985 <= float(cnn.split("Test accuracy: ")[1]) <= 0.995
    dense = text_of(source, "lab6/3_mnist_cnn", "against-dense-run")
    assert 0.970 <= float(dense.split("Test accuracy: ")[1].split()[0]) <= 0.985
    assert "407,050 parameters" in dense


def test_own_layers_and_keras_agree(source):
    difference = text_of(source, "lab6/4_from_scratch", "against-keras-run").split()[-1]
    assert float(difference) < 1e-4


def test_the_untouched_release_earns_nothing_and_breaks_nothing(release):
    assert set(points(release).values()) == {0.0}
    errors = {(name, identifier) for name, identifier, _ in outputs(release, "error")}
    assert errors == set()
    assert [found for found in outputs(release, "stream") if found[2].name == "stderr"] == []
