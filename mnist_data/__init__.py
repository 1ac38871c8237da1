"""MNIST, embedded: 70,000 handwritten digits that load without a network.

`README.md` beside this file says where they come from and under which licence.
"""

import hashlib
import io
from importlib import resources

import numpy as np
import numpy.typing as npt

__all__ = ["DamagedMnistError", "load_mnist", "load_test_digits"]

FILE_NAME = "mnist.npz"
SHA256 = "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64"
REPAIR = "Restore it with `git checkout mnist_data/mnist.npz`, or install the package again."

Bytes = npt.NDArray[np.uint8]
Split = tuple[Bytes, Bytes]


class DamagedMnistError(RuntimeError):
    """The embedded file is missing, or is not the file that was shipped."""


def load_mnist() -> tuple[Split, Split]:
    """Return the digits just as ``keras.datasets.mnist.load_data()`` does.

    Returns
    -------
    (x_train, y_train), (x_test, y_test) : two pairs of uint8 arrays
        Images ``(60000, 28, 28)`` and ``(10000, 28, 28)``, grey levels 0 (background) to
        255 (ink); labels ``(60000,)`` and ``(10000,)``, the digits 0 to 9.

    Raises
    ------
    DamagedMnistError
        If the embedded file is missing or its SHA-256 is not the shipped one.

    Examples
    --------
    >>> (x_train, y_train), (x_test, y_test) = load_mnist()
    >>> x_train.shape, x_test.shape
    ((60000, 28, 28), (10000, 28, 28))
    >>> y_test[:5].tolist()
    [7, 2, 1, 0, 4]
    """
    with np.load(io.BytesIO(_checked_bytes()), allow_pickle=False) as file:
        return (file["x_train"], file["y_train"]), (file["x_test"], file["y_test"])


def load_test_digits() -> Split:
    """Return the second pair alone, in a sixth of the time.

    Examples
    --------
    >>> images, labels = load_test_digits()
    >>> images.shape, labels[:5].tolist()
    ((10000, 28, 28), [7, 2, 1, 0, 4])
    """
    with np.load(io.BytesIO(_checked_bytes()), allow_pickle=False) as file:
        return file["x_test"], file["y_test"]


def _checked_bytes() -> bytes:
    try:
        content = resources.files(__name__).joinpath(FILE_NAME).read_bytes()
    except FileNotFoundError:
        raise DamagedMnistError(f"The MNIST file {FILE_NAME} is missing. {REPAIR}") from None
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise DamagedMnistError(
            f"The MNIST file {FILE_NAME} is damaged: expected SHA-256 {SHA256[:12]}…, "
            f"got {found[:12]}… in {len(content):,} bytes. {REPAIR}"
        )
    return content
