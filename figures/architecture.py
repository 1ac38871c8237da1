"""`architecture.svg`: the two parts of a convolutional network, and a digit on its way."""

from itertools import pairwise

import numpy as np

from figures.example_digit import passage
from figures.grids import Numbers, grey_map
from figures.lab_network import lab_layers
from figures.palette import (
    CELL,
    GRID,
    INK,
    MUTED,
    OUTPUT,
    POOLED,
    SECOND,
    SECOND_TINT,
)
from figures.svg import (
    arrow,
    decimal,
    document,
    element,
    group,
    heading,
    middle,
    rectangle,
    start_text,
    text,
)

WIDTH = 860
CENTRE = 246
PANEL_TOP, PANEL_BOTTOM = 84, 458
FEATURES_X, CLASSES_X = 128, 580
LABEL_Y = 406

MAPS_SHOWN = 3
MAP_PITCH = 78
# Centre and width of each column of maps.
COLUMNS = ((176, 64), (268, 50), (356, 50), (442, 38), (522, 30))

FLATTEN_X, UNITS_X, BAR_X = 612, 694, 716
UNIT_PITCH = 25
LONGEST_BAR = 70

TITLE = "A convolutional network: feature learning, then classification"
DESCRIPTION = (
    "From left to right: the image of a handwritten digit, {label}; feature learning, in which "
    "convolution with relu and max pooling alternate and three of the maps of each layer are "
    "shown, smaller and smaller; classification, in which the maps are flattened to one vector, "
    "fully connected to ten units, and turned into probabilities by softmax, drawn as bars, of "
    "which that of {best} is the longest."
)


def architecture() -> str:
    """Return the picture."""
    digit = passage()
    caption = "The pictures are real: what the lab's trained network makes of this digit."
    return document(
        WIDTH,
        PANEL_BOTTOM + 22,
        TITLE,
        DESCRIPTION.format(label=digit.label, best=digit.probabilities.argmax()),
        heading(TITLE, caption),
        _panel(FEATURES_X, CLASSES_X - 14, "feature learning", OUTPUT, None),
        _panel(CLASSES_X, WIDTH - 20, "classification", SECOND, "7 4"),
        grey_map(digit.image, 24, CENTRE - 42, 84),
        text(66, CENTRE + 62, "image", 13),
        text(66, CENTRE + 79, "28 × 28 pixels", 12, fill=MUTED),
        arrow(112, CENTRE, 140, CENTRE, INK),
        *_columns(digit.maps),
        *_classification(digit.probabilities),
    )


def _panel(left: float, right: float, name: str, colour: str, dashes: str | None) -> str:
    return rectangle(
        left,
        PANEL_TOP,
        right - left,
        PANEL_BOTTOM - PANEL_TOP,
        rx=10,
        fill=CELL,
        stroke=colour,
        stroke_width=2,
        stroke_dasharray=dashes,
    ) + text((left + right) / 2, PANEL_TOP + 24, name, 15, fill=colour, font_weight="bold")


def _columns(maps: list[Numbers]) -> list[str]:
    """Return a column for each layer; a pooling layer shows the maps that it made smaller."""
    layers = lab_layers()[1:]
    parts = []
    channels: list[int] = []
    for index, ((x, width), values) in enumerate(zip(COLUMNS, maps, strict=True)):
        pooling = layers[index].name == "MaxPooling2D"
        if not pooling:
            channels = _liveliest(values)
        for place, channel in enumerate(channels):
            y = CENTRE + MAP_PITCH * (place - 1)
            parts.append(grey_map(values[:, :, channel], x - width / 2, y - width / 2, width))
        names = ("max", "pooling") if pooling else ("convolution", "+ relu")
        colour = POOLED if pooling else OUTPUT
        count = values.shape[2]
        parts += [
            text(x, LABEL_Y - 27, "⋮", 18, fill=MUTED),
            *(
                text(x, LABEL_Y + 17 * line, name, 13, fill=colour, font_weight="bold")
                for line, name in enumerate(names)
            ),
            text(x, LABEL_Y + 37, f"{count} maps", 12, fill=MUTED),
        ]
    for (x, width), (next_x, next_width) in pairwise(COLUMNS):
        parts.append(arrow(x + width / 2 + 5, CENTRE, next_x - next_width / 2 - 4, CENTRE, INK))
    last_x, last_width = COLUMNS[-1]
    parts.append(arrow(last_x + last_width / 2 + 6, CENTRE, FLATTEN_X - 12, CENTRE, INK))
    return parts


def _liveliest(maps: Numbers) -> list[int]:
    """Return the channels in which there is most to see."""
    order = np.argsort(-maps.std(axis=(0, 1)), kind="stable")
    return sorted(order[:MAPS_SHOWN].tolist())


def _classification(probabilities: Numbers) -> list[str]:
    units = len(probabilities)
    heights = [CENTRE + UNIT_PITCH * (unit - (units - 1) / 2) for unit in range(units)]
    top, bottom = heights[0] - 10, heights[-1] + 10
    features = np.linspace(top + 8, bottom - 8, 9)
    wires = "".join(
        f"M{FLATTEN_X + 7} {decimal(float(feature))}L{UNITS_X - 11} {decimal(height)}"
        for feature in features
        for height in heights
    )
    vector = lab_layers()[-2].shape[0]
    return [
        element("path", d=wires, stroke=GRID, stroke_width=0.6, fill="none"),
        rectangle(FLATTEN_X - 7, top, 14, bottom - top, fill=CELL, stroke=INK, stroke_width=2),
        *(
            _unit(digit, height, round(100 * float(probability)))
            for digit, (height, probability) in enumerate(zip(heights, probabilities, strict=True))
        ),
        *_names(FLATTEN_X + 6, ("flatten", ""), f"{vector} long"),
        *_names(UNITS_X - 10, ("fully", "connected"), f"{units} units"),
        *_names(BAR_X + 62, ("softmax", ""), "probabilities"),
    ]


def _unit(digit: int, y: float, percent: int) -> str:
    """Return the unit of one class, with its probability as a bar."""
    length = LONGEST_BAR * percent / 100
    bar = rectangle(BAR_X, y - 8, length, 16, fill=SECOND) if percent else ""
    return group(
        element("circle", cx=UNITS_X, cy=y, r=11, fill=SECOND_TINT, stroke=SECOND),
        text(UNITS_X, middle(y, 13), str(digit), 13, font_weight="bold"),
        bar,
        start_text(BAR_X + length + 5, middle(y, 12), f"{percent} %", 12),
    )


def _names(x: float, names: tuple[str, str], size: str) -> list[str]:
    return [
        *(
            text(x, LABEL_Y + 17 * line, name, 13, fill=SECOND, font_weight="bold")
            for line, name in enumerate(names)
            if name
        ),
        text(x, LABEL_Y + 37, size, 12, fill=MUTED),
    ]
