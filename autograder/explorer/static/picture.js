/* What the explorer shows, worked out from plain values: no page is needed here. */

/** Zeros before and after an axis of `size` pixels. */
export function zeros(size, kernel, stride, padding) {
  if (padding !== "same") return [0, 0];
  const windows = Math.ceil(size / stride);
  const total = Math.max((windows - 1) * stride + kernel - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Where everything lies: `map`, `window` and `strides` are [down, across]. */
export function geometryOf({ map, window, strides, padding }) {
  const axes = [0, 1].map((axis) => {
    const [before, after] = zeros(map[axis], window[axis], strides[axis], padding);
    const places = map[axis] + before + after - window[axis];
    return { before, after, count: places < 0 ? 0 : Math.floor(places / strides[axis]) + 1 };
  });
  const [down, across] = axes;
  return {
    map, window, strides,
    top: down.before, bottom: down.after, left: across.before, right: across.after,
    rows: across.count ? down.count : 0, columns: down.count ? across.count : 0,
  };
}

/** The window of an output cell, in rows and columns of the map; negative ones lie before it. */
export function windowAt(geometry, [row, column]) {
  const { strides, window, top, left } = geometry;
  return {
    top: row * strides[0] - top, left: column * strides[1] - left,
    height: window[0], width: window[1],
  };
}

/** Rows and columns of the map that some window covers, as true and false. */
export function reachedOf(geometry) {
  return [0, 1].map((axis) => {
    const before = [geometry.top, geometry.left][axis];
    const count = [geometry.rows, geometry.columns][axis];
    return Array.from({ length: geometry.map[axis] }, (_, pixel) => {
      const place = pixel + before;
      const last = Math.min(Math.floor(place / geometry.strides[axis]), count - 1);
      return last >= 0 && place < last * geometry.strides[axis] + geometry.window[axis];
    });
  });
}

/** The cells of a window in reading order; `value` is null where pooling counts nothing. */
export function cellsOf(map, kernel, window) {
  const cells = [];
  for (let row = 0; row < window.height; row++) {
    for (let column = 0; column < window.width; column++) {
      const pixel = map[window.top + row]?.[window.left + column];
      const outside = pixel === undefined;
      const value = outside ? (kernel ? 0 : null) : pixel;
      const weight = kernel ? kernel[row][column] : null;
      cells.push({ row, column, outside, value, weight, product: kernel ? value * weight : null });
    }
  }
  return cells;
}

/** The one number that a window becomes. */
export function numberOf(kind, cells) {
  if (kind === "convolution") return cells.reduce((sum, cell) => sum + cell.product, 0);
  const counted = cells.filter((cell) => !cell.outside).map((cell) => cell.value);
  if (kind === "max") return Math.max(...counted);
  return counted.reduce((sum, value) => sum + value, 0) / counted.length;
}

/** All numbers of the output that is drawn. */
export function outputOf(kind, map, kernel, geometry) {
  return Array.from({ length: geometry.rows }, (_, row) =>
    Array.from({ length: geometry.columns }, (_, column) =>
      numberOf(kind, cellsOf(map, kernel, windowAt(geometry, [row, column])))));
}

/** The next cell for a key, or null if the key moves nothing. */
export function moved([row, column], key, geometry) {
  const lastRow = geometry.rows - 1, lastColumn = geometry.columns - 1;
  const next = {
    ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
    Home: [row, 0], End: [row, lastColumn], PageUp: [0, column], PageDown: [lastRow, column],
  }[key];
  return next ? clamped(next, geometry) : null;
}

export function clamped([row, column], geometry) {
  const within = (value, count) => Math.max(0, Math.min(value, count - 1));
  return [within(row, geometry.rows), within(column, geometry.columns)];
}

/** The cell `steps` further in reading order, round and round. */
export function stepped([row, column], steps, geometry) {
  const count = geometry.rows * geometry.columns;
  const place = (row * geometry.columns + column + steps + count) % count;
  return [Math.floor(place / geometry.columns), place % geometry.columns];
}

/** A weight as people type it, "-1", "0,5" or "1/9"; null if it is no number. */
export function weightOf(text) {
  const found = text.trim().replace("−", "-").replace(",", ".")
    .match(/^(-?(?:\d+\.?\d*|\.\d+))(?:\/(\d+\.?\d*))?$/);
  const value = found ? Number(found[1]) / Number(found[2] ?? 1) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** What is wrong with the weights that are none, in words; "" if there are none of them. */
export function problemOf(texts) {
  if (!texts.length) return "";
  const [first] = texts;
  const what = texts.length > 1 ? `${texts.length} weights are not numbers`
    : first.trim() ? `“${first.trim()}” is not a number` : "A weight is missing";
  return `${what}: 0 is used. Write -1, 0.5 or 1/9.`;
}

/** A number as short as it can be read, with a true minus sign. */
export function written(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value < 0 ? "−∞" : "∞";
  const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const short = String(Number(value.toFixed(digits)));
  return (short === "-0" ? "0" : short).replace("-", "−");
}

/** "3·(−1)": negative factors in brackets, as in a sum on paper. */
export function productWritten({ value, weight }) {
  return [value, weight].map(written).map((text) => text[0] === "−" ? `(${text})` : text).join("·");
}

const span = (name, start, length) =>
  length === 1 ? `${name} ${start}` : `${name}s ${start} to ${start + length - 1}`.replaceAll("-", "−");

/** What is seen at an output cell, for those who hear it. */
export function sentenceOf(kind, cell, window, cells, value) {
  const outside = cells.filter((one) => one.outside).length;
  const counted = cells.filter((one) => !one.outside);
  const beyond = kind === "convolution" ? "padded zeros" : "outside, not counted";
  const how = {
    convolution: () => `sum of ${cells.map(productWritten).join(", ")}`,
    max: () => `largest of ${counted.map((one) => written(one.value)).join(", ")}`,
    average: () => `mean of ${counted.map((one) => written(one.value)).join(", ")}`,
  }[kind]();
  return `Output row ${cell[0]}, column ${cell[1]}: ${written(value)}. ` +
    `Window: ${span("row", window.top, window.height)}, ${span("column", window.left, window.width)}` +
    `${outside ? `, ${outside} of its cells ${beyond}` : ""}. ` +
    `${written(value)} is the ${how}.`;
}

/** The map of the notebooks' pictures; it is repeated where more is asked for. */
const SMALL = [
  [1, 2, 0, 2, 3], [0, 1, 3, 2, 1], [2, 0, 1, 3, 0], [1, 3, 2, 0, 1], [0, 1, 1, 2, 2],
];

/** Windows of 2×2 in which two numbers are equally large. */
const TIES = [[1, 3, 2, 2], [3, 2, 0, 1], [0, 1, 5, 4], [2, 1, 4, 6]];

/** Maps to look at, by name, of any size. */
export const MAPS = {
  "small numbers": (row, column) => SMALL[row % 5][column % 5],
  "1, 2, 3, …": (row, column, _rows, columns) => row * columns + column + 1,
  "an edge": (_row, column, _rows, columns) => (column < columns / 2 ? 0 : 9),
  "a cross": (row, column, rows, columns) =>
    +(Math.abs(row - column * (rows - 1) / Math.max(columns - 1, 1)) < 0.5 ||
      Math.abs(rows - 1 - row - column * (rows - 1) / Math.max(columns - 1, 1)) < 0.5),
  "with ties": (row, column) => TIES[row % 4][column % 4],
  "negative numbers": (row, column) => -1 - ((row * 7 + column * 3 + row * column * 5) % 9),
};

export function mapNamed(name, [rows, columns]) {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => MAPS[name](row, column, rows, columns)));
}

/** Kernels with a name, as they are typed. */
export const KERNELS = {
  "horizontal edges": ["1 1 1", "0 0 0", "-1 -1 -1"],
  "vertical edges": ["1 0 -1", "1 0 -1", "1 0 -1"],
  outline: ["-1 -1 -1", "-1 8 -1", "-1 -1 -1"],
  blur: ["1/9 1/9 1/9", "1/9 1/9 1/9", "1/9 1/9 1/9"],
  sharpen: ["0 -1 0", "-1 5 -1", "0 -1 0"],
  identity: ["0 0 0", "0 1 0", "0 0 0"],
};

export function kernelNamed(name) {
  return KERNELS[name].map((row) => row.split(" "));
}

/** The name of a kernel as typed, or undefined. */
export function nameOfKernel(texts) {
  const typed = JSON.stringify(texts);
  return Object.keys(KERNELS).find((name) => JSON.stringify(kernelNamed(name)) === typed);
}

/** A kernel of another size that keeps what fits; new weights are 0. */
export function resized(texts, [height, width]) {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => texts[row]?.[column] ?? "0"));
}

/** How dark a pixel is, 0 to 1: the smallest number of a map is paper, the largest is ink. */
export function shades(map) {
  const numbers = map.flat();
  const low = Math.min(0, ...numbers), high = Math.max(0, ...numbers);
  const range = high - low || 1;
  return { low, high, of: (value) => (value - low) / range };
}
