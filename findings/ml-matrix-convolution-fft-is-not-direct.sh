#!/usr/bin/env bash
# ml-matrix-convolution 2.0.0 has a direct convolution and one by FFT, and its README says of both:
# "both should be equal". They are where height and width leave room: the FFT repeats the map into
# the next power of two, half before it and half after it, rounded down before. Where that is less
# than half a kernel, the first rows and columns take their neighbours from the wrong place. Where a
# side is 2, all numbers are wrong.
#
# Guess before: both wrap around at the border, and differ in rounding only.
# Seen: a kernel of 3×3 whose only number, 1, takes each pixel from its left neighbour: the
# first column of a 7×7 map is 1, 8, 15, … by FFT, 7, 14, 21, … by direct. 5×5, 6×6 and 8×8 are right.
# By 5×5, 6×6 is wrong, too. A kernel that changes nothing returns 0.25 four times for 1, 2, 3, 4 in
# 2×2. The README's example is a map of ones, and cannot show it.
#
# Run: bash findings/ml-matrix-convolution-fft-is-not-direct.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit --ignore-scripts ml-matrix-convolution@2.0.0 ml-fft@1.3.5 >/dev/null
cat >run.mjs <<'SCRIPT'
import assert from "node:assert/strict";
import { direct, fft } from "ml-matrix-convolution";

function compared(side, kernelSide, step) {
  const map = Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_, column) => side * row + column + 1));
  const kernel = Array.from({ length: kernelSide }, () => new Array(kernelSide).fill(0));
  const middle = (kernelSide - 1) / 2;
  kernel[middle][middle + step] = 1; // a convolution: each pixel comes from `step` columns before
  const byFft = Array.from(fft(map, kernel), (number) => Math.round(100 * number) / 100);
  return { direct: direct(map, kernel), fft: byFft };
}

const wrongColumns = (side, kernelSide, step) => {
  const found = compared(side, kernelSide, step);
  const wrong = found.direct.flatMap((number, at) => (number === found.fft[at] ? [] : [at % side]));
  return [...new Set(wrong)].sort();
};
const table = [[5, 3, 1], [6, 3, 1], [7, 3, 1], [8, 3, 1], [6, 5, 2]];
const seen = table.map((row) => wrongColumns(...row));
table.forEach(([side, kernelSide], at) =>
  console.log(`${side}×${side} by ${kernelSide}×${kernelSide}: wrong columns`, seen[at]));
assert.deepEqual(seen, [[], [], [0], [], [0]]);
const column = (numbers) => numbers.filter((_, at) => at % 7 === 0).slice(0, 3);
const seven = compared(7, 3, 1);
console.log("7×7, first column: direct", column(seven.direct), "fft", column(seven.fft));
assert.deepEqual(column(seven.direct), [7, 14, 21]);
assert.deepEqual(column(seven.fft), [1, 8, 15]);
const two = compared(2, 3, 0);
console.log("2×2, unchanged: direct", two.direct, "fft", two.fft);
assert.deepEqual(two.direct, [1, 2, 3, 4]);
assert.deepEqual(two.fft, [0.25, 0.25, 0.25, 0.25]);
SCRIPT
node run.mjs
echo "As seen before: ml-matrix-convolution 2.0.0"
