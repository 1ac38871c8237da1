"""`convolution.svg`: a 3×3 kernel slides over a 5×5 map."""

from figures.sliding_window import SlidingWindow, draw

PICTURE = SlidingWindow(
    title="Convolution: the kernel slides over the map",
    caption="Each number in the window is multiplied by the weight in its corner; "
    "the sum of the nine products is one output pixel.",
    description="Animation. A 3 by 3 window moves over a 5 by 5 map of small integers, one pixel "
    "at a time, from left to right and from top to bottom. At each of the nine positions the "
    "nine products of pixel and weight are written out, and their sum fills one cell of the "
    "3 by 3 output.",
)


def convolution() -> str:
    """Return the picture."""
    return draw(PICTURE)
