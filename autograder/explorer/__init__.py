"""Pictures that move: watch a kernel slide, and a function of your own beside Keras's layer.

Nothing heavy is imported here. anywidget comes when a widget is shown, Keras when it is asked.
"""

from collections.abc import Callable
from typing import Any

from autograder.explorer.backward_scene import backward_scene_for
from autograder.explorer.backward_still import backward_still
from autograder.explorer.scene import DIGIT_KERNEL, scene_for
from autograder.explorer.shown import Explorer

__all__ = ["Explorer", "explore", "explore_backward", "explore_digit"]


def explore(
    function: Callable[..., Any] | None = None,
    *,
    x: Any = None,
    kernel: Any = None,
    pool_size: Any = None,
    strides: Any = None,
    padding: str = "valid",
    like: str | None = None,
) -> Explorer:
    """Watch a window slide over a map: move it, and change everything.

    Parameters
    ----------
    function : function, optional
        Your own `conv2d`, `strided_convolve2d`, `convolve2d`, `max_pool2d` or `average_pool2d`.
        It is called whenever something changes, and what it returns is shown beside what Keras's
        layer returns. Without one, the idea is shown.
    x : array_like, optional
        The map, ``(H, W)``, to begin with.
    kernel : array_like, optional
        The weights, ``(kh, kw)``, to begin with.
    pool_size, strides : int or pair, optional
        What to begin with.
    padding : str
        ``"valid"`` or ``"same"``, to begin with.
    like : str, optional
        Which exercise the function answers, if its name does not tell: ``"max_pool2d"``. Without a
        function, ``like="max_pool2d"`` shows pooling.

    Returns
    -------
    Explorer
        A widget where one can be shown, else a picture. Whatever it is given, it never raises.

    Examples
    --------
    >>> explore(padding="same")
    The explorer: Convolution. Run this in JupyterLab to see it move.
    """
    given = {"x": x, "kernel": kernel, "pool_size": pool_size, "strides": strides}
    return Explorer(scene_for(function, like, padding=padding, **given))


def explore_digit(
    function: Callable[..., Any] | None = None,
    *,
    digit: int = 3,
    kernel: Any = DIGIT_KERNEL,
    strides: Any = None,
    padding: str = "valid",
) -> Explorer:
    """Put a real digit under a kernel: edges, blur and sharpen by name, or weights of your own.

    Parameters
    ----------
    function : function, optional
        Your own function, as for `explore`.
    digit : int
        0 to 9.
    kernel : array_like
        The weights, ``(kh, kw)``, to begin with.
    strides, padding
        As for `explore`.

    Examples
    --------
    >>> explore_digit(digit=7)
    The explorer: Convolution. Run this in JupyterLab to see it move.
    """
    given = {"kernel": kernel, "strides": strides, "digit": digit}
    return Explorer(scene_for(function, padding=padding, **given))


def explore_backward(
    function: Callable[..., Any] | None = None,
    *,
    x: Any = None,
    kernel: Any = None,
    pool_size: Any = None,
    strides: Any = None,
    padding: str = "valid",
    like: str | None = None,
) -> Explorer:
    """Watch gradients go back: point at one, and see who pays it.

    Parameters
    ----------
    function : function, optional
        Your own `conv2d_backward` or `max_pool2d_backward`. It is called whenever something
        changes, and what it returns is shown beside the gradients of Keras's layer. Without one,
        the idea is shown.
    x : array_like, optional
        The map, ``(H, W)``, to begin with.
    kernel : array_like, optional
        The weights, ``(kh, kw)``, to begin with.
    pool_size, strides : int or pair, optional
        What to begin with.
    padding : str
        ``"valid"`` or ``"same"``, to begin with.
    like : str, optional
        Which exercise the function answers, if its name does not tell. Without a function,
        ``like="max_pool2d_backward"`` shows pooling.

    Returns
    -------
    Explorer
        A widget where one can be shown, else a picture. Whatever it is given, it never raises.

    Examples
    --------
    >>> explore_backward(like="max_pool2d_backward")
    The explorer: Back through max pooling. Run this in JupyterLab to see it move.
    """
    given = {"x": x, "kernel": kernel, "pool_size": pool_size, "strides": strides}
    scene = backward_scene_for(function, like, padding=padding, **given)
    return Explorer(scene, backward_still, "BackwardWidget")
