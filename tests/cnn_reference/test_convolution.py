import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapes import DTYPES, Sliding, not_contiguous, numbers, slidings

from cnn_reference import (
    apply_window,
    conv2d,
    convolve2d,
    naive,
    pad_same,
    relu,
    strided_convolve2d,
    windows,
)
from cnn_reference.windows import window_rows

FILTERS = st.integers(1, 3)


@given(slidings(), FILTERS, DTYPES, st.booleans())
def test_conv2d_equals_its_definition(sliding: Sliding, filters, kernel_dtype, with_bias):
    kernel = sliding.kernel(filters, kernel_dtype)
    bias = sliding.bias(filters) if with_bias else None
    expected = naive.conv2d(
        sliding.x, kernel, bias, sliding.strides, sliding.padding.lower(), np.tanh
    )
    actual = conv2d(sliding.x, kernel, bias, sliding.strides, sliding.padding, np.tanh)
    assert actual.shape == expected.shape
    np.testing.assert_allclose(actual, expected, rtol=1e-4, atol=2e-2)  # float32 sums near zero

    linear = naive.conv2d(sliding.x, kernel, bias, sliding.strides, sliding.padding.lower())
    exact = conv2d(
        sliding.x.astype(float), kernel.astype(float), bias, sliding.strides, sliding.padding
    )
    np.testing.assert_allclose(exact, linear, rtol=1e-9, atol=1e-9)


A_ROW_WAS_LOST_IN_FLOAT32 = Sliding(
    numbers(np.random.default_rng(1), (2, 2, 3, 1), "float64"), (1, 2), (1, 2), "valid", seed=0
)


@settings(max_examples=25)
@example(A_ROW_WAS_LOST_IN_FLOAT32, 1)
@given(slidings(dtypes=st.just("float64"), least_images=1), FILTERS)
def test_conv2d_equals_keras(sliding: Sliding, filters):
    import keras

    padding = sliding.padding.lower()
    kernel, bias = sliding.kernel(filters), sliding.bias(filters)
    layer = keras.layers.Conv2D(
        filters, sliding.window, sliding.strides, padding, activation="relu", dtype="float64"
    )
    layer.build(sliding.x.shape)
    layer.set_weights([kernel, bias])
    expected = layer(np.ascontiguousarray(sliding.x))
    actual = conv2d(sliding.x, kernel, bias, sliding.strides, padding, relu)
    np.testing.assert_allclose(
        actual, keras.ops.convert_to_numpy(expected), rtol=1e-9, atol=1e-9, strict=True
    )


@given(slidings(channels=(1,), least_images=1))
def test_one_channel_equals_conv2d(sliding: Sliding):
    feature_map, kernel = sliding.x[0, :, :, 0], sliding.kernel(1)[:, :, 0, 0]
    strided = strided_convolve2d(feature_map, kernel, sliding.strides, sliding.padding)
    expected = naive.conv2d(
        sliding.x[:1], sliding.kernel(1), None, sliding.strides, sliding.padding.lower()
    )
    np.testing.assert_allclose(strided, expected[0, :, :, 0], rtol=1e-9, atol=1e-9)

    if all(np.less_equal(kernel.shape, feature_map.shape)):
        plain = naive.conv2d(sliding.x[:1], sliding.kernel(1))[0, :, :, 0]
        np.testing.assert_allclose(convolve2d(feature_map, kernel), plain, rtol=1e-9, atol=1e-9)


@given(slidings(channels=(1,), least_images=1))
def test_pad_same_puts_zeros_where_the_windows_of_same_reach(sliding: Sliding):
    feature_map = sliding.x[0, :, :, 0]
    padded = pad_same(feature_map, sliding.window, sliding.strides)
    starts = [
        naive.window_starts(size, window, stride, "same")
        for size, window, stride in zip(
            feature_map.shape, sliding.window, sliding.strides, strict=True
        )
    ]
    top, left = -starts[0][0], -starts[1][0]
    ends = [begun[-1] + window for begun, window in zip(starts, sliding.window, strict=True)]
    height, width = feature_map.shape
    assert padded.shape == (top + max(height, ends[0]), left + max(width, ends[1]))
    np.testing.assert_array_equal(padded[top : top + height, left : left + width], feature_map)
    border = padded.copy()
    border[top : top + height, left : left + width] = 0
    assert not border.any()


