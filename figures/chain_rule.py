"""`chain_rule.svg`: what a layer gets and makes on the way forward, and on the way back."""

from figures.palette import CELL, GRID, INK, MUTED, OUTPUT, OUTPUT_TINT, WINDOW, WINDOW_TINT
from figures.svg import Attribute, arrow, document, group, heading, line, middle, rectangle, text

WIDTH, HEIGHT = 796, 300
LAYER_X, LAYER_Y, LAYER_WIDTH, LAYER_HEIGHT = 290, 102, 180, 96
FORWARD_Y, BACK_Y = 126, 174

TITLE = "A layer, forward and back"
DESCRIPTION = (
    "A box stands for a layer, with its kernel and bias below it. Forward, from left to right, x "
    "goes in and y comes out. Backward, from right to left, dy goes in, which is as large as y, "
    "and dx comes out, which is as large as x; dkernel and dbias come out below."
)


def chain_rule() -> str:
    """Return the picture."""
    right, bottom = LAYER_X + LAYER_WIDTH, LAYER_Y + LAYER_HEIGHT
    centre = LAYER_X + LAYER_WIDTH / 2
    box: dict[str, Attribute] = {"rx": 8, "fill": CELL, "stroke": GRID, "stroke_width": 2}
    return document(
        WIDTH,
        HEIGHT,
        TITLE,
        DESCRIPTION,
        heading(TITLE, "Every gradient has the shape of what it belongs to."),
        rectangle(LAYER_X, LAYER_Y, LAYER_WIDTH, LAYER_HEIGHT, **box),
        text(centre, middle(LAYER_Y + LAYER_HEIGHT / 2, 17), "layer", 17, font_weight="bold"),
        group(
            arrow(150, FORWARD_Y, LAYER_X - 8, FORWARD_Y, OUTPUT),
            arrow(right + 8, FORWARD_Y, 610, FORWARD_Y, OUTPUT),
            _label(120, FORWARD_Y, "x", OUTPUT, OUTPUT_TINT),
            _label(640, FORWARD_Y, "y", OUTPUT, OUTPUT_TINT),
        ),
        group(
            arrow(LAYER_X - 8, BACK_Y, 158, BACK_Y, WINDOW),
            arrow(602, BACK_Y, right + 8, BACK_Y, WINDOW),
            _label(120, BACK_Y, "dx", WINDOW, WINDOW_TINT),
            _label(640, BACK_Y, "dy", WINDOW, WINDOW_TINT),
        ),
        text(58, middle(FORWARD_Y, 14), "forward", 14, fill=MUTED),
        text(58, middle(BACK_Y, 14), "back", 14, fill=MUTED),
        text(724, middle(FORWARD_Y, 14), "to the loss", 14, fill=MUTED),
        text(724, middle(BACK_Y, 14), "from the loss", 14, fill=MUTED),
        arrow(centre - 40, 244, centre - 40, bottom + 8, OUTPUT),
        arrow(centre + 40, bottom + 6, centre + 40, 240, WINDOW),
        _label(centre - 100, 264, "kernel, bias", OUTPUT, OUTPUT_TINT, 126),
        _label(centre + 112, 264, "dkernel, dbias", WINDOW, WINDOW_TINT, 150),
        line(centre - 40, 244, centre - 40, 249, stroke=OUTPUT),
    )


def _label(x: float, y: float, content: str, colour: str, tint: str, width: float = 56) -> str:
    """Return a name in a box that is centred on (x, y)."""
    # The way back is dashed, for who sees no colour.
    dashes = "6 4" if content.startswith("d") else None
    box = rectangle(
        x - width / 2,
        y - 16,
        width,
        32,
        rx=6,
        fill=tint,
        stroke=colour,
        stroke_width=2,
        stroke_dasharray=dashes,
    )
    return box + text(x, middle(y, 16), content, 16, fill=INK, font_weight="bold")
