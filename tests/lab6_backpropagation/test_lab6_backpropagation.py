"""What the bonus on backpropagation teaches: sections, worked examples, glossary, points."""

import re

import numpy as np
import pytest

from autograder.assignments import LAB6_BACKPROPAGATION
from cnn_reference import conv2d, max_pool2d, same_padding, softmax
from cnn_reference.backward import (
    conv2d_backward,
    dense_backward,
    max_pool2d_backward,
    relu_backward,
    softmax_cross_entropy,
)
from cnn_reference.training import PARAMETER_SHAPES, initial_parameters
from tests.assignments.test_source import graded, read

SECTIONS = ["B.1", "B.2", "B.3", "B.4.1", "B.4.2", "B.4.3", "B.5", "B.6", "B.7", "B.8", "B.9"]


def text():
    cells = [cell for path in LAB6_BACKPROPAGATION.paths for cell in read(path).cells]
    return "\n".join(cell.source for cell in cells)


def cell(identifier):
    cells = [cell for path in LAB6_BACKPROPAGATION.paths for cell in read(path).cells]
    return next(cell.source for cell in cells if cell.id == identifier)


def section(number):
    begins = re.split(rf"^##+ {re.escape(number)} ", text(), flags=re.MULTILINE)[1]
    return re.split(r"^##+ (?:B\.\d|Glossary|Hand in)", begins, flags=re.MULTILINE)[0]


def matrix(rows):
    """Write an array as the text does."""
    lines = ["&".join(f"{number:g}" for number in row) for row in np.atleast_2d(rows)]
    inner = r"\\".join(lines)
    return rf"\begin{{pmatrix}}{inner}\end{{pmatrix}}"


def image(rows):
    return np.array(rows, dtype=float)[np.newaxis, :, :, np.newaxis]


def filter_of(rows):
    return np.array(rows, dtype=float)[:, :, np.newaxis, np.newaxis]


def test_it_is_worth_50_points():
    cells = [cell for path in LAB6_BACKPROPAGATION.paths for cell in graded(read(path)).values()]
    assert sum(cell.metadata.nbgrader.get("points", 0) for cell in cells) == 50


@pytest.mark.parametrize("number", SECTIONS)
def test_every_section_has_a_question_and_says_how_long_it_takes(number):
    assert "<details><summary><b>Check yourself.</b> " in section(number)
    time = rf"^\| {re.escape(number)} .*\| \d+ min \|$"
    assert re.search(time, text(), flags=re.MULTILINE)


def test_the_glossarys_sections_explain_its_words():
    table = text().split("## Glossary")[1].split("#", 1)[0]
    rows = re.findall(r"^\| (.+) \| .+ \| (B\.[\d.]+) \| .+ \|$", table, re.MULTILINE)
    assert len(rows) >= 12
    for word, number in rows:
        assert word in section(number).lower(), word


def test_differences_come_before_each_check():
    for name in ("relu", "dense", "conv2d", "max_pool2d"):
        assert "gradient_check(" in cell(f"see-{name}-run")
    order = [cell.id for cell in read("lab6_backpropagation/1_backward").cells]
    for name, exercise in (("conv2d", "conv2d_backward"), ("relu", "relu_backward")):
        assert order.index(f"see-{name}-run") < order.index(f"check-{exercise}")


def test_the_release_holds_no_layer_of_lab_6():
    cells = read("lab6_backpropagation/2_training").cells
    layers = next(cell for cell in cells if cell.id == "layers")
    without = re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", "", layers.source, flags=re.DOTALL)
    assert layers.metadata.nbgrader.solution
    assert "@" not in without
    assert "np." not in without


def test_relu_and_dense_by_hand():
    assert relu_backward([1, 2, 3], [-1, 0, 5]).tolist() == [0, 0, 3]
    assert r"$\texttt{dx} = (0, 0, 3)$" in cell("exercise-relu_backward")
    kernel, told = np.array([[1, 2], [3, -1]]), cell("exercise-dense_backward")
    dx, dkernel, dbias = dense_backward([[10, 1]], [[1, 2]], kernel)
    assert dx.tolist() == [[12, 29]]
    assert all(f"= {number:g}" in told for number in dx[0])
    assert matrix(dkernel) in told
    assert rf"\texttt{{dbias}} = ({dbias[0]:g}, {dbias[1]:g})" in told
    both = dense_backward([[10, 1], [0, 5]], [[1, 2], [1, 1]], kernel)
    assert matrix(both[1]) in told
    assert both[0][0].tolist() == dx[0].tolist()


