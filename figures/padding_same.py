"""`padding_same.svg`: with a border of zeros the output is as large as the input."""

from figures.sliding_window import SlidingWindow, draw

PICTURE = SlidingWindow(
    title='Padding "same": the output keeps the size of the input',
    caption="The zeros around the map (dashed, hatched) let the window be centred "
    "on every pixel, even on those at the edge.",
    description="Animation. A 5 by 5 map has a border of zeros, one pixel wide, drawn dashed and "
    "hatched. A 3 by 3 window moves over map and border, one pixel at a time; each of its 25 "
    "positions fills one cell of the 5 by 5 output.",
    padding="same",
    cell=42,
    seconds=1.2,
)


def padding_same() -> str:
    """Return the picture."""
    return draw(PICTURE)
