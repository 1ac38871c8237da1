"""Sizes: how long an output is, how many zeros "same" needs, how many weights a layer has."""

from cnn_reference.arguments import IntOrPair, Padding, as_padding, as_pair

__all__ = ["count_parameters", "output_size", "same_padding"]


def output_size(input_size: int, kernel_size: int, stride: int = 1, padding: str = "valid") -> int:
    """Return the length of a convolution's or pooling's output along one axis.

    Parameters
    ----------
    input_size, kernel_size, stride : int
        Lengths along that axis, in pixels.
    padding : {"valid", "same"}, in any letter case

    Returns
    -------
    int
        ``(input_size - kernel_size) // stride + 1`` for "valid": the windows that lie wholly
        inside; ``ceil(input_size / stride)`` for "same": one window for each stride begun.

    Raises
    ------
    TypeError, ValueError
        If a length is no positive integer, or no window fits.

    Notes
    -----
    The rule is TensorFlow's (documentation of ``tf.nn.convolution``), which Keras follows with
    every backend.

    Examples
    --------
    >>> output_size(28, 3), output_size(7, 3, stride=2), output_size(7, 4, 2, "same")
    (26, 3, 4)
    """
    call = "output_size"
    size, _ = as_pair(input_size, call, "input_size")
    kernel, _ = as_pair(kernel_size, call, "kernel_size")
    step, _ = as_pair(stride, call, "stride")
    return _length(size, kernel, step, as_padding(padding, call), call)


def output_sizes(
    sizes: tuple[int, int],
    window: tuple[int, int],
    strides: tuple[int, int],
    padding: Padding,
    call: str,
) -> tuple[int, int]:
    """Return height and width of an output, of arguments that were read already."""
    height, width = (
        _length(size, kernel, step, padding, call)
        for size, kernel, step in zip(sizes, window, strides, strict=True)
    )
    return height, width


def _length(size: int, kernel: int, step: int, padding: Padding, call: str) -> int:
    if padding == "same":
        return -(-size // step)
    if kernel > size:
        raise ValueError(
            f'{call}: a window of {kernel} does not fit into {size} with padding="valid"'
        )
    return (size - kernel) // step + 1


def same_padding(input_size: int, kernel_size: int, stride: int = 1) -> tuple[int, int]:
    """Return how many zeros "same" puts before and after one axis.

    The last of the ``ceil(input_size / stride)`` windows must end at the last zero. Where the
    number of zeros is odd, the extra one goes after: at the bottom, at the right.

    Parameters
    ----------
    input_size, kernel_size, stride : int
        Lengths along that axis, in pixels.

    Returns
    -------
    before, after : int

    Examples
    --------
    >>> same_padding(5, 3), same_padding(6, 3, stride=2), same_padding(5, 2, stride=2)
    ((1, 1), (0, 1), (0, 1))
    """
    windows = output_size(input_size, kernel_size, stride, "same")
    total = max((windows - 1) * stride + kernel_size - input_size, 0)
    return total // 2, total - total // 2


def count_parameters(
    kernel_size: IntOrPair, in_channels: int, filters: int, use_bias: bool = True
) -> int:
    """Return the number of trainable parameters of a convolutional layer.

    Each filter has one kernel ``(kh, kw)`` for each input channel, and one bias for all.

    Examples
    --------
    >>> count_parameters(3, in_channels=32, filters=64)
    18496
    """
    call = "count_parameters"
    kernel_height, kernel_width = as_pair(kernel_size, call, "kernel_size")
    channels, _ = as_pair(in_channels, call, "in_channels")
    count, _ = as_pair(filters, call, "filters")
    return (kernel_height * kernel_width * channels + bool(use_bias)) * count
