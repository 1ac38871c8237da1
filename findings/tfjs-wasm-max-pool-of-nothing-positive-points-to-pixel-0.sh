#!/usr/bin/env bash
# TensorFlow.js 4.22.0, WASM backend: of a window without a number above 0, tf.maxPoolWithArgmax
# says that the maximum is 1.18e-38, the smallest float above 0, and its index 0, the image's
# first pixel. tf.maxPool's numbers are right, and its gradient goes to pixel 0, that of one
# window in place of the sum of all. Below a relu such windows are common. The CPU backend is
# right.
#
# Guess before: backends of one library differ in speed and rounding, and where a maximum lies,
# and what it is, are none of both.
# Seen: a 4×4 map of -1 to -16 by 2×2: maxima [-1, -3, -9, -11] at [0, 2, 8, 10] on the CPU, four
# times 1.18e-38 at [0, 0, 0, 0] on WASM; the gradient of the sum has four ones on the CPU, a
# single one on WASM. Numbers above 0: the same on both.
#
# Run: bash findings/tfjs-wasm-max-pool-of-nothing-positive-points-to-pixel-0.sh
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

const seen = { cpu: { above: [5, 7, 13, 15], below: [0, 2, 8, 10] } };
seen.wasm = { above: seen.cpu.above, below: [0, 0, 0, 0] };

for (const backend of ["cpu", "wasm"]) {
  await tf.setBackend(backend);
  const above = tf.tensor(Array.from({ length: 16 }, (_, at) => at + 1), [1, 4, 4, 1]);
  for (const [name, x] of Object.entries({ above, below: tf.neg(above) })) {
    const { result, indexes } = tf.maxPoolWithArgmax(x, 2, 2, "valid");
    const places = Array.from(indexes.dataSync());
    const gradient = tf.grad((x) => tf.sum(tf.maxPool(x, 2, 2, "valid")))(x).dataSync();
    const ones = Array.from(gradient).filter(Boolean);
    console.log(backend, name, "0: indices", places, "gradient's numbers", ones);
    const maxima = Array.from(result.dataSync());
    const right = name === "above" ? [6, 8, 14, 16] : [-1, -3, -9, -11];
    console.log(backend, name, "0: maxima", maxima);
    if (backend === "wasm" && name === "below") assert.ok(maxima.every((one) => one > 0 && one < 2e-38));
    else assert.deepEqual(maxima, right);
    assert.deepEqual(Array.from(tf.maxPool(x, 2, 2, "valid").dataSync()), right);
    assert.deepEqual(places, seen[backend][name]);
    assert.deepEqual(ones, backend === "wasm" && name === "below" ? [1] : [1, 1, 1, 1]);
  }
}
SCRIPT
node run.mjs 2>/dev/null | grep -v "TensorFlow.js in Node\|^=*$"
echo "As seen before: TensorFlow.js 4.22.0"
