"""`strides.svg`: the window moves two pixels at a time."""

from figures.sliding_window import SlidingWindow, draw

PICTURE = SlidingWindow(
    title="Stride 2: the window moves two pixels at a time",
    caption="It skips every second position, down as well as across: "
    "only four windows, and so only four output pixels.",
    description="Animation. A 3 by 3 window moves over a 5 by 5 map without padding, two pixels "
    "at a time, across and down. Its four positions fill the 2 by 2 output.",
    stride=2,
    seconds=1.5,
)


def strides() -> str:
    """Return the picture."""
    return draw(PICTURE)
