#!/usr/bin/env bash
# TensorFlow.js 4.22.0 (tfjs-core, dist/ops/pool.js, pool_): tf.pool with padding "same" and dilations
# over 1 fills the border with zeros, and takes them as numbers: a maximum of numbers below 0 is 0, and
# an average divides by the whole window. Without dilations, what lies beyond the map counts for
# nothing, in tf.pool as in tf.maxPool and tf.avgPool. TensorFlow 2.21's tf.nn.pool refuses "SAME" with
# dilations, and says of all others "The reduction never includes out-of-bounds positions".
#
# Guess before: dilations say which pixels a window has, and what is no pixel stays out of the maximum
# and of the average, as it does without them.
# Seen: -1 to -5 by windows of 3, with dilation 2: maxima 0, 0, -1, 0, 0, in place of -1, -2, -1, -2, -3;
# averages -1.33, -2, -3, -2, -2.67, in place of -2, -3, -3, -3, -4. Of positive
# numbers the maxima are right. With "valid" all are right.
# The gradient of the maximum is lost where a zero won: of five windows one hands it on.
# Affected: whoever pools with dilations what may be below 0, as before a relu.
#
# Output seen:
#   max, same, dilation 1: -1 -1 -2 -3 -4, by the loop -1 -1 -2 -3 -4
#   max, same, dilation 2: 0 0 -1 0 0, by the loop -1 -2 -1 -2 -3
#   max, valid, dilation 2: -1, by the loop -1
#   avg, same, dilation 1: -1.50 -2 -3 -4 -4.50, by the loop -1.50 -2 -3 -4 -4.50
#   avg, same, dilation 2: -1.33 -2 -3 -2 -2.67, by the loop -2 -3 -3 -3 -4
#   avg, valid, dilation 2: -3, by the loop -3
#   gradient of the sum of the maxima, same, dilation 2: 1 0 0 0 0, by the loop 2 2 1 0 0
#
# Run: bash findings/tfjs-dilated-pool-same-reads-zeros.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit --ignore-scripts @tensorflow/tfjs@4.22.0 >/dev/null
cat >run.mjs <<'SCRIPT'
import * as tf from "@tensorflow/tfjs";

await tf.setBackend("cpu");
const numbers = [-1, -2, -3, -4, -5];
const x = tf.tensor4d(numbers, [1, 5, 1, 1]);

function loop(kind, pad, dilation) {
  const reach = 2 * dilation; // from the first of three pixels to the last
  const before = pad === "same" ? dilation : 0;
  const found = [];
  for (let at = -before; at + reach < numbers.length + before; at++) {
    const places = [at, at + dilation, at + reach];
    const window = places.filter((place) => place in numbers).map((place) => numbers[place]);
    const sum = window.reduce((one, other) => one + other);
    found.push(kind === "max" ? Math.max(...window) : sum / window.length);
  }
  return found;
}

const shown = (values) =>
  Array.from(values, (value) => value.toFixed(2).replace(/\.00$/, "").replace(/^-0$/, "0")).join(" ");
const pool = (of, kind, pad, dilation) => tf.pool(of, [3, 1], kind, pad, [dilation, 1], 1);
for (const kind of ["max", "avg"]) {
  for (const [pad, dilation] of [["same", 1], ["same", 2], ["valid", 2]]) {
    const found = pool(x, kind, pad, dilation).dataSync();
    const wanted = loop(kind, pad, dilation);
    console.log(`${kind}, ${pad}, dilation ${dilation}: ${shown(found)}, by the loop ${shown(wanted)}`);
  }
}
const gradient = tf.grad((of) => tf.sum(pool(of, "max", "same", 2)))(x).dataSync();
console.log(`gradient of the sum of the maxima, same, dilation 2: ${shown(gradient)}, by the loop 2 2 1 0 0`);
SCRIPT
node run.mjs 2>log >output
cat output
diff output - <<'SEEN'
max, same, dilation 1: -1 -1 -2 -3 -4, by the loop -1 -1 -2 -3 -4
max, same, dilation 2: 0 0 -1 0 0, by the loop -1 -2 -1 -2 -3
max, valid, dilation 2: -1, by the loop -1
avg, same, dilation 1: -1.50 -2 -3 -4 -4.50, by the loop -1.50 -2 -3 -4 -4.50
avg, same, dilation 2: -1.33 -2 -3 -2 -2.67, by the loop -2 -3 -3 -3 -4
avg, valid, dilation 2: -3, by the loop -3
gradient of the sum of the maxima, same, dilation 2: 1 0 0 0 0, by the loop 2 2 1 0 0
SEEN
echo "As seen before: TensorFlow.js 4.22.0"
