"""A detail of Python or of the interface costs its own case, and what that weighs.

Twenty answers that compute the right thing and lack one detail: the table says what each loses.
"""

import numpy as np
import pytest

import cnn_reference
from cnn_reference import mnist_cnn
from tests.autograder.answers import check_reference

EVERYTHING = "everything together, any kind of numbers, arguments unchanged"
ANY_KIND = "any kind of numbers, arguments unchanged"
PAIRS = "different strides down and across"


def right(name):
    return getattr(cnn_reference, name, None) or getattr(mnist_cnn, name)


def lower_case_only(name):
    def answer(*arguments, **options):
        words = [word for word in (*arguments, *options.values()) if isinstance(word, str)]
        if any(word not in {"valid", "same"} for word in words):
            raise ValueError("padding is 'valid' or 'same'")
        return right(name)(*arguments, **options)

    return answer


def integers_only(name):
    """Take one number for both axes, as half of all published answers do."""

    def answer(*arguments, **options):
        given = [value for value in (*arguments, *options.values()) if isinstance(value, tuple)]
        if given:
            raise TypeError("'>' not supported between instances of 'tuple' and 'int'")
        return right(name)(*arguments, **options)

    return answer


def floats_only(name):
    def answer(*arguments, **options):
        if any(isinstance(a, np.ndarray) and a.dtype.kind != "f" for a in arguments):
            raise TypeError("floats only")
        return right(name)(*arguments, **options)

    return answer


def changing_its_argument(name):
    def answer(x, *arguments, **options):
        y = right(name)(x, *arguments, **options)
        x += 1
        return y

    return answer


def row_by_row_in_memory(name):
    def answer(x, *arguments, **options):
        assert x.flags.c_contiguous
        return right(name)(x, *arguments, **options)

    return answer


def windows_of_three(window, kernel):
    return sum(window[i, j] * kernel[i, j] for i in range(3) for j in range(3))


def square_maps_only(feature_map, kernel):
    assert feature_map.shape[0] == feature_map.shape[1]
    return right("convolve2d")(feature_map, kernel)


def square_kernels_only(feature_map, kernel):
    assert kernel.shape[0] == kernel.shape[1]
    return right("convolve2d")(feature_map, kernel)


def one_image(x, *arguments, **options):
    assert len(x) == 1
    return right("conv2d")(x, *arguments, **options)


def bias_always(kernel_size, in_channels, filters, use_bias=True):
    return right("count_parameters")(kernel_size, in_channels, filters)


TABLE = {
    "output_size, lower case": (
        "output_size",
        lower_case_only("output_size"),
        0.5,
        {"any letter case"},
    ),
    "strided_convolve2d, lower case": (
        "strided_convolve2d",
        lower_case_only("strided_convolve2d"),
        0,
        set(),
    ),
    "conv2d, lower case": ("conv2d", lower_case_only("conv2d"), 0, set()),
    "max_pool2d, lower case": ("max_pool2d", lower_case_only("max_pool2d"), 0, set()),
    "average_pool2d, lower case": ("average_pool2d", lower_case_only("average_pool2d"), 0, set()),
    "pad_same, one number": (
        "pad_same",
        integers_only("pad_same"),
        1.5,
        {"kernels and strides given as pairs", EVERYTHING},
    ),
    "strided_convolve2d, one stride": (
        "strided_convolve2d",
        integers_only("strided_convolve2d"),
        1.5,
        {PAIRS, EVERYTHING},
    ),
    "conv2d, one stride": ("conv2d", integers_only("conv2d"), 1, {PAIRS, EVERYTHING}),
    "max_pool2d, one number": (
        "max_pool2d",
        integers_only("max_pool2d"),
        1.5,
        {"windows and strides that are not square", EVERYTHING},
    ),
    "average_pool2d, one number": (
        "average_pool2d",
        integers_only("average_pool2d"),
        1,
        {"windows and strides that are not square", EVERYTHING},
    ),
    "count_parameters, one number": (
        "count_parameters",
        integers_only("count_parameters"),
        0.75,
        {"kernels that are not square"},
    ),
    "count_parameters, a bias always": ("count_parameters", bias_always, 0.75, {"no bias"}),
    "apply_window, 3×3": ("apply_window", windows_of_three, 1, {"windows of other shapes"}),
    "convolve2d, square maps": (
        "convolve2d",
        square_maps_only,
        2.5,
        {"maps that are not square", EVERYTHING},
    ),
    "convolve2d, square kernels": (
        "convolve2d",
        square_kernels_only,
        2.5,
        {"kernels that are not square, or even", EVERYTHING},
    ),
    "conv2d, one image": ("conv2d", one_image, 1.5, {"a batch of images", EVERYTHING}),
    "conv2d, floats": ("conv2d", floats_only("conv2d"), 0.5, {EVERYTHING}),
    "apply_window, floats": ("apply_window", floats_only("apply_window"), 0.5, {ANY_KIND}),
    "dense, floats": ("dense", floats_only("dense"), 0.25, {ANY_KIND}),
    "relu, floats": ("relu", floats_only("relu"), 0.5, {ANY_KIND}),
    "relu, in place": ("relu", changing_its_argument("relu"), 0.5, {ANY_KIND}),
    "conv2d, in place": ("conv2d", changing_its_argument("conv2d"), 0.5, {EVERYTHING}),
    "max_pool2d, row by row in memory": (
        "max_pool2d",
        row_by_row_in_memory("max_pool2d"),
        0.5,
        {EVERYTHING},
    ),
}


@pytest.mark.parametrize(("name", "answer", "costs", "cases"), TABLE.values(), ids=TABLE)
def test_a_detail_costs_its_own_case(name, answer, costs, cases):
    verdict = check_reference(name, answer)
    assert {result.name for result in verdict.results if not result.passed} == cases
    assert verdict.max_points - verdict.points == costs