def test_softmax_and_cross_entropy_by_hand():
    told = cell("softmax-cross-entropy")
    scores = np.array([[0, np.log(3)]])
    loss, gradient = softmax_cross_entropy(scores, [0])
    np.testing.assert_allclose(softmax(scores), [[1 / 4, 3 / 4]])
    np.testing.assert_allclose(gradient, [[-3 / 4, 3 / 4]])
    assert f"= {loss:.3f}$" in told
    loss, gradient = softmax_cross_entropy([[1000, 0]], [1])
    assert (loss, gradient.tolist()) == (1000, [[1, -1]])
    assert "= 1000$" in told
    assert "$(1, -1)$" in told


def test_one_window_and_all_of_them_by_hand():
    told = cell("one-window")
    window, kernel = np.array([[1, 2], [3, 4]]), np.array([[1, 0], [-1, 2]])
    dx, dkernel, _ = conv2d_backward(image([[5]]), image(window), filter_of(kernel))
    assert matrix(dx[0, :, :, 0]) in told
    assert matrix(dkernel[:, :, 0, 0]) in told
    x, kernel, dy = np.arange(1, 10).reshape(3, 3), [[1, 2], [3, 4]], [[1, 0], [0, 10]]
    dx, dkernel, dbias = conv2d_backward(image(dy), image(x), filter_of(kernel))
    assert rf"\texttt{{dx}} = {matrix(dx[0, :, :, 0])}" in told
    assert matrix(dkernel[:, :, 0, 0]) in told
    assert rf"\texttt{{dbias}} = 1 + 10 = {dbias[0]:g}$" in told
    ones = conv2d_backward(np.ones((1, 2, 2, 1)), image(x), filter_of(kernel))[0]
    assert f"4 + 3 + 2 + 1 = {ones[0, 1, 1, 0]:g}$" in told


def test_the_gradient_of_a_convolution_is_a_convolution():
    rng = np.random.default_rng(4)
    x, kernel, dy = rng.normal(size=(6, 5)), rng.normal(size=(3, 2)), rng.normal(size=(4, 4))
    dx, dkernel, _ = conv2d_backward(image(dy), image(x), filter_of(kernel))
    np.testing.assert_allclose(conv2d(image(x), filter_of(dy))[0, :, :, 0], dkernel[:, :, 0, 0])
    full = np.pad(dy, ((2, 2), (1, 1)))
    np.testing.assert_allclose(conv2d(image(full), filter_of(kernel[::-1, ::-1])), dx)


def test_stride_and_same_by_hand():
    told = cell("stride-and-same")
    kernel, x = np.array([[1, 2, 3]]), np.ones((1, 6))
    dx = conv2d_backward(image([[1, 10, 100]]), image(x), filter_of(kernel), (1, 2), "same")[0]
    assert rf"\texttt{{dx}} = ({', '.join(f'{number:g}' for number in dx.ravel())})$" in told
    assert same_padding(6, 3, 2) == (0, 1)
    dx = conv2d_backward(image([[1, 10]]), image(x), filter_of(kernel), (1, 2))[0]
    assert rf"\texttt{{dx}} = ({', '.join(f'{number:g}' for number in dx.ravel())})$" in told


def test_a_maximum_by_hand():
    told = cell("maximum")
    x = [[1, 5, 0, -2], [3, 2, -1, -4]]
    assert max_pool2d(image(x)).ravel().tolist() == [5, 0]
    dx = max_pool2d_backward(image([[10, 100]]), image(x))
    assert rf"\texttt{{dx}} = {matrix(dx[0, :, :, 0])}" in told
    middle = image([[0, 0, 0], [0, 9, 0], [0, 0, 0]])
    dx = max_pool2d_backward(image([[1, 2], [3, 4]]), middle, 2, 1)
    assert f"1 + 2 + 3 + 4 = {dx[0, 1, 1, 0]:g}$" in told


def test_a_step_by_hand():
    told = cell("step")
    for rate in (0.05, 0.2):
        gradient = 2 * (3 * 2 - 9) * 3
        weight = 2 - rate * gradient
        assert f"= {weight:g}" in told
        assert f"{(3 * weight - 9) ** 2:.4g}" in told


def test_the_networks_sizes_are_the_references():
    counts = [int(np.prod(shape)) for shape in PARAMETER_SHAPES]
    for kernel, bias in zip(counts[::2], counts[1::2], strict=True):
        assert f"= {kernel + bias}$" in cell("backward")
    assert str(list(PARAMETER_SHAPES)) in cell("initial_parameters").replace("\n", "")


def test_training_begins_where_the_reference_begins():
    namespace = {"np": np}
    exec(cell("initial_parameters"), namespace)  # noqa: S102 - our own notebook
    for given, expected in zip(
        namespace["initial_parameters"](3), initial_parameters(3), strict=True
    ):
        np.testing.assert_allclose(given, expected, rtol=1e-6)
