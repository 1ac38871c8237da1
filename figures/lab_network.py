"""The lab's network as a list of layers, with the shapes and counts that the reference gives."""

import math
from dataclasses import dataclass

from cnn_reference import count_parameters, output_size

IMAGE_SHAPE = (28, 28, 1)
KERNEL = 3
POOL = 2
CLASSES = 10


@dataclass(frozen=True)
class Layer:
    """One layer: what Keras calls it, the shape of its output, its trainable parameters."""

    name: str
    detail: str
    shape: tuple[int, ...]
    parameters: int = 0
    count: str = ""


def lab_layers() -> list[Layer]:
    """Return the layers from input to output.

    Examples
    --------
    >>> layers = lab_layers()
    >>> [layer.shape for layer in layers][-3:], sum(layer.parameters for layer in layers)
    ([(3, 3, 128), (1152,), (10,)], 104202)
    """
    layers = [Layer("Input", "grey image", IMAGE_SHAPE)]
    layers.append(_convolution(layers[-1], 32))
    layers.append(_pooling(layers[-1]))
    layers.append(_convolution(layers[-1], 64))
    layers.append(_pooling(layers[-1]))
    layers.append(_convolution(layers[-1], 128))
    features = math.prod(layers[-1].shape)
    layers.append(Layer("Flatten", "one long vector", (features,)))
    # A unit of a dense layer is a filter of one pixel whose channels are the features.
    parameters = count_parameters(1, features, CLASSES)
    count = f"({features:,} + 1) · {CLASSES}"
    layers.append(Layer("Dense", "10 units, softmax", (CLASSES,), parameters, count))
    return layers


def _convolution(before: Layer, filters: int) -> Layer:
    height, width, channels = before.shape
    shape = (output_size(height, KERNEL), output_size(width, KERNEL), filters)
    return Layer(
        "Conv2D",
        f"{filters} filters {KERNEL} × {KERNEL}, relu",
        shape,
        count_parameters(KERNEL, channels, filters),
        f"({KERNEL} · {KERNEL} · {channels} + 1) · {filters}",
    )


def _pooling(before: Layer) -> Layer:
    height, width, channels = before.shape
    shape = (output_size(height, POOL, POOL), output_size(width, POOL, POOL), channels)
    return Layer("MaxPooling2D", f"{POOL} × {POOL}", shape)