def test_the_pictures_of_the_lecture():
    assert pad_same(np.ones((5, 5)), 3).shape == (7, 7)
    assert convolve2d(np.ones((5, 5)), np.ones((3, 3))).shape == (3, 3)
    assert strided_convolve2d(np.ones((5, 5)), np.ones((3, 3)), 2).shape == (2, 2)
    assert conv2d(np.ones((4, 10, 10, 128)), np.ones((3, 3, 128, 32))).shape == (4, 8, 8, 32)


def test_the_kernel_is_not_flipped():
    assert strided_convolve2d([[0, 1, 0]], [[1, 2, 3]], padding="same").tolist() == [[3, 2, 1]]


def test_apply_window_is_the_sum_of_the_products():
    window, kernel = np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, 0, -1], [2, 0, 0.5]])
    assert apply_window(window, kernel) == 1 - 3 + 8 + 3
    assert apply_window(np.full((1, 2), 200, np.uint8), np.full((1, 2), 2, np.uint8)) == 800


@given(slidings(), FILTERS, st.integers(1, 2000))
def test_conv2d_in_blocks_of_any_size_is_conv2d(sliding: Sliding, filters, numbers_at_once):
    kernel, bias = sliding.kernel(filters), sliding.bias(filters)
    arguments = sliding.x, kernel, bias, sliding.strides, sliding.padding
    whole = conv2d(*arguments)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(windows, "NUMBERS_AT_ONCE", numbers_at_once)
        in_blocks = conv2d(*arguments)
    assert (in_blocks.shape, in_blocks.dtype) == (whole.shape, whole.dtype)
    np.testing.assert_allclose(in_blocks, whole, rtol=1e-4, atol=2e-2)


def test_rows_are_laid_out_for_no_more_images_than_are_taken_at_once(monkeypatch):
    taken = []

    def noted(rows_of_images, length):
        taken.append(len(rows_of_images))
        return window_rows(rows_of_images, length)

    monkeypatch.setattr(windows, "NUMBERS_AT_ONCE", 2 * 9 * (4 + 1))
    monkeypatch.setattr("cnn_reference.convolution.window_rows", noted)
    conv2d(np.ones((5, 4, 4, 1)), np.ones((2, 2, 1, 1)))
    assert taken == [2, 2, 1]


def test_the_activation_comes_after_the_bias_and_sees_the_whole_output():
    seen = []

    def activation(y):
        seen.append(y.copy())
        return y.astype(int)

    y = conv2d(np.full((1, 1, 1, 1), 2.0), np.full((1, 1, 1, 1), 3.0), [0.5], activation=activation)
    assert [array.tolist() for array in seen] == [[[[[6.5]]]]]
    assert y.dtype.kind == "i"


@pytest.mark.parametrize("channels", [1, 9])
@pytest.mark.parametrize(
    ("x", "kernel", "bias", "result"),
    [
        ("float32", "float32", None, "float32"),
        ("float32", "float32", "float32", "float32"),
        ("float32", "float32", "float64", "float64"),
        ("float32", "float64", None, "float64"),
        ("float64", "float32", "float32", "float64"),
        ("uint8", "float32", None, "float64"),
        ("int64", "int64", "int64", "float64"),
        ("bool", "bool", None, "float64"),
    ],
)
def test_dtypes(x, kernel, bias, result, channels):
    y = conv2d(
        np.ones((1, 3, 3, channels), x),
        np.ones((2, 2, channels, 2), kernel),
        None if bias is None else np.ones(2, bias),
    )
    assert y.dtype == result
    assert (y == 4 * channels + (bias is not None)).all()


