"""One digit of the test set on its way through the trained network."""

from functools import cache
from typing import NamedTuple

import numpy as np

from cnn_reference import (
    conv2d,
    load_mnist,
    load_weights,
    max_pool2d,
    predict,
    prepare_images,
    relu,
)
from figures.grids import Numbers

# The network recognises it with a little doubt, so that its bars have something to show.
TEST_IMAGE = 158


class Passage(NamedTuple):
    """What the network makes of the digit: the image, each layer's maps, the probabilities."""

    image: Numbers
    label: int
    maps: list[Numbers]
    probabilities: Numbers


@cache
def passage() -> Passage:
    """Run the network, in float64, so that rounding differs on no machine."""
    _, (images, labels) = load_mnist()
    image = images[TEST_IMAGE]
    weights = [weight.astype(float) for weight in load_weights()]
    prepared = prepare_images(image[np.newaxis]).astype(float)
    x, maps = prepared, []
    for index in range(3):
        x = conv2d(x, weights[2 * index], weights[2 * index + 1], activation=relu)
        maps.append(x[0])
        if index < 2:
            x = max_pool2d(x)
            maps.append(x[0])
    return Passage(image, int(labels[TEST_IMAGE]), maps, predict(weights, prepared)[0])
