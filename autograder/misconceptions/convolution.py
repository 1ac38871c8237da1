"""Misconceptions about convolution: kernels, output sizes, strides, padding, channels.

A prediction bends the arguments or the result of Keras's own layer; nothing here convolves.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.exercises.inputs import Array, keras_says
from autograder.misconceptions.misconception import (
    Misconception,
    Prediction,
    Unpredictable,
    keras_size,
)

__all__ = ["MISCONCEPTIONS"]

keras_conv2d = keras_says("conv2d")
keras_zeros = keras_says("zeros")

Layer = Callable[..., Array]


@dataclass(frozen=True)
class Arguments:
    """The arguments of `conv2d`, read: pairs are pairs, and padding is in small letters."""

    x: Array
    kernel: Array
    bias: Array | None
    strides: tuple[int, int]
    padding: str
    activation: Callable[[Array], Array] | None

    @property
    def is_same(self) -> bool:
        """Tell whether padding is "same"."""
        return self.padding == "same"

    def ask_keras(self, **changes: Any) -> Array:
        """Return Keras's result, with some of the arguments changed."""
        changed = replace(self, **changes)
        height, width = changed.x.shape[1:3]
        kernel_height, kernel_width = changed.kernel.shape[:2]
        if not changed.is_same and (kernel_height > height or kernel_width > width):
            raise Unpredictable
        result: Array = keras_conv2d(**vars(changed))
        return result


def _pair(value: Any) -> tuple[int, int]:
    first, second = np.broadcast_to(value, 2).tolist()
    return first, second


def _read(
    x: Any,
    kernel: Any,
    bias: Any = None,
    strides: Any = 1,
    padding: str = "valid",
    activation: Any = None,
) -> Arguments:
    return Arguments(
        np.asarray(x), np.asarray(kernel), bias, _pair(strides), padding.lower(), activation
    )


Bent = Callable[[Arguments], Array]


def _conv2d(bent: Bent) -> Prediction:
    return lambda *arguments, **options: bent(_read(*arguments, **options))


def _one_channel(bent: Bent) -> Prediction:
    def predict(feature_map: Any, kernel: Any, *arguments: Any, **options: Any) -> Array:
        x = np.asarray(feature_map)[None, :, :, None]
        weights = np.asarray(kernel)[:, :, None, None]
        result = bent(_read(x, weights, None, *arguments, **options))
        if result.ndim != 4 or result.shape[0] != 1 or result.shape[3] != 1:
            raise Unpredictable
        return result[0, :, :, 0]

    return predict


def _one_window(bent: Bent) -> Prediction:
    def predict(window: Any, kernel: Any) -> Any:
        result = _one_channel(bent)(window, kernel)
        if result.shape != (1, 1):
            raise Unpredictable
        return result[0, 0]

    return predict


MAKERS = {
    "apply_window": _one_window,
    "convolve2d": _one_channel,
    "strided_convolve2d": _one_channel,
    "conv2d": _conv2d,
}


def _in(exercises: str, *ways: Bent) -> dict[str, tuple[Prediction, ...]]:
    return {name: tuple(MAKERS[name](bent) for bent in ways) for name in exercises.split()}


EVERYWHERE = "apply_window convolve2d strided_convolve2d conv2d"
SLIDING = "convolve2d strided_convolve2d conv2d"
STRIDED = "strided_convolve2d conv2d"


# Kernels


def _with_kernel(change: Callable[[Array], Array]) -> Bent:
    return lambda given: given.ask_keras(kernel=change(given.kernel))


def _square_only(kernel: Array) -> Array:
    if kernel.shape[0] != kernel.shape[1]:
        raise Unpredictable
    return kernel.swapaxes(0, 1)


# Output sizes


def _crop(result: Array, rows: int, columns: int) -> Array:
    if rows > result.shape[1] or columns > result.shape[2] or min(rows, columns) < 0:
        raise Unpredictable
    return result[:, :rows, :columns]


def _one_less(given: Arguments) -> Array:
    result = given.ask_keras()
    return _crop(result, result.shape[1] - 1, result.shape[2] - 1)


