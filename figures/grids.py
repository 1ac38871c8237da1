"""Maps of numbers and maps of grey levels."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from figures.palette import CELL, GREYS, GRID, INK, MUTED, ZERO
from figures.svg import HATCH, Attribute, decimal, element, group, middle, rectangle, text

Numbers = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]


class Grid(NamedTuple):
    """Where a grid lies: its top left corner, and the side of a cell."""

    x: float
    y: float
    cell: float

    def corner(self, row: float, column: float) -> tuple[float, float]:
        """Return a cell's top left corner."""
        return self.x + self.cell * column, self.y + self.cell * row

    def centre(self, row: float, column: float) -> tuple[float, float]:
        """Return a cell's centre."""
        return self.corner(row + 0.5, column + 0.5)


def written(value: float) -> str:
    """Return a number as the pictures print it, with a true minus sign.

    Examples
    --------
    >>> written(-2.0), written(0.5)
    ('−2', '0.5')
    """
    return decimal(float(value)).replace("-", "−")


def cells(
    shape: tuple[int, ...], grid: Grid, *, fill: str = CELL, stroke: str = GRID, frame: float = 2
) -> str:
    """Return an empty grid."""
    rows, columns = shape
    x, y, cell = grid
    down = [f"M{decimal(x + cell * i)} {decimal(y)}v{decimal(cell * rows)}" for i in range(columns)]
    across = [
        f"M{decimal(x)} {decimal(y + cell * i)}h{decimal(cell * columns)}" for i in range(rows)
    ]
    size = cell * columns, cell * rows
    return (
        rectangle(x, y, *size, fill=fill)
        + element("path", d="".join(down + across), stroke=stroke, fill="none")
        + rectangle(x, y, *size, fill="none", stroke=stroke, stroke_width=frame)
    )


def digits(values: Numbers, grid: Grid, size: float, **attributes: Attribute) -> str:
    """Return the numbers of a grid, each in the middle of its cell."""
    parts = []
    for (row, column), value in np.ndenumerate(values):
        x, y = grid.centre(row, column)
        parts.append(element("text", written(value), x=x, y=middle(y, size)))
    defaults: dict[str, Attribute] = {"fill": INK}
    return group(*parts, font_size=size, text_anchor="middle", **(defaults | attributes))


def number_map(
    values: Numbers,
    grid: Grid,
    *,
    size: float = 14,
    fill: str = CELL,
    stroke: str = GRID,
    ink: str = INK,
    nudge: float = 0,
) -> str:
    """Return a grid with its numbers, `nudge` pixels to the top left of the cells' centres."""
    numbers_grid = Grid(grid.x - nudge, grid.y - nudge, grid.cell)
    return cells(values.shape, grid, fill=fill, stroke=stroke) + digits(
        values, numbers_grid, size, fill=ink
    )


def padded_map(values: Numbers, real: Mask, grid: Grid, size: float, nudge: float = 0) -> str:
    """Return a grid in which the cells that are not `real` are dashed, hatched zeros."""
    border = [
        zero_cell(grid, (row, column), values[row, column], size, nudge)
        for row, column in np.argwhere(~real).tolist()
    ]
    rows, columns = np.nonzero(real)
    top, left = int(rows.min()), int(columns.min())
    inside = values[top : rows.max() + 1, left : columns.max() + 1]
    inner_grid = Grid(*grid.corner(top, left), grid.cell)
    return group(*border) + number_map(inside, inner_grid, size=size, nudge=nudge)


def zero_cell(
    grid: Grid, place: tuple[int, int], value: float, size: float, nudge: float = 0
) -> str:
    """Return one cell of the padding."""
    x, y = grid.corner(*place)
    side = grid.cell - 3
    centre_x, centre_y = grid.centre(*place)
    hatched = rectangle(
        x + 1.5, y + 1.5, side, side, fill=f"url(#{HATCH})", stroke=GRID, stroke_dasharray="4 3"
    )
    # A halo keeps the number readable on its hatching.
    number = text(
        centre_x - nudge,
        middle(centre_y - nudge, size),
        written(value),
        size,
        fill=MUTED,
        stroke=ZERO,
        stroke_width=4,
        paint_order="stroke",
    )
    return rectangle(x + 1.5, y + 1.5, side, side, fill=ZERO) + hatched + number


def grey_map(values: Numbers, x: float, y: float, width: float) -> str:
    """Return a map as squares: the ground's colour for 0, the ink's for its largest number."""
    rows, columns = values.shape
    scale = width / columns
    return (
        rectangle(x, y, width, scale * rows, fill=GREYS[0])
        + grey_squares(values, (scale, 0, 0, scale, x, y))
        + rectangle(x, y, width, scale * rows, fill="none", stroke=GRID)
    )


def grey_squares(values: Numbers, matrix: tuple[float, ...]) -> str:
    """Return the squares of a grey map that are not 0, one unit wide, put through `matrix`."""
    largest = float(values.max()) or 1.0
    levels = np.rint(np.clip(values / largest, 0, 1) * (len(GREYS) - 1)).astype(int)
    paths = [
        element("path", fill=GREYS[level], d=_runs(levels == level))
        for level in range(1, len(GREYS))
        if (levels == level).any()
    ]
    return group(
        *paths,
        transform=f"matrix({' '.join(f'{number:.4f}' for number in matrix)})",
        shape_rendering="crispEdges",
    )


def _runs(mask: Mask) -> str:
    """Return the path of all true cells, neighbours in a row as one oblong."""
    path = []
    for row, cells_in_row in enumerate(mask):
        edges = np.flatnonzero(np.diff(cells_in_row.astype(int), prepend=0, append=0)).tolist()
        path += [
            f"M{start} {row}h{end - start}v1h{start - end}z"
            for start, end in zip(edges[::2], edges[1::2], strict=True)
        ]
    return "".join(path)
