"""`feature_maps.svg`: through the network the maps shrink and their number grows."""

from figures.example_digit import passage
from figures.grids import grey_squares
from figures.lab_network import Layer, lab_layers
from figures.palette import (
    CELL,
    GRID,
    INK,
    OUTPUT,
    OUTPUT_TINT,
    POOLED,
    POOLED_TINT,
    SECOND,
    SECOND_TINT,
)
from figures.svg import Attribute, document, element, group, heading, polygon, rectangle, text

WIDTH = 840
FLOOR = 330
PIXEL = 6.5
SLANT = 0.3
CHANNEL = 0.5
COLUMN_CENTRES = (82, 212, 322, 424, 522, 618, 704, 782)

LOOKS = {
    "Input": (GRID, CELL),
    "Conv2D": (OUTPUT, OUTPUT_TINT),
    "MaxPooling2D": (POOLED, POOLED_TINT),
    "Flatten": (INK, CELL),
    "Dense": (SECOND, SECOND_TINT),
}
SHORT_NAMES = {
    "Input": ("input", "image"),
    "Conv2D": ("convolution", "+ relu"),
    "MaxPooling2D": ("max", "pooling"),
    "Flatten": ("flatten", ""),
    "Dense": ("dense", "+ softmax"),
}

TITLE = "Feature maps: smaller and smaller, deeper and deeper"
DESCRIPTION = (
    "Blocks in perspective from left to right, drawn to scale: height and width of the maps "
    "shrink, their number, the depth, grows. The shapes are (28, 28, 1), (26, 26, 32), "
    "(13, 13, 32), (11, 11, 64), (5, 5, 64), (3, 3, 128); then a vector of 1152 numbers, "
    "and 10 class probabilities."
)


def feature_maps() -> str:
    """Return the picture."""
    caption = (
        "Height and width of a block are those of the maps, its thickness is their number. "
        "The two vectors are not to scale."
    )
    layers = lab_layers()
    return document(
        WIDTH,
        FLOOR + 138,
        TITLE,
        DESCRIPTION,
        heading(TITLE, caption),
        *(
            group(_drawing(layer, centre), _labels(layer, centre))
            for layer, centre in zip(layers, COLUMN_CENTRES, strict=True)
        ),
        _part(range(1, 6), "feature learning"),
        _part(range(6, 8), "classification"),
    )


def _part(layers: range, name: str) -> str:
    """Return the bracket below the layers of one part."""
    left, right = COLUMN_CENTRES[layers.start] - 38, COLUMN_CENTRES[layers.stop - 1] + 38
    y = FLOOR + 88
    bracket = f"M{left} {y}v8H{right}v-8"
    return element("path", d=bracket, fill="none", stroke=INK, stroke_width=2) + text(
        (left + right) / 2, y + 28, name, 14, font_weight="bold"
    )


def _drawing(layer: Layer, centre: float) -> str:
    if len(layer.shape) == 3:
        return _block(layer, centre)
    return _vector(layer, centre)


def _block(layer: Layer, centre: float) -> str:
    """Return the block: its front is depth × height, its width goes back to the right."""
    height, width, channels = layer.shape
    stroke, tint = LOOKS[layer.name]
    tall, thick = height * PIXEL, max(channels * CHANNEL, 3)
    back_x, back_y = width * PIXEL * SLANT, width * PIXEL * SLANT * 0.8
    left, top = centre - (thick + back_x) / 2, FLOOR - tall
    right = left + thick
    outline: dict[str, Attribute] = {
        "stroke": stroke,
        "stroke_width": 2,
        "stroke_linejoin": "round",
    }
    # The image is a sheet: the digit is drawn on the side that faces the reader.
    face = (
        grey_squares(
            passage().image,
            (back_x / width, -back_y / width, 0, PIXEL, right, top),
        )
        if layer.name == "Input"
        else ""
    )
    return (
        polygon(
            (left, top),
            (left + back_x, top - back_y),
            (right + back_x, top - back_y),
            (right, top),
            fill=CELL,
            **outline,
        )
        + polygon(
            (right, top),
            (right + back_x, top - back_y),
            (right + back_x, FLOOR - back_y),
            (right, FLOOR),
            fill=tint,
            **outline,
        )
        + rectangle(left, top, thick, tall, fill=tint, **outline)
        + face
    )


def _vector(layer: Layer, centre: float) -> str:
    """Return a column of units; a long one is drawn as a bar."""
    stroke, tint = LOOKS[layer.name]
    (units,) = layer.shape
    if units > 20:
        return rectangle(centre - 4, FLOOR - 200, 8, 200, fill=tint, stroke=stroke, stroke_width=2)
    size = 11
    return group(
        *(
            rectangle(
                centre - size / 2, FLOOR - size * (unit + 1), size, size, fill=tint, stroke=stroke
            )
            for unit in range(units)
        )
    )


def _labels(layer: Layer, centre: float) -> str:
    shape = ", ".join(str(length) for length in layer.shape)
    first, second = SHORT_NAMES[layer.name]
    return (
        text(centre, FLOOR + 30, f"({shape})", 14, font_weight="bold")
        + text(centre, FLOOR + 56, first, 13)
        + (text(centre, FLOOR + 73, second, 13) if second else "")
    )
