"""Draw a window on its map, and the kernel, as an inline SVG: no script, nothing loaded.

Lines and numbers have the colour of the text around them, so that they are read on any theme.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from autograder.messages.evidence import around, number
from autograder.messages.windows import Array, Window, words_of

__all__ = ["draw"]

LARGEST_WINDOW = 8
LARGEST_KERNEL = 5
CELL_HEIGHT, NARROWEST_CELL, CHARACTER = 22, 24, 7
LABELS_WIDTH, LABELS_HEIGHT, TITLE_HEIGHT = 18, 14, 18
GAP, MARGIN = 24, 2

UNSEEN = "visibility:hidden;font-size:0;line-height:0"
"""Where the page's sanitiser takes SVG out, it leaves the numbers: so they aren't seen there."""
SEEN = "visibility:visible;font:12px system-ui,sans-serif;max-width:100%;height:auto"

THIN = 'fill="none" stroke="currentColor" stroke-opacity=".35"'
DASHED = 'fill="none" stroke="currentColor" stroke-opacity=".6" stroke-dasharray="3 2"'
SHADED = 'fill="currentColor" fill-opacity=".12"'
THICK = 'fill="none" stroke="currentColor" stroke-width="2.5"'
NUMBERS = 'text-anchor="middle"'
OUTSIDE = 'text-anchor="middle" opacity=".7"'
LABELS = 'text-anchor="middle" font-size="10" opacity=".7"'


@dataclass(frozen=True)
class Grid:
    """Where the cells of some rows and columns are drawn."""

    rows: range
    columns: range
    cell_width: int
    left: int

    @property
    def right(self) -> int:
        """Where the last column ends."""
        return self.left + len(self.columns) * self.cell_width

    @property
    def bottom(self) -> int:
        """Where the last row ends."""
        return TITLE_HEIGHT + LABELS_HEIGHT + len(self.rows) * CELL_HEIGHT

    def box(self, row: int, column: int, height: int = 1, width: int = 1) -> str:
        """Return the path around `height` times `width` cells."""
        x = self.left + self.columns.index(column) * self.cell_width
        y = TITLE_HEIGHT + LABELS_HEIGHT + self.rows.index(row) * CELL_HEIGHT
        across, down = width * self.cell_width, height * CELL_HEIGHT
        return f"M{x} {y}h{across}v{down}h{-across}z"

    def text(self, row: int, column: int, written: str) -> str:
        """Return what is written in a cell."""
        x = self.left + self.columns.index(column) * self.cell_width + self.cell_width // 2
        y = TITLE_HEIGHT + LABELS_HEIGHT + self.rows.index(row) * CELL_HEIGHT + CELL_HEIGHT // 2 + 4
        return _text(x, y, written)

    def labels(self) -> Iterator[str]:
        """Return the numbers of the rows and of the columns."""
        for place, row in enumerate(self.rows):
            middle = TITLE_HEIGHT + LABELS_HEIGHT + place * CELL_HEIGHT + CELL_HEIGHT // 2 + 4
            yield _text(self.left - 9, middle, str(row))
        for place, column in enumerate(self.columns):
            middle = self.left + place * self.cell_width + self.cell_width // 2
            yield _text(middle, TITLE_HEIGHT + 10, str(column))


def draw(window: Window) -> str:
    """Return the picture, or nothing if the window is too large for one.

    Only a part of a large map is drawn, with the window in it. Beyond the edge only the cells of
    the window are drawn, dashed.

    Examples
    --------
    >>> import numpy as np
    >>> picture = draw(Window("x", np.ones((4, 4)), 0, 0, 2, 2))
    >>> picture[picture.index("aria-label") :][:64]
    'aria-label="x, 4×4; the window is outlined: rows 0 to 1, columns'
    """
    if max(window.height, window.width) > LARGEST_WINDOW:
        return ""
    grid = _grid_of_map(window)
    shapes = [_text(LABELS_WIDTH, 12, window.map_name), *_map(window, grid)]
    width = max(grid.right, LABELS_WIDTH + CHARACTER * len(window.map_name))
    height = grid.bottom
    if window.kernel is not None and max(window.kernel.shape) <= LARGEST_KERNEL:
        beside = _grid_of_kernel(window.kernel, width + GAP)
        shapes += [_text(beside.left, 12, window.kernel_name), *_kernel(window.kernel, beside)]
        name_end = beside.left + CHARACTER * len(window.kernel_name)
        width, height = max(beside.right, name_end), max(height, beside.bottom)
    return _svg(_words(window), width + MARGIN, height + MARGIN, shapes)


def _svg(words: str, width: int, height: int, shapes: Iterable[str]) -> str:
    return (
        f'<div style="{UNSEEN}"><svg role="img" aria-label="{escape(words)}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" style="{SEEN}" '
        f'fill="currentColor">{"".join(shapes)}</svg></div>'
    )


def _words(window: Window) -> str:
    rows, columns = window.map.shape
    kernel = "; beside it the kernel" if window.kernel is not None else ""
    what = "the windows over the pixel are" if window.is_of_gradient else "the window is"
    return f"{window.map_name}, {rows}×{columns}; {what} outlined: {words_of(window)}{kernel}"


def _grid_of_map(window: Window) -> Grid:
    """Return the rows and columns that are drawn, those beyond the edge included."""
    height, width = window.map.shape
    rows = _shown(height, window.top, window.height)
    columns = _shown(width, window.left, window.width)
    written = (_written(window, row, column) for row in rows for column in columns)
    return Grid(rows, columns, _cell_width(written), LABELS_WIDTH)


def _shown(size: int, start: int, length: int) -> range:
    shown = around(size, start, length)
    return range(min(shown.start, start), max(shown.stop, start + length))


def _grid_of_kernel(kernel: Array, left: int) -> Grid:
    height, width = kernel.shape
    return Grid(range(height), range(width), _cell_width(map(number, kernel.flat)), left)


def _cell_width(written: Iterable[str]) -> int:
    return max(NARROWEST_CELL, CHARACTER * max(map(len, written)) + 10)


def _written(window: Window, row: int, column: int) -> str:
    if window.is_on_map(row, column):
        return number(window.map[row, column])
    return window.padding if window.reaches(row, column) else ""


def _map(window: Window, grid: Grid) -> Iterator[str]:
    cells = [(row, column) for row in grid.rows for column in grid.columns]
    pixels = [cell for cell in cells if window.is_on_map(*cell)]
    inside = [cell for cell in pixels if window.reaches(*cell)]
    outside = [cell for cell in cells if window.reaches(*cell) and cell not in inside]
    yield _group(LABELS, grid.labels())
    yield _path(SHADED, (grid.box(*cell) for cell in inside))
    yield _path(THIN, (grid.box(*cell) for cell in pixels))
    yield _path(DASHED, (grid.box(*cell) for cell in outside))
    yield _group(NUMBERS, (grid.text(*cell, _written(window, *cell)) for cell in pixels))
    yield _group(OUTSIDE, (grid.text(*cell, window.padding) for cell in outside if window.padding))
    yield _path(THICK, [grid.box(window.top, window.left, window.height, window.width)])


def _kernel(kernel: Array, grid: Grid) -> Iterator[str]:
    cells = [(row, column) for row in grid.rows for column in grid.columns]
    yield _path(THIN, (grid.box(*cell) for cell in cells))
    yield _group(NUMBERS, (grid.text(*cell, number(kernel[cell])) for cell in cells))


def _path(style: str, boxes: Iterable[str]) -> str:
    drawn = "".join(boxes)
    return f'<path {style} d="{drawn}"/>' if drawn else ""


def _group(style: str, texts: Iterable[str]) -> str:
    written = "".join(texts)
    return f"<g {style}>{written}</g>" if written else ""


def _text(x: int, y: int, written: str) -> str:
    return f'<text x="{x}" y="{y}">{escape(written)}</text>'
