"""What mistakes in convolution lead to.

A prediction bends the arguments or the result of Keras's own layer; nothing here convolves.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.truth.ask_keras import keras_says, keras_size
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Prediction, UndeterminedError, UnpredictableError

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
            raise UnpredictableError
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
            raise UnpredictableError
        return result[0, :, :, 0]

    return predict


def _one_window(bent: Bent) -> Prediction:
    def predict(window: Any, kernel: Any) -> Any:
        result = _one_channel(bent)(window, kernel)
        if result.shape != (1, 1):
            raise UnpredictableError
        return result[0, 0]

    return predict


MAKERS = {
    "apply_window": _one_window,
    "convolve2d": _one_channel,
    "strided_convolve2d": _one_channel,
    "conv2d": _conv2d,
}


def in_exercises(exercises: str, *ways: Bent) -> dict[str, tuple[Prediction, ...]]:
    return {name: tuple(MAKERS[name](bent) for bent in ways) for name in exercises.split()}


EVERYWHERE = "apply_window convolve2d strided_convolve2d conv2d"
SLIDING = "convolve2d strided_convolve2d conv2d"
STRIDED = "strided_convolve2d conv2d"


# Kernels


def with_kernel(change: Callable[[Array], Array]) -> Bent:
    return lambda given: given.ask_keras(kernel=change(given.kernel))


def square_only(kernel: Array) -> Array:
    if kernel.shape[0] != kernel.shape[1]:
        raise UnpredictableError
    return kernel.swapaxes(0, 1)


# Output sizes


def _crop(result: Array, rows: int, columns: int) -> Array:
    if rows > result.shape[1] or columns > result.shape[2] or min(rows, columns) < 0:
        raise UndeterminedError
    return result[:, :rows, :columns]


def one_less(given: Arguments) -> Array:
    result = given.ask_keras()
    return _crop(result, result.shape[1] - 1, result.shape[2] - 1)


def columns_at_most(size: Callable[[Arguments], int]) -> Bent:
    def bent(given: Arguments) -> Array:
        return given.ask_keras()[:, :, : size(given)]

    return bent


def _padded_sizes(given: Arguments) -> tuple[int, int]:
    x = _padded(given, right_zeros) if given.is_same else given.x
    return x.shape[1], x.shape[2]


def last_start_excluded(given: Arguments) -> Array:
    """Let the starts of the windows be range(0, n - k, s), which leaves the last one out."""
    sizes = zip(_padded_sizes(given), given.kernel.shape[:2], given.strides, strict=True)
    rows, columns = (-(-(n - k) // s) for n, k, s in sizes)
    return _crop(given.ask_keras(), rows, columns)


def columns_by(size: Callable[[Arguments], int]) -> Bent:
    def bent(given: Arguments) -> Array:
        result = given.ask_keras()
        return _crop(result, result.shape[1], size(given))

    return bent


def columns_from_height(given: Arguments) -> int:
    height, width = given.x.shape[1], given.kernel.shape[1]
    return keras_size(height, width, given.strides[1], given.padding)


def columns_from_padded_height(given: Arguments) -> int:
    height, _ = _padded_sizes(given)
    return keras_size(height, given.kernel.shape[1], given.strides[1])


def columns_from_kernel_height(given: Arguments) -> int:
    width, height = given.x.shape[2], given.kernel.shape[0]
    return keras_size(width, height, given.strides[1], given.padding)


def columns_from_padded_and_kernel_height(given: Arguments) -> int:
    _, width = _padded_sizes(given)
    return keras_size(width, given.kernel.shape[0], given.strides[1])


def kernel_cut_square(given: Arguments) -> Array:
    height, width = given.kernel.shape[:2]
    if height > width:
        raise UnpredictableError
    return given.ask_keras(kernel=given.kernel[:, :height])


# Strides


def with_strides(change: Callable[[tuple[int, int]], tuple[int, int]]) -> Bent:
    return lambda given: given.ask_keras(strides=change(given.strides))


def with_strides_after_padding(change: Callable[[tuple[int, int]], tuple[int, int]]) -> Bent:
    """Pad for the right strides, then move by others."""
    return lambda given: given.ask_keras(
        x=_padded(given, right_zeros) if given.is_same else given.x,
        strides=change(given.strides),
        padding="valid",
    )


def windows_without_stride(given: Arguments) -> Array:
    result = given.ask_keras()
    x = _padded(given, right_zeros) if given.is_same else given.x
    every_place = given.ask_keras(x=x, strides=1, padding="valid")
    return _crop(every_place, result.shape[1], result.shape[2])


# "Same" padding

Zeros = Callable[[int, int, int], tuple[int, int]]


def right_zeros(size: int, kernel: int, stride: int) -> tuple[int, int]:
    before, after = keras_zeros(size, kernel, stride)
    return before, after


def extra_first(size: int, kernel: int, stride: int) -> tuple[int, int]:
    before, after = right_zeros(size, kernel, stride)
    return after, before


def half_kernel(_: int, kernel: int, __: int) -> tuple[int, int]:
    return kernel // 2, kernel // 2


def half_kernel_less(_: int, kernel: int, __: int) -> tuple[int, int]:
    return (kernel - 1) // 2, (kernel - 1) // 2


def blind_to_stride(size: int, kernel: int, _: int) -> tuple[int, int]:
    return right_zeros(size, kernel, 1)


def keeps_size(size: int, kernel: int, stride: int) -> tuple[int, int]:
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


def when_same(zeros: Zeros, swapped: bool = False, **how: Any) -> Bent:
    def bent(given: Arguments) -> Array:
        if not given.is_same:
            return given.ask_keras()
        x = _padded(given, zeros, swapped, **how)
        return given.ask_keras(x=x, padding="valid")

    return bent


def map_padded(zeros: Zeros, swapped: bool = False, **how: Any) -> Prediction:
    def predict(feature_map: Any, kernel_size: Any, strides: Any = 1) -> Array:
        borders = _borders(np.shape(feature_map), _pair(kernel_size), _pair(strides), zeros)
        return np.pad(feature_map, borders[::-1] if swapped else borders, **how)

    return predict


def same(zeros: Zeros, swapped: bool = False, **how: Any) -> dict[str, tuple[Prediction, ...]]:
    return in_exercises(STRIDED, when_same(zeros, swapped, **how)) | {
        "pad_same": (map_padded(zeros, swapped, **how),)
    }


def strides_of_pad_same(change: Callable[[tuple[int, int]], Any]) -> Prediction:
    def predict(feature_map: Any, kernel_size: Any, strides: Any = 1) -> Array:
        return np.asarray(map_padded(right_zeros)(feature_map, kernel_size, change(_pair(strides))))

    return predict


def batch_padded(given: Arguments) -> Array:
    if not given.is_same:
        return given.ask_keras()
    sizes = given.x.shape[1:3], given.kernel.shape[:2], given.strides
    rows, columns = _borders(*sizes, right_zeros)
    everywhere = np.pad(given.x, (rows, rows, columns, columns))
    return given.ask_keras(x=everywhere[..., : given.x.shape[3]], padding="valid")


# Channels, filters, batch, bias, activation


def _linear(given: Arguments) -> Array:
    """Return the sums of products alone."""
    return given.ask_keras(bias=None, activation=None)


def _finished(given: Arguments, sums: Array) -> Array:
    y = sums if given.bias is None else sums + given.bias
    return y if given.activation is None else given.activation(y)


def with_sums(change: Callable[[Arguments, Array], Array]) -> Bent:
    return lambda given: _finished(given, change(given, _linear(given)))


def first_channel(given: Arguments) -> Array:
    return given.ask_keras(x=given.x[..., :1], kernel=given.kernel[:, :, :1])


def bias_after_activation(given: Arguments) -> Array:
    y = given.ask_keras(bias=None)
    return y if given.bias is None else y + given.bias


def first_bias(given: Arguments) -> Array:
    if given.bias is None:
        return given.ask_keras()
    return given.ask_keras(bias=np.full_like(given.bias, given.bias[0]))


def bias_per_channel(given: Arguments) -> Array:
    if given.bias is None:
        return given.ask_keras()
    return given.ask_keras(bias=given.bias * given.x.shape[3])


def always_relu(given: Arguments) -> Array:
    return np.maximum(given.ask_keras(activation=None), 0)


def relu_for_any_activation(given: Arguments) -> Array:
    if given.activation is None:
        return given.ask_keras()
    return always_relu(given)


def repeat_first_image(given: Arguments) -> Array:
    return np.repeat(given.ask_keras()[:1], len(given.x), axis=0)


def only_first_image(given: Arguments) -> Array:
    y = given.ask_keras()
    return np.concatenate([y[:1], np.zeros_like(y[1:])])


def only_first_image_then_bias(given: Arguments) -> Array:
    sums = _linear(given)
    return _finished(given, np.concatenate([sums[:1], np.zeros_like(sums[1:])]))


def first_filter(given: Arguments) -> Array:
    filters = given.kernel.shape[3]
    return given.ask_keras(kernel=np.repeat(given.kernel[..., :1], filters, axis=3))


def truncated(given: Arguments) -> Array:
    y = given.ask_keras()
    return y.astype(given.x.dtype) if given.x.dtype.kind in "iu" else y


def truncated_sums(given: Arguments) -> Array:
    sums = _linear(given)
    return _finished(given, sums.astype(given.x.dtype) if given.x.dtype.kind in "iu" else sums)


def filters_first_then_activated(given: Arguments) -> Array:
    y = given.ask_keras(activation=None).transpose(0, 3, 1, 2)
    return y if given.activation is None else given.activation(y)


def _products(given: Arguments) -> list[Array]:
    """Return what each single weight of the kernels adds to the sums, in their order."""
    taps = np.eye(given.kernel[..., 0].size).reshape(-1, *given.kernel.shape[:3], 1)
    return [given.ask_keras(kernel=given.kernel * tap, bias=None, activation=None) for tap in taps]


def truncated_products(given: Arguments) -> Array:
    if given.x.dtype.kind not in "iu":
        return given.ask_keras()
    products = [product.astype(given.x.dtype) for product in _products(given)]
    return _finished(given, np.sum(products, axis=0))


def truncated_at_each_step(given: Arguments) -> Array:
    if given.x.dtype.kind not in "iu":
        return given.ask_keras()
    sums = np.zeros_like(_linear(given), dtype=given.x.dtype)
    for product in _products(given):
        sums = (sums + product).astype(given.x.dtype)
    return _finished(given, sums)


SizeOf = Callable[[int, int, int, str], int]


def size(*ways: SizeOf) -> dict[str, tuple[Prediction, ...]]:
    def prediction(bent: SizeOf) -> Prediction:
        return lambda input_size, kernel_size, stride=1, padding="valid": bent(
            input_size, kernel_size, stride, padding.lower()
        )

    return {"output_size": tuple(prediction(bent) for bent in ways)}


def one_if_valid(padding: str) -> int:
    return 1 if padding == "valid" else 0


def valid_size(n: int, k: int, s: int, _: str = "valid") -> int:
    if k > n:
        return (n - k) // s + 1  # what the formula gives, though no window fits
    return keras_size(n, k, s)
