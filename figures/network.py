"""`network.svg`: the model layer by layer, with shapes and parameter counts."""

from figures.lab_network import Layer, lab_layers
from figures.palette import (
    CELL,
    GRID,
    INK,
    MUTED,
    OUTPUT,
    OUTPUT_TINT,
    POOLED,
    POOLED_TINT,
    SECOND,
    SECOND_TINT,
)
from figures.svg import (
    arrow,
    document,
    element,
    group,
    heading,
    line,
    middle,
    rectangle,
    start_text,
    text,
)

WIDTH = 800
TOP = 128
ROW = 54
BOX_X, BOX_WIDTH, BOX_HEIGHT = 150, 270, 36
SHAPE_X, PARAMETERS_X, COUNT_X = 440, 622, 638
FEATURE_LAYERS = range(1, 6)
CLASSIFICATION_LAYERS = range(6, 8)

LOOKS = {
    "Input": (GRID, CELL, None),
    "Conv2D": (OUTPUT, OUTPUT_TINT, None),
    "MaxPooling2D": (POOLED, POOLED_TINT, "7 4"),
    "Flatten": (GRID, CELL, None),
    "Dense": (SECOND, SECOND_TINT, None),
}

TITLE = "The lab's network, layer by layer"
DESCRIPTION = (
    "A chain of eight layers from top to bottom, each with the shape of its output and its number "
    "of trainable parameters. Feature learning: Conv2D 32, MaxPooling2D, Conv2D 64, MaxPooling2D, "
    "Conv2D 128. Classification: Flatten, Dense 10 with softmax."
)


def network() -> str:
    """Return the picture."""
    layers = lab_layers()
    total = sum(layer.parameters for layer in layers)
    caption = "A filter has one weight for each pixel of its window in each channel, and one bias."
    bottom = TOP + ROW * len(layers)
    return document(
        WIDTH,
        bottom + 44,
        TITLE,
        DESCRIPTION,
        heading(TITLE, caption),
        start_text(SHAPE_X, TOP - 18, "output shape", 14, font_weight="bold"),
        _right(PARAMETERS_X, TOP - 18, "parameters", 14, font_weight="bold"),
        _part(FEATURE_LAYERS, ("feature", "learning")),
        _part(CLASSIFICATION_LAYERS, ("classifi-", "cation")),
        *(_row(index, layer) for index, layer in enumerate(layers)),
        line(SHAPE_X, bottom - 2, WIDTH - 28, bottom - 2, stroke=GRID),
        start_text(SHAPE_X, bottom + 22, "total", 16, font_weight="bold"),
        _right(PARAMETERS_X, bottom + 22, f"{total:,}", 16, font_weight="bold"),
    )


def _right(x: float, y: float, content: str, size: float, font_weight: str | None = None) -> str:
    return text(x, y, content, size, text_anchor="end", font_weight=font_weight)


def _row(index: int, layer: Layer) -> str:
    stroke, fill, dashes = LOOKS[layer.name]
    y = TOP + ROW * index
    centre = y + BOX_HEIGHT / 2
    shape = ", ".join(str(length) for length in layer.shape)
    parts = [
        rectangle(
            BOX_X,
            y,
            BOX_WIDTH,
            BOX_HEIGHT,
            rx=6,
            fill=fill,
            stroke=stroke,
            stroke_width=2,
            stroke_dasharray=dashes,
        ),
        start_text(BOX_X + 12, middle(centre, 15), layer.name, 15, font_weight="bold"),
        text(BOX_X + BOX_WIDTH - 12, middle(centre, 13), layer.detail, 13, text_anchor="end"),
        start_text(SHAPE_X, middle(centre, 16), f"({shape})", 16),
        _right(PARAMETERS_X, middle(centre, 16), f"{layer.parameters:,}", 16),
    ]
    if layer.count:
        parts.append(start_text(COUNT_X, middle(centre, 13), f"= {layer.count}", 13, fill=MUTED))
    if index:
        x = BOX_X + BOX_WIDTH / 2
        parts.append(arrow(x, y - ROW + BOX_HEIGHT + 2, x, y - 2, INK))
    return group(*parts)


def _part(rows: range, names: tuple[str, str]) -> str:
    """Return the brace at the left that says to which part these layers belong."""
    top, bottom = TOP + ROW * rows.start, TOP + ROW * (rows.stop - 1) + BOX_HEIGHT
    x, centre = BOX_X - 14, (top + bottom) / 2
    brace = f"M{x} {top}h-10V{bottom}h10"
    return group(
        element("path", d=brace, fill="none", stroke=INK, stroke_width=2),
        *(
            text(x - 20, centre - 4 + 18 * index, name, 14, text_anchor="end")
            for index, name in enumerate(names)
        ),
    )
