#!/usr/bin/env bash
# TensorFlow.js 4.22.0: tf.avgPool with padding "same" divides by the pixels that a window has
# within the image, and its gradient by the size of the whole window: at the border it isn't the
# derivative of what was computed. With "valid" it is.
#
# Guess before: a gradient of a library agrees with central differences of its own forward
# operation, and with TensorFlow's gradient of the same one.
# Seen: the sum of avgPool of a 4×4 map by 3×3, stride 1: 4/9 = 0.444 at the corner; the
# differences say 0.694, as TensorFlow 2.21 does. On the CPU backend and the WASM backend alike.
#
# Run: bash findings/tfjs-average-pool-gradient-divides-by-the-whole-window.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 >/dev/null
cat >run.mjs <<'SCRIPT'
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";

const numbers = Array.from({ length: 16 }, (_, at) => at + 1);
const close = (one, other) => Math.abs(one - other) < 1e-2;

for (const backend of ["cpu", "wasm"]) {
  await tf.setBackend(backend);
  for (const padding of ["same", "valid"]) {
    const total = (x) => tf.sum(tf.avgPool(x, 3, 1, padding));
    const at = (values) => tf.tensor(values, [1, 4, 4, 1]);
    const corner = tf.grad(total)(at(numbers)).dataSync()[0];
    const moved = (by) => total(at([numbers[0] + by, ...numbers.slice(1)])).dataSync()[0];
    const difference = (moved(1) - moved(-1)) / 2;
    console.log(backend, padding, "gradient", corner.toFixed(3), "differences", difference.toFixed(3));
    assert.ok(close(corner, padding === "same" ? 4 / 9 : 1 / 9));
    assert.ok(close(difference, padding === "same" ? 25 / 36 : 1 / 9));
  }
}
SCRIPT
node run.mjs 2>/dev/null | grep -v "TensorFlow.js in Node\|^=*$"
echo "As seen before: TensorFlow.js 4.22.0"
