/* The way back through a window that slides, worked out from plain values: no page is needed. */
import * as picture from "./picture.js";

/** Gradients of the output to look at, by name; `one` is the place of the single 1. */
export const UPSTREAM = {
  "small numbers": (row, column) => ((row * 7 + column * 5 + 2) % 4) - 1 || 2,
  "all ones": () => 1,
  "1, 2, 3, …": (row, column, columns) => row * columns + column + 1,
  "a single 1": (row, column, _columns, one) => +(row === one[0] && column === one[1]),
};
export const SINGLE = "a single 1";

export function upstreamNamed(name, { rows, columns }, one) {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => UPSTREAM[name](row, column, columns, one)));
}

/** The windows that a pixel lies under: the place of each, and the pixel's own place in it. */
export function windowsOver(geometry, [row, column]) {
  const { top, left, window, strides, rows, columns } = geometry;
  const across = placesOver(column + left, window[1], strides[1], columns);
  return placesOver(row + top, window[0], strides[0], rows).flatMap(([i, a]) =>
    across.map(([j, b]) => ({ place: [i, j], inside: [a, b] })));
}

/** Along one axis: which of `count` windows cover a pixel, and where in them it lies. */
function placesOver(pixel, length, stride, count) {
  const first = Math.max(Math.ceil((pixel - length + 1) / stride), 0);
  const last = Math.min(Math.floor(pixel / stride), count - 1);
  return Array.from({ length: Math.max(last - first + 1, 0) },
    (_, index) => [first + index, pixel - (first + index) * stride]);
}

/** The pixels under a window, in reading order; those of the padding are left out. */
export function pixelsUnder(map, geometry, place) {
  const at = picture.windowAt(geometry, place);
  return picture.cellsOf(map, null, at).filter((one) => !one.outside)
    .map((one) => ({ place: [at.top + one.row, at.left + one.column], value: one.value }));
}

/** The largest numbers under a window; the first of them wins. */
export function largestUnder(map, geometry, place) {
  const pixels = pixelsUnder(map, geometry, place);
  const most = Math.max(...pixels.map((one) => one.value));
  return pixels.filter((one) => one.value === most).map((one) => one.place);
}

/** What each window over a pixel pays it: `dy` times a weight, or all of `dy`, or nothing. */
export function paymentsTo({ kind, map, kernel, dy, geometry }, pixel) {
  return windowsOver(geometry, pixel).map(({ place, inside }) => {
    const pays = dy[place[0]][place[1]];
    if (kind === "convolution") {
      const weight = kernel[inside[0]][inside[1]];
      return { place, inside, pays, weight, amount: pays * weight };
    }
    const largest = largestUnder(map, geometry, place);
    const same = (one) => one[0] === pixel[0] && one[1] === pixel[1];
    const wins = same(largest[0]);
    return {
      place, inside, pays, winner: largest[0], wins, amount: wins ? pays : 0,
      ties: largest.some(same) && largest.length > 1,
    };
  });
}

/** What each window pays to a weight: `dy` times the pixel under it; 0 for one of the padding. */
export function paymentsToWeight({ map, dy, geometry }, [a, b]) {
  const found = [];
  for (let i = 0; i < geometry.rows; i++) {
    for (let j = 0; j < geometry.columns; j++) {
      const at = picture.windowAt(geometry, [i, j]);
      const pixel = [at.top + a, at.left + b];
      const inside = map[pixel[0]]?.[pixel[1]];
      const value = inside ?? 0;
      found.push({ place: [i, j], pixel, pays: dy[i][j], value, outside: inside === undefined, amount: dy[i][j] * value });
    }
  }
  return found;
}

export function total(payments) {
  return payments.reduce((sum, one) => sum + one.amount, 0);
}

/** dx, as large as the map. */
export function inputGradient(state) {
  return state.map.map((line, row) => line.map((_, column) => total(paymentsTo(state, [row, column]))));
}

/** dkernel, as large as the kernel. */
export function kernelGradient(state) {
  return state.kernel.map((line, a) => line.map((_, b) => total(paymentsToWeight(state, [a, b]))));
}

/** dbias: all of dy, added up. */
export function biasGradient({ dy }) {
  return dy.flat().reduce((sum, value) => sum + value, 0);
}

const at = ([row, column]) => `row ${row}, column ${column}`;

/** What is seen at a pixel, for those who hear it, and who take a tie. */
export function pixelWords(state, pixel) {
  const payments = paymentsTo(state, pixel);
  const sum = `dx at ${at(pixel)}: ${picture.written(total(payments))}.`;
  if (!payments.length) return `${sum} No window reaches this pixel: nothing is paid to it.`;
  const told = payments.map((one) => {
    const from = `The window at ${at(one.place)}`;
    if (state.kind === "convolution") {
      return `${from} pays ${picture.productWritten({ value: one.pays, weight: one.weight })}, its dy times the weight here.`;
    }
    if (one.wins) return `${from} pays all of its dy, ${picture.written(one.pays)}: ` +
      `${one.ties ? "of equals, this is the first." : "this is its largest."}`;
    return `${from} pays nothing: its winner is at ${at(one.winner)}` +
      `${one.ties ? ", as large, and it comes first." : "."}`;
  });
  return `${sum} ${told.join(" ")}`;
}

export function weightWords(state, weight) {
  const payments = paymentsToWeight(state, weight);
  const terms = payments.map((one) => picture.productWritten({ value: one.pays, weight: one.value }));
  return `dkernel at ${at(weight)}: ${picture.written(total(payments))}. ` +
    `The sum over all windows of dy times the pixel under this weight: ${terms.join(", ")}.`;
}

export function upstreamWords(state, place) {
  const pays = picture.written(state.dy[place[0]][place[1]]);
  const window = `dy at ${at(place)}: ${pays}.`;
  if (state.kind === "convolution") return `${window} It pays each pixel of its window ${pays} times the weight on it.`;
  const largest = largestUnder(state.map, state.geometry, place);
  const tie = largest.length > 1 ? ` It is the first of ${largest.length} that are equally large.` : "";
  return `${window} All of it goes to ${at(largest[0])}, the winner of its window.${tie}`;
}
