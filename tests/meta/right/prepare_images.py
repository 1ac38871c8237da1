"""Right answers to prepare_images."""

import numpy as np


def reshape(images):
    return images.reshape((len(images), 28, 28, 1)).astype("float32") / 255


def new_axis(images):
    return images[..., np.newaxis].astype(np.float32) / 255


def expand_dims(images):
    x = np.array(images, dtype=np.float32)
    x /= 255
    return np.expand_dims(x, -1)


def scaled_then_converted(images):
    return (images / 255.0).astype("float32")[:, :, :, None]


def pixel_table(images):
    levels = np.linspace(0, 1, 256).astype(np.float32)
    return levels[images].reshape(-1, 28, 28, 1)


def filled(images):
    out = np.zeros((*images.shape, 1), dtype="float32")
    out[:, :, :, 0] = np.multiply(images, 1 / 255)
    return out