@pytest.mark.parametrize("channels", [1, 9])
def test_a_float64_bias_keeps_its_digits(channels):
    y = conv2d(
        np.zeros((1, 2, 2, channels), "float32"),
        np.ones((1, 1, channels, 1), "float32"),
        [1 + 1e-12],
    )
    assert (y == 1 + 1e-12).all()


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("channels", [1, 9])
def test_arguments_stay_as_they_were(channels, padding):
    random = np.random.default_rng(0)
    arguments = [
        numbers(random, shape, "float32")
        for shape in [(2, 5, 4, channels), (2, 3, channels, 2), (2,)]
    ]
    before = [array.copy() for array in arguments]
    y = conv2d(*arguments, padding=padding)
    y += 1
    pad_same(arguments[0][0, :, :, 0], 1)[...] = 7
    convolve2d(arguments[0][0, :, :, 0], arguments[1][:, :, 0, 0])[...] = 7
    for array, copy in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_read_only_and_gappy_arrays_are_welcome():
    x = not_contiguous(np.arange(24.0).reshape(1, 4, 3, 2))
    x.flags.writeable = False
    kernel = not_contiguous(np.arange(16.0).reshape(2, 2, 2, 2))
    np.testing.assert_allclose(conv2d(x, kernel), naive.conv2d(x, kernel))


X, KERNEL = np.ones((1, 4, 4, 2)), np.ones((3, 3, 2, 5))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: conv2d(X[0], KERNEL),
            ValueError,
            r"conv2d: x .*4 axes \(N, H, W, C\).*\(4, 4, 2\)$",
        ),
        (
            lambda: conv2d(X, KERNEL[0]),
            ValueError,
            r"conv2d: kernel .*\(kh, kw, C, F\).*\(3, 2, 5\)",
        ),
        (lambda: conv2d(X[..., :1], KERNEL), ValueError, r"conv2d: .*channels C.*\(1, 4, 4, 1\)"),
        (lambda: conv2d(X, KERNEL, np.ones(4)), ValueError, r"conv2d: bias .*5 filters.*\(4,\)"),
        (
            lambda: conv2d(X, KERNEL, np.ones((1, 5))),
            ValueError,
            r"conv2d: bias .*1 axes.*\(1, 5\)",
        ),
        (lambda: conv2d(X, KERNEL, strides=0), ValueError, r"conv2d: strides .*least 1, got 0"),
        (lambda: conv2d(X, KERNEL, strides=(1, -2)), ValueError, r"strides .*got \(1, -2\)"),
        (lambda: conv2d(X, KERNEL, strides=(1, 2, 3)), ValueError, r"strides .*\(1, 2, 3\)"),
        (lambda: conv2d(X, KERNEL, strides=1.5), TypeError, r"conv2d: strides .*pair.*1\.5"),
        (lambda: conv2d(X, KERNEL, strides=True), TypeError, r"conv2d: strides .*pair.*True"),
        (
            lambda: conv2d(X, KERNEL, padding="full"),
            ValueError,
            r'conv2d: padding .*"same".*\'full\'',
        ),
        (lambda: conv2d(X, KERNEL, padding=1), ValueError, r"conv2d: padding .*got 1"),
        (lambda: conv2d(X * 1j, KERNEL), TypeError, r"conv2d: x .*real numbers.*complex128"),
        (lambda: conv2d(X, KERNEL.astype(str)), TypeError, r"conv2d: kernel .*real numbers.*<U"),
        (lambda: conv2d(X[:, :2], KERNEL), ValueError, r"conv2d: a window of 3 .*into 2.*valid"),
        (lambda: convolve2d(X, [[1]]), ValueError, r"convolve2d: feature_map .*\(H, W\)"),
        (lambda: convolve2d([[1]], [1]), ValueError, r"convolve2d: kernel .*\(kh, kw\).*\(1,\)"),
        (lambda: convolve2d([[1, 2], [3]], [[1]]), ValueError, r"convolve2d: .*ragged rows"),
        (
            lambda: strided_convolve2d([[1]], [[1, 2]]),
            ValueError,
            r"strided_convolve2d: .*2 .*into 1",
        ),
        (lambda: pad_same([1], 3), ValueError, r"pad_same: feature_map .*\(H, W\).*\(1,\)"),
        (lambda: pad_same([[1]], 0), ValueError, r"pad_same: kernel_size .*got 0"),
        (lambda: pad_same([[1]], 2, "2"), TypeError, r"pad_same: strides .*'2'"),
        (lambda: apply_window([[1, 2]], [[1], [2]]), ValueError, r"\(1, 2\) and \(2, 1\)"),
        (lambda: apply_window([1], [[1]]), ValueError, r"apply_window: window .*\(kh, kw\)"),
    ],
)
def test_wrong_arguments(call, error, message):
    with pytest.raises(error, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
