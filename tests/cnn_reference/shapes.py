"""Generated arguments: everything rectangular, small, and awkward."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

Pair = tuple[int, int]
PADDINGS = st.sampled_from(["valid", "same", "VALID", "Same"])
DTYPES = st.sampled_from(["float32", "float64", "int64", "uint8", "bool"])
MANY_CHANNELS = 9  # above convolution.FEW_CHANNELS


@dataclass(frozen=True)
class Sliding:
    """A map, and a window that slides over it."""

    x: np.ndarray
    window: Pair
    strides: Pair
    padding: str
    seed: int

    def kernel(self, filters: int, dtype: str = "float64") -> np.ndarray:
        shape = (*self.window, self.x.shape[3], filters)
        return numbers(np.random.default_rng(self.seed + 1), shape, dtype)

    def bias(self, filters: int, dtype: str = "float64") -> np.ndarray:
        return numbers(np.random.default_rng(self.seed + 2), (filters,), dtype)


def numbers(random: np.random.Generator, shape: tuple[int, ...], dtype: str) -> np.ndarray:
    """Negative ones too, where the dtype has them; mostly negative, so that zeros would win."""
    if dtype == "bool":
        return random.random(shape) < 0.5
    if dtype == "uint8":
        return random.integers(0, 256, shape, dtype="uint8")
    return (random.standard_normal(shape) * 3 - 4).astype(dtype)


@st.composite
def slidings(draw, dtypes=DTYPES, least_images=0, channels=(1, 2, 3, MANY_CHANNELS)) -> Sliding:
    window = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    padding = draw(PADDINGS)
    smallest = window if padding.lower() == "valid" else (1, 1)
    height, width = (draw(st.integers(least, least + 6)) for least in smallest)
    images = draw(st.integers(least_images, 3))
    seed = draw(st.integers(0, 2**32 - 1))
    shape = (images, height, width, draw(st.sampled_from(channels)))
    x = numbers(np.random.default_rng(seed), shape, draw(dtypes))
    if draw(st.booleans()):
        x = not_contiguous(x)
    strides = draw(st.tuples(st.integers(1, 6), st.integers(1, 6)))
    return Sliding(x, window, strides, padding, seed)


def not_contiguous(x: np.ndarray) -> np.ndarray:
    """The same numbers in a reversed, gappy and transposed piece of memory."""
    roomy = np.zeros(tuple(2 * size for size in x.shape[::-1]), dtype=x.dtype)
    view = roomy.T[tuple(slice(None, None, -2) for _ in x.shape)]
    view[...] = x
    return view
