"""The trained network, run in NumPy from its weights."""

import zipfile
from collections.abc import Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cnn_reference.arguments import Array, as_array
from cnn_reference.classifier import dense, relu, softmax
from cnn_reference.convolution import conv2d
from cnn_reference.pooling import max_pool2d

__all__ = ["TRAINED_WEIGHTS", "WEIGHT_SHAPES", "load_weights", "predict", "prepare_images"]

TRAINED_WEIGHTS = resources.files("cnn_reference").joinpath("mnist_cnn_weights.npz")
"""The weights that ``python -m cnn_reference.train`` made; `mnist_cnn_weights.md` tells of them."""

WEIGHT_SHAPES = (
    (3, 3, 1, 32),
    (32,),
    (3, 3, 32, 64),
    (64,),
    (3, 3, 64, 128),
    (128,),
    (1152, 10),
    (10,),
)
"""The shapes of ``model.get_weights()``: kernel and bias of each layer, from input to output."""


def load_weights(path: str | Path | Traversable = TRAINED_WEIGHTS) -> list[Array]:
    """Read the eight arrays that ``np.savez(path, *model.get_weights())`` wrote.

    Returns
    -------
    list of arrays, with the shapes `WEIGHT_SHAPES`

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is no weights file of the lab's network.

    Examples
    --------
    >>> [weight.shape for weight in load_weights()][:2]
    [(3, 3, 1, 32), (32,)]
    """
    try:
        with Path(str(path)).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            weights = [file[f"arr_{index}"] for index in range(len(file.files))]
    except FileNotFoundError:
        raise FileNotFoundError(
            f"load_weights: there is no file {path}; write it with "
            f"np.savez(path, *model.get_weights())"
        ) from None
    except (AttributeError, EOFError, KeyError, TypeError, ValueError, zipfile.BadZipFile):
        raise ValueError(
            f"load_weights: {path} is no weights file; write it with "
            f"np.savez(path, *model.get_weights())"
        ) from None
    _require_shapes(weights, f"load_weights: {path}")
    return weights


def _require_shapes(weights: Sequence[Array], where: str) -> None:
    shapes = tuple(weight.shape for weight in weights)
    if shapes != WEIGHT_SHAPES:
        raise ValueError(
            f"{where}: expected the lab's eight arrays of shapes {WEIGHT_SHAPES}, got {shapes}"
        )


def prepare_images(images: npt.ArrayLike) -> Array:
    """Return grey levels ``(N, 28, 28)``, 0 to 255, as ``(N, 28, 28, 1)`` float32 in [0, 1].

    Examples
    --------
    >>> prepared = prepare_images(np.full((2, 28, 28), 255, dtype=np.uint8))
    >>> prepared.shape, prepared.dtype, float(prepared.max())
    ((2, 28, 28, 1), dtype('float32'), 1.0)
    """
    images = as_array(images, "N, H, W", "prepare_images", "images")
    return images[..., np.newaxis].astype(np.float32) / np.float32(255)


def predict(weights: Sequence[Array], images: npt.ArrayLike) -> Array:
    """Run the lab's network.

    Parameters
    ----------
    weights : the eight arrays of ``model.get_weights()``
    images : (N, 28, 28, 1) array, as `prepare_images` returns them

    Returns
    -------
    (N, 10) array
        The probability of each digit.

    Examples
    --------
    >>> from mnist_data import load_mnist
    >>> _, (images, labels) = load_mnist()
    >>> predict(load_weights(), prepare_images(images[:3])).argmax(axis=1)
    array([7, 2, 1])
    """
    _require_shapes(weights, "predict")
    kernel_1, bias_1, kernel_2, bias_2, kernel_3, bias_3, dense_kernel, dense_bias = weights
    x = conv2d(images, kernel_1, bias_1, activation=relu)
    x = max_pool2d(x)
    x = conv2d(x, kernel_2, bias_2, activation=relu)
    x = max_pool2d(x)
    x = conv2d(x, kernel_3, bias_3, activation=relu)
    features = x.reshape(len(x), len(dense_kernel))
    return softmax(dense(features, dense_kernel, dense_bias))
