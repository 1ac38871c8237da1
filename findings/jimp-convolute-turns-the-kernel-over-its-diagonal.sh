#!/usr/bin/env bash
# Jimp 1.6.1 has two methods for a kernel, convolution and convolute, whose documentation gives the
# same kernel as example. convolution takes the kernel as it is written (a correlation, as Keras's);
# convolute reads it column by column, so that a filter for columns becomes one for rows.
#
# Guess before: convolute either correlates or convolves (turns by 180 degrees); two methods of one
# name and one library do the same inside the picture.
# Seen: 1 to 9 over a single pixel: [[9, 8, 7], [6, 5, 4], [3, 2, 1]] by convolution, as for any
# correlation; [[9, 6, 3], [8, 5, 2], [7, 4, 1]] by convolute. A picture that brightens to the right
# has an edge for Sobel's [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]] by convolution, and none by convolute.
# The kernels of the examples are symmetric, and cannot show it.
#
# Run: bash findings/jimp-convolute-turns-the-kernel-over-its-diagonal.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit --ignore-scripts jimp@1.6.1 >/dev/null
cat >run.mjs <<'SCRIPT'
import assert from "node:assert/strict";
import { Jimp } from "jimp";

const size = 5;
const inside = [1, 2, 3];

function filtered(method, pixels, kernel) {
  const image = new Jimp({ width: size, height: size, color: 0x000000ff });
  pixels.forEach((grey, at) => image.bitmap.data.set([grey, grey, grey, 255], 4 * at));
  image[method](kernel);
  return inside.map((row) => inside.map((column) => image.bitmap.data[4 * (size * row + column)]));
}

const numbers = Array.from({ length: size * size }, (_, at) => at);
const pixel = numbers.map((at) => (at === 12 ? 1 : 0));
const rightwards = numbers.map((at) => 10 * (at % size));
const kernel = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];
const sobel = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]];
for (const method of ["convolution", "convolute"]) {
  console.log(method, JSON.stringify(filtered(method, pixel, kernel)));
  console.log(method, "Sobel:", JSON.stringify(filtered(method, rightwards, sobel)));
}
const threeRowsOf = (grey) => inside.map(() => inside.map(() => grey));
assert.deepEqual(filtered("convolution", pixel, kernel), [[9, 8, 7], [6, 5, 4], [3, 2, 1]]);
assert.deepEqual(filtered("convolute", pixel, kernel), [[9, 6, 3], [8, 5, 2], [7, 4, 1]]);
assert.deepEqual(filtered("convolution", rightwards, sobel), threeRowsOf(80));
assert.deepEqual(filtered("convolute", rightwards, sobel), threeRowsOf(0));
SCRIPT
node run.mjs
echo "As seen before: Jimp 1.6.1"
