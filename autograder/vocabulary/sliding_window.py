"""What an exercise declares of the window that it slides over a map."""

from dataclasses import dataclass

__all__ = ["SlidingWindow"]

MAP_AXES = frozenset({"HW", "NHWC"})
KERNEL_AXES = frozenset({"HW", "HWC", "HWCF"})


@dataclass(frozen=True)
class SlidingWindow:
    """Which parameters of an exercise say where its windows lie on a map.

    A message then shows the window that a wrong number belongs to, and describes map and kernel
    in words of the field. Declare one only if number (i, j) of the result comes from the window
    that begins at row i * stride, column j * stride of the map with its padding.

    Examples
    --------
    >>> pooling = SlidingWindow("x", "NHWC", size="pool_size", strides="strides", outside="")
    >>> pooling.parameters
    ('x', 'pool_size', 'strides')
    >>> SlidingWindow("x")
    Traceback (most recent call last):
    ValueError: A window has the size of a kernel, or a size of its own: name one of the two.
    """

    map: str
    map_axes: str = "HW"
    """``"HW"``, rows and columns, or ``"NHWC"``, with images and channels."""
    kernel: str = ""
    """The array with the weights of a window; none where windows are not multiplied."""
    kernel_axes: str = "HW"
    """``"HW"``; ``"HWC"``, one kernel for each channel; ``"HWCF"``, one for each channel and
    filter, with the results of all channels added up."""
    size: str = ""
    """Height and width, as one number or a pair, where there is no kernel."""
    strides: str = ""
    """One number or a pair; None stands for the size of the window. No parameter: 1."""
    padding: str = ""
    """``"valid"`` or ``"same"``, in any letter case. No parameter: no padding."""
    outside: str = "0"
    """What counts beyond the edge of the map; empty if nothing does."""
    gradient: str = ""
    """The argument that has one number for each window, the gradient of the loss by what a layer
    returned. Then the result is a gradient, too: of the map, or of kernels."""
    is_padding_only: bool = False
    """Whether the result is the map with its "same" padding for such windows, so that each number
    is one pixel of the map, or what stands outside."""

    def __post_init__(self) -> None:
        if self.map_axes not in MAP_AXES or self.kernel_axes not in KERNEL_AXES:
            raise ValueError(
                f"A map has the axes {' or '.join(sorted(MAP_AXES))}, and a kernel "
                f"{' or '.join(sorted(KERNEL_AXES))}: got {self.map_axes!r}, {self.kernel_axes!r}."
            )
        if bool(self.kernel) == bool(self.size):
            raise ValueError(
                "A window has the size of a kernel, or a size of its own: name one of the two."
            )

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the exercise's parameters that are used."""
        named = (self.map, self.kernel, self.size, self.strides, self.padding, self.gradient)
        return tuple(filter(None, named))

    @property
    def adds_channels(self) -> bool:
        """Whether one number of the result comes from all channels of the map."""
        return bool(self.kernel) and "F" in self.kernel_axes
