"""Which pictures there are, and where they are kept."""

from collections.abc import Callable
from pathlib import Path

from figures.convolution import convolution
from figures.padding_same import padding_same
from figures.strides import strides

FOLDER = Path(__file__).parents[1] / "source" / "lab6" / "figures"

PICTURES: dict[str, Callable[[], str]] = {
    "convolution.svg": convolution,
    "padding_same.svg": padding_same,
    "strides.svg": strides,
}
