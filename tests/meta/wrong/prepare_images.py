"""Wrong answers to prepare_images, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


@mistake("IMAGES-NOT-SCALED")
def levels_kept(images):
    return images[..., np.newaxis].astype("float32")


@mistake("IMAGES-NOT-SCALED")
def reshaped_only(images):
    return np.reshape(images, (-1, 28, 28, 1)).astype(np.float32)


@mistake("IMAGES-SCALED-TWICE")
def divided_twice(images):
    images = images / 255
    return (images.reshape(-1, 28, 28, 1) / 255).astype("float32")


@mistake("IMAGES-SCALED-TWICE")
def scaled_before_and_after(images):
    images = images.astype("float32") / 255.0
    images = np.expand_dims(images, axis=-1)
    images /= 255.0
    return images


@mistake("IMAGES-SHIFTED")
def minus_one_to_one(images):
    return (images[..., None] / 127.5 - 1).astype("float32")


@mistake("IMAGES-SHIFTED")
def centred_and_scaled(images):
    return ((images[..., None].astype("float32") - 127.5) / 127.5).astype("float32")


@mistake(None)
def divided_by_256(images):
    return images[..., None].astype("float32") / 256


@mistake(None)
def no_channel(images):
    return images.astype("float32") / 255


@mistake(None)
def channel_first(images):
    return images[:, None].astype("float32") / 255


@mistake(None)
def double_precision(images):
    return images[..., None] / 255


@mistake(None)
def integer_division(images):
    return (images[..., None] // 255).astype("float32")


@mistake(None)
def converted_before_scaling(images):
    return (images[..., None] / 255).astype("uint8").astype("float32")


@mistake(None)
def standardized(images):
    x = images[..., None].astype("float32")
    return (x - x.mean()) / (x.std() + 1e-7)


@mistake(None)
def inverted(images):
    return 1 - images[..., None].astype("float32") / 255


@mistake(None)
def largest_of_these_images(images):
    return (images[..., None] / images.max()).astype("float32")


@mistake(None)
def largest_of_each_image(images):
    return (images / images.max(axis=(1, 2), keepdims=True))[..., None].astype("float32")


@mistake(None)
def rows_and_columns_swapped(images):
    return images.transpose(0, 2, 1)[..., None].astype("float32") / 255


@mistake(None)
def three_images_only(images):
    return images.reshape(3, 28, 28, 1).astype("float32") / 255


@mistake(None)
def in_place(images):
    x = images.astype("float32") / 255
    images[:] = 0
    return x[..., None]