def _columns_at_most(size: Callable[[Arguments], int]) -> Bent:
    def bent(given: Arguments) -> Array:
        return given.ask_keras()[:, :, : size(given)]

    return bent


def _padded_sizes(given: Arguments) -> tuple[int, int]:
    x = _padded(given, _right_zeros) if given.is_same else given.x
    return x.shape[1], x.shape[2]


def _last_start_excluded(given: Arguments) -> Array:
    """Let the starts of the windows be range(0, n - k, s), which leaves the last one out."""
    sizes = zip(_padded_sizes(given), given.kernel.shape[:2], given.strides, strict=True)
    rows, columns = (-(-(n - k) // s) for n, k, s in sizes)
    return _crop(given.ask_keras(), rows, columns)


def _columns_by(size: Callable[[Arguments], int]) -> Bent:
    def bent(given: Arguments) -> Array:
        result = given.ask_keras()
        return _crop(result, result.shape[1], size(given))

    return bent


def _columns_from_height(given: Arguments) -> int:
    height, width = given.x.shape[1], given.kernel.shape[1]
    return keras_size(height, width, given.strides[1], given.padding)


def _columns_from_padded_height(given: Arguments) -> int:
    height, _ = _padded_sizes(given)
    return keras_size(height, given.kernel.shape[1], given.strides[1])


def _columns_from_kernel_height(given: Arguments) -> int:
    width, height = given.x.shape[2], given.kernel.shape[0]
    return keras_size(width, height, given.strides[1], given.padding)


def _columns_from_padded_and_kernel_height(given: Arguments) -> int:
    _, width = _padded_sizes(given)
    return keras_size(width, given.kernel.shape[0], given.strides[1])


def _kernel_cut_square(given: Arguments) -> Array:
    height, width = given.kernel.shape[:2]
    if height > width:
        raise Unpredictable
    return given.ask_keras(kernel=given.kernel[:, :height])


# Strides


def _with_strides(change: Callable[[tuple[int, int]], tuple[int, int]]) -> Bent:
    return lambda given: given.ask_keras(strides=change(given.strides))


def _with_strides_after_padding(change: Callable[[tuple[int, int]], tuple[int, int]]) -> Bent:
    """Pad for the right strides, then move by others."""
    return lambda given: given.ask_keras(
        x=_padded(given, _right_zeros) if given.is_same else given.x,
        strides=change(given.strides),
        padding="valid",
    )


def _windows_without_stride(given: Arguments) -> Array:
    result = given.ask_keras()
    x = _padded(given, _right_zeros) if given.is_same else given.x
    every_place = given.ask_keras(x=x, strides=1, padding="valid")
    return _crop(every_place, result.shape[1], result.shape[2])


# "Same" padding

Zeros = Callable[[int, int, int], tuple[int, int]]


def _right_zeros(size: int, kernel: int, stride: int) -> tuple[int, int]:
    before, after = keras_zeros(size, kernel, stride)
    return before, after


def _extra_first(size: int, kernel: int, stride: int) -> tuple[int, int]:
    before, after = _right_zeros(size, kernel, stride)
    return after, before


def _half_kernel(_: int, kernel: int, __: int) -> tuple[int, int]:
    return kernel // 2, kernel // 2


def _half_kernel_less(_: int, kernel: int, __: int) -> tuple[int, int]:
    return (kernel - 1) // 2, (kernel - 1) // 2


def _blind_to_stride(size: int, kernel: int, _: int) -> tuple[int, int]:
    return _right_zeros(size, kernel, 1)


def _keeps_size(size: int, kernel: int, stride: int) -> tuple[int, int]:
    total = max((size - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def _borders(
    shape: tuple[int, int], kernel: tuple[int, int], strides: tuple[int, int], zeros: Zeros
) -> list[tuple[int, int]]:
    return [zeros(*sizes) for sizes in zip(shape, kernel, strides, strict=True)]


def _padded(given: Arguments, zeros: Zeros, swapped: bool = False, **how: Any) -> Array:
    rows, columns = _borders(given.x.shape[1:3], given.kernel.shape[:2], given.strides, zeros)
    if swapped:
        rows, columns = columns, rows
    return np.pad(given.x, ((0, 0), rows, columns, (0, 0)), **how)


def _when_same(zeros: Zeros, swapped: bool = False, **how: Any) -> Bent:
    def bent(given: Arguments) -> Array:
        if not given.is_same:
            return given.ask_keras()
        x = _padded(given, zeros, swapped, **how)
        return given.ask_keras(x=x, padding="valid")

    return bent


def _map_padded(zeros: Zeros, swapped: bool = False, **how: Any) -> Prediction:
    def predict(feature_map: Any, kernel_size: Any, strides: Any = 1) -> Array:
        borders = _borders(np.shape(feature_map), _pair(kernel_size), _pair(strides), zeros)
        return np.pad(feature_map, borders[::-1] if swapped else borders, **how)

    return predict


def _same(zeros: Zeros, swapped: bool = False, **how: Any) -> dict[str, tuple[Prediction, ...]]:
    return _in(STRIDED, _when_same(zeros, swapped, **how)) | {
        "pad_same": (_map_padded(zeros, swapped, **how),)
    }


def _strides_of_pad_same(change: Callable[[tuple[int, int]], Any]) -> Prediction:
    def predict(feature_map: Any, kernel_size: Any, strides: Any = 1) -> Array:
        return np.asarray(
            _map_padded(_right_zeros)(feature_map, kernel_size, change(_pair(strides)))
        )

    return predict


def _batch_padded(given: Arguments) -> Array:
    if not given.is_same:
        return given.ask_keras()
    sizes = given.x.shape[1:3], given.kernel.shape[:2], given.strides
    rows, columns = _borders(*sizes, _right_zeros)
    everywhere = np.pad(given.x, (rows, rows, columns, columns))
    return given.ask_keras(x=everywhere[..., : given.x.shape[3]], padding="valid")


# Channels, filters, batch, bias, activation


def _linear(given: Arguments) -> Array:
    """Return the sums of products alone."""
    return given.ask_keras(bias=None, activation=None)


def _finished(given: Arguments, sums: Array) -> Array:
    y = sums if given.bias is None else sums + given.bias
    return y if given.activation is None else given.activation(y)


def _with_sums(change: Callable[[Arguments, Array], Array]) -> Bent:
    return lambda given: _finished(given, change(given, _linear(given)))


def _first_channel(given: Arguments) -> Array:
    return given.ask_keras(x=given.x[..., :1], kernel=given.kernel[:, :, :1])


def _bias_after_activation(given: Arguments) -> Array:
    y = given.ask_keras(bias=None)
    return y if given.bias is None else y + given.bias


def _first_bias(given: Arguments) -> Array:
    if given.bias is None:
        return given.ask_keras()
    return given.ask_keras(bias=np.full_like(given.bias, given.bias[0]))


def _bias_per_channel(given: Arguments) -> Array:
    if given.bias is None:
        return given.ask_keras()
    return given.ask_keras(bias=given.bias * given.x.shape[3])


def _always_relu(given: Arguments) -> Array:
    return np.maximum(given.ask_keras(activation=None), 0)


def _relu_for_any_activation(given: Arguments) -> Array:
    if given.activation is None:
        return given.ask_keras()
    return _always_relu(given)


def _repeat_first_image(given: Arguments) -> Array:
    return np.repeat(given.ask_keras()[:1], len(given.x), axis=0)


def _only_first_image(given: Arguments) -> Array:
    y = given.ask_keras()
    return np.concatenate([y[:1], np.zeros_like(y[1:])])


def _only_first_image_then_bias(given: Arguments) -> Array:
    sums = _linear(given)
    return _finished(given, np.concatenate([sums[:1], np.zeros_like(sums[1:])]))


def _first_filter(given: Arguments) -> Array:
    filters = given.kernel.shape[3]
    return given.ask_keras(kernel=np.repeat(given.kernel[..., :1], filters, axis=3))


def _truncated(given: Arguments) -> Array:
    y = given.ask_keras()
    return y.astype(given.x.dtype) if given.x.dtype.kind in "iu" else y


def _truncated_sums(given: Arguments) -> Array:
    sums = _linear(given)
    return _finished(given, sums.astype(given.x.dtype) if given.x.dtype.kind in "iu" else sums)


def _filters_first_then_activated(given: Arguments) -> Array:
    y = given.ask_keras(activation=None).transpose(0, 3, 1, 2)
    return y if given.activation is None else given.activation(y)


def _products(given: Arguments) -> list[Array]:
    """Return what each single weight of the kernels adds to the sums, in their order."""
    taps = np.eye(given.kernel[..., 0].size).reshape(-1, *given.kernel.shape[:3], 1)
    return [given.ask_keras(kernel=given.kernel * tap, bias=None, activation=None) for tap in taps]


def _truncated_products(given: Arguments) -> Array:
    if given.x.dtype.kind not in "iu":
        return given.ask_keras()
    products = [product.astype(given.x.dtype) for product in _products(given)]
    return _finished(given, np.sum(products, axis=0))


def _truncated_at_each_step(given: Arguments) -> Array:
    if given.x.dtype.kind not in "iu":
        return given.ask_keras()
    sums = np.zeros_like(_linear(given), dtype=given.x.dtype)
    for product in _products(given):
        sums = (sums + product).astype(given.x.dtype)
    return _finished(given, sums)


SizeOf = Callable[[int, int, int, str], int]


def _size(*ways: SizeOf) -> dict[str, tuple[Prediction, ...]]:
    def prediction(bent: SizeOf) -> Prediction:
        return lambda input_size, kernel_size, stride=1, padding="valid": bent(
            input_size, kernel_size, stride, padding.lower()
        )

    return {"output_size": tuple(prediction(bent) for bent in ways)}


def _one_if_valid(padding: str) -> int:
    return 1 if padding == "valid" else 0


def _valid_size(n: int, k: int, s: int, _: str = "valid") -> int:
    if k > n:
        return (n - k) // s + 1  # what the formula gives, though no window fits
    return keras_size(n, k, s)


MISCONCEPTIONS = (
    Misconception(
        "KERNEL-FLIPPED",
        "the kernel is turned around",
        "Your numbers are those of a kernel turned by 180°. Mathematics does that in a "
        "convolution; Keras, and this lab, do not.",
        "Use the kernel as it is, without [::-1, ::-1].",
        _in(EVERYWHERE, _with_kernel(lambda kernel: kernel[::-1, ::-1])),
    ),
    Misconception(
        "KERNEL-FLIPPED-ROWS",
        "the kernel is upside down",
        "Your numbers are those of a kernel with its rows in reverse order.",
        "Use the kernel as it is: row 0 of the kernel meets row 0 of the window.",
        _in(EVERYWHERE, _with_kernel(lambda kernel: kernel[::-1])),
    ),
    Misconception(
        "KERNEL-FLIPPED-COLUMNS",
        "the kernel is mirrored",
        "Your numbers are those of a kernel with its columns in reverse order.",
        "Use the kernel as it is: column 0 of the kernel meets column 0 of the window.",
        _in(EVERYWHERE, _with_kernel(lambda kernel: kernel[:, ::-1])),
    ),
    Misconception(
        "KERNEL-TRANSPOSED",
        "rows and columns of the kernel are swapped",
        "Your numbers are those of the transposed kernel: its rows lie where its columns should.",
        "Look for a .T, or for two loop variables that have changed places.",
        _in(
            EVERYWHERE,
            _with_kernel(lambda kernel: kernel.swapaxes(0, 1)),
            _with_kernel(_square_only),
            _with_kernel(lambda kernel: kernel.swapaxes(0, 1).reshape(kernel.shape)),
        ),
    ),
    Misconception(
        "MEAN-FOR-SUM",
        "the mean of the products instead of their sum",
        "Your numbers are too small by the number of weights: the products are averaged.",
        "Add the products up with np.sum, and divide by nothing.",
        _in(
            EVERYWHERE,
            _with_sums(lambda given, y: y / (given.kernel.shape[0] * given.kernel.shape[1])),
            _with_sums(lambda given, y: y / given.kernel[..., 0].size),
        ),
    ),
    Misconception(
        "OUTPUT-TOO-SMALL",
        "the last row and column are missing",
        "The output is one row and one column too small: from the first window to the last there "
        "are n - k steps, and that makes n - k + 1 windows.",
        "Add the 1: (n - k) // stride + 1.",
        _in(SLIDING, _one_less, _last_start_excluded)
        | _size(
            lambda n, k, s, padding: keras_size(n, k, s, padding) - _one_if_valid(padding),
            lambda n, k, s, padding: keras_size(n, k, s, padding) - 1,
            lambda n, k, s, padding: (
                -(-(n - k) // s) if padding == "valid" else keras_size(n, k, s, padding)
            ),
        ),
    ),
    Misconception(
        "OUTPUT-ROUNDED-UP",
        "a window that does not fit is counted",
        "Where the stride does not divide, you count a last window that hangs over the edge.",
        'With padding="valid", round down: (n - k) // stride + 1.',
        _size(
            lambda n, k, s, padding: (
                keras_size(n, k, s, padding) + ((n - k) % s > 0) * _one_if_valid(padding)
            )
        ),
    ),
    Misconception(
        "OUTPUT-HEIGHT-FOR-WIDTH",
        "the number of columns comes from the height",
        "Your output has as many columns as a map would give that is as wide as this one is high.",
        "Work out the columns from the width: shape[1] of a map, shape[2] of a batch.",
        _in(
            SLIDING,
            _columns_by(_columns_from_height),
            _columns_by(_columns_from_padded_height),
            _columns_at_most(_columns_from_padded_height),
            _columns_by(lambda given: given.ask_keras().shape[1]),
        ),
    ),
    Misconception(
        "KERNEL-HEIGHT-FOR-WIDTH",
        "the number of columns comes from the kernel's height",
        "Your output has as many columns as a kernel would give that is as wide as this one is "
        "high.",
        "Use kernel.shape[0] for the rows, and kernel.shape[1] for the columns.",
        _in(
            SLIDING,
            _columns_by(_columns_from_kernel_height),
            _columns_by(_columns_from_padded_and_kernel_height),
            _kernel_cut_square,
        ),
    ),
    Misconception(
        "STRIDE-IGNORED",
        "the stride has no effect",
        "Your numbers are those of stride 1.",
        "Let the windows begin at i * stride, and count them with output_size.",
        _in(STRIDED, _with_strides(lambda _: (1, 1)), _with_strides_after_padding(lambda _: (1, 1)))
        | _size(
            lambda n, k, _, padding: keras_size(n, k, 1, padding),
            lambda n, k, s, padding: keras_size(n, k, s if padding == "same" else 1, padding),
        ),
    ),
    Misconception(
        "STRIDE-ROWS-ONLY",
        "the stride works on the rows alone",
        "The rows are right, but across the columns your window moves by one pixel.",
        "Use the second stride for the columns: j * across.",
        _in(
            STRIDED,
            _with_strides(lambda strides: (strides[0], 1)),
            _with_strides_after_padding(lambda strides: (strides[0], 1)),
        ),
    ),
    Misconception(
        "STRIDE-COLUMNS-ONLY",
        "the stride works on the columns alone",
        "The columns are right, but down the rows your window moves by one pixel.",
        "Use the first stride for the rows: i * down.",
        _in(
            STRIDED,
            _with_strides(lambda strides: (1, strides[1])),
            _with_strides_after_padding(lambda strides: (1, strides[1])),
        ),
    ),
    Misconception(
        "STRIDES-SWAPPED",
        "the two strides have changed places",
        "Your window moves down by the second stride, and across by the first one.",
        "strides is (down, across): rows first, as in a shape.",
        _in(
            STRIDED,
            _with_strides(lambda strides: (strides[1], strides[0])),
            _with_strides_after_padding(lambda strides: (strides[1], strides[0])),
        )
        | {"pad_same": (_strides_of_pad_same(lambda strides: strides[::-1]),)},
    ),
    Misconception(
        "STRIDE-FIRST-FOR-BOTH",
        "the first stride is used for both axes",
        "Your window moves across by the stride that was meant for the rows.",
        "Take the pair apart: strides[0] for the rows, strides[1] for the columns.",
        _in(
            STRIDED,
            _with_strides(lambda strides: (strides[0], strides[0])),
            _with_strides_after_padding(lambda strides: (strides[0], strides[0])),
        )
        | {"pad_same": (_strides_of_pad_same(lambda strides: (strides[0], strides[0])),)},
    ),
    Misconception(
        "STRIDE-NOT-IN-WINDOW",
        "the windows do not move by the stride",
        "The shape is right, but output pixel (i, j) looks at the window that begins at (i, j).",
        "Let that window begin at row i * down, column j * across.",
        _in(STRIDED, _windows_without_stride),
    ),
    Misconception(
        "SAME-IGNORED",
        'padding="same" has no effect',
        "Your result is the one without padding.",
        'If padding.lower() is "same", put the zeros around the map first.',
        _in(STRIDED, lambda given: given.ask_keras(padding="valid"))
        | {"pad_same": (lambda feature_map, *_, **__: np.asarray(feature_map),)}
        | _size(_valid_size, lambda *sizes: max(0, _valid_size(*sizes))),
    ),
    Misconception(
        "SAME-EXTRA-FIRST",
        "the extra zero stands before the map",
        '"same" needs an odd number of zeros here. Keras puts the odd one after the map; your '
        "numbers fit one before it.",
        "Work out the total first, then give the larger half to the bottom and right.",
        _same(_extra_first),
    ),
    Misconception(
        "SAME-HALF-KERNEL",
        "k // 2 zeros on each side, always",
        "That many are right for an odd kernel with stride 1 alone. An even kernel needs one less, "
        "and a stride changes the number, too.",
        "Work out the total, max((windows - 1) * stride + k - n, 0), and halve that.",
        _same(_half_kernel),
    ),
    Misconception(
        "SAME-HALF-KERNEL-LESS",
        "(k - 1) // 2 zeros on each side, always",
        "That many are right for an odd kernel with stride 1 alone. An even kernel needs one more, "
        "after the map, and a stride changes the number, too.",
        "Work out the total, max((windows - 1) * stride + k - n, 0), and halve that.",
        _same(_half_kernel_less),
    ),
    Misconception(
        "SAME-BLIND-TO-STRIDE",
        "the zeros for stride 1, at every stride",
        "Larger strides need fewer zeros, since there are fewer windows. Yours are those of "
        "stride 1.",
        "Put the stride into the total: max((windows - 1) * stride + k - n, 0).",
        _same(_blind_to_stride),
    ),
    Misconception(
        "SAME-KEEPS-SIZE",
        '"same" keeps the size, whatever the stride',
        'Only with stride 1 has the output the input\'s size. With a larger stride, "same" means '
        "one window for each stride that begins.",
        "Use ceil(n / stride) windows: -(-n // stride).",
        _in(
            STRIDED,
            lambda given: given.ask_keras(strides=(1, 1) if given.is_same else given.strides),
            _when_same(_keeps_size),
        )
        | {"pad_same": (_map_padded(_keeps_size),)}
        | _size(lambda n, k, s, padding: n if padding == "same" else keras_size(n, k, s, padding)),
    ),
    Misconception(
        "SAME-EDGE",
        "the border repeats the edge",
        "Your border holds copies of the outermost pixels; Keras puts zeros there.",
        "Call np.pad without mode, or with mode='constant'.",
        _same(_right_zeros, mode="edge"),
    ),
    Misconception(
        "SAME-ONES",
        "the border holds ones",
        "Your border holds ones; Keras puts zeros there.",
        "Pad with zeros: np.zeros, or np.pad without constant_values.",
        _same(_right_zeros, constant_values=1),
    ),
    Misconception(
        "SAME-SWAPPED",
        "rows and columns of the border are swapped",
        "The zeros that belong above and below the map are on its left and right, and the other "
        "way round.",
        "In np.pad, the first pair is for the rows: ((top, bottom), (left, right)).",
        _same(_right_zeros, swapped=True),
    ),
    Misconception(
        "SAME-ALL-AXES",
        "batch or channels are padded, too",
        "Zeros belong around the height and the width only.",
        "Hand np.pad four pairs, the first and the last of them (0, 0).",
        _in("conv2d", _batch_padded),
    ),
    Misconception(
        "CHANNEL-FIRST-ONLY",
        "only the first channel is read",
        "Your numbers are those of channel 0; the other channels do not take part.",
        "Add up over all input channels, each with its own kernel.",
        _in("conv2d", _first_channel),
    ),
    Misconception(
        "CHANNELS-AVERAGED",
        "the channels are averaged",
        "Your sums are too small by the number of channels: their results are averaged.",
        "Add the channels' results up; don't divide.",
        _in("conv2d", _with_sums(lambda given, y: y / given.x.shape[3])),
    ),
    Misconception(
        "BIAS-MISSING",
        "the bias is not added",
        "Your numbers are those of a layer without a bias.",
        "Add bias at the end: its F numbers meet the last axis of the output.",
        _in("conv2d", lambda given: given.ask_keras(bias=None))
        | {"dense": (lambda x, kernel, bias: keras_says("dense")(x, kernel, 0 * bias),)},
    ),
    Misconception(
        "BIAS-FIRST-FOR-ALL",
        "every filter gets the first bias",
        "All output channels have bias[0] in them.",
        "Give output channel f the number bias[f].",
        _in("conv2d", _first_bias),
    ),
    Misconception(
        "BIAS-PER-CHANNEL",
        "the bias is added once for each input channel",
        "Your output holds the bias as many times as there are input channels.",
        "Move the bias out of the loop over the channels, and add it once.",
        _in("conv2d", _bias_per_channel),
    ),
    Misconception(
        "BIAS-AFTER-ACTIVATION",
        "the bias comes after the activation",
        "Your bias is added to what the activation returned.",
        "Add the bias first, then call the activation on the result.",
        _in("conv2d", _bias_after_activation),
    ),
    Misconception(
        "ACTIVATION-IGNORED",
        "the activation is not called",
        "Your numbers are those of a layer without an activation.",
        "At the end: return activation(y), unless activation is None.",
        _in("conv2d", lambda given: given.ask_keras(activation=None)),
    ),
    Misconception(
        "ACTIVATION-ALWAYS-RELU",
        "relu, whatever was asked for",
        "Your negative numbers have become zeros: relu is applied in place of the activation that "
        "was handed in.",
        "Call activation(y) if it is not None, and nothing otherwise.",
        _in("conv2d", _always_relu, _relu_for_any_activation),
    ),
    Misconception(
        "FIRST-IMAGE-FOR-ALL",
        "all images get the first one's result",
        "Every image of the batch has the result of image 0.",
        "Use the loop's own image, x[n], and not x[0].",
        _in("conv2d", _repeat_first_image),
    ),
    Misconception(
        "FIRST-IMAGE-ONLY",
        "only the first image is computed",
        "Image 0 is right; the others are left as they were made.",
        "Loop over all images, and return after the loop.",
        _in(
            "conv2d",
            _only_first_image,
            _only_first_image_then_bias,
            lambda given: given.ask_keras()[:1],
        ),
    ),
    Misconception(
        "FIRST-FILTER-FOR-ALL",
        "all output channels come from the first filter",
        "Every output channel has the sums of filter 0.",
        "Output channel f comes from kernel[:, :, :, f].",
        _in("conv2d", _first_filter),
    ),
    Misconception(
        "AXES-OUT-OF-ORDER",
        "the output channels stand in the wrong place",
        "Your numbers are right, but the axes are (images, filters, rows, columns).",
        "Put the filters last: (images, rows, columns, filters).",
        _in(
            "conv2d",
            lambda given: given.ask_keras().transpose(0, 3, 1, 2),
            _filters_first_then_activated,
        ),
    ),
    Misconception(
        "AXES-SWAPPED",
        "rows and columns of the output are swapped",
        "Your numbers are right, but the rows lie where the columns should.",
        "Write to y[i, j], with i for the rows and j for the columns.",
        _in(SLIDING, lambda given: given.ask_keras().swapaxes(1, 2)),
    ),
    Misconception(
        "INTEGERS-TRUNCATED",
        "fractions are cut off",
        "With an input of integers, your results have lost their fractions: they were put into "
        "an array of integers.",
        "Make the output with np.zeros(shape), which holds floats, not zeros_like of the input.",
        _in(EVERYWHERE, _truncated, _truncated_sums, _truncated_products, _truncated_at_each_step),
    ),
)
