#!/usr/bin/env bash
# TensorFlow.js 4.22.0: the gradient of tf.max hands the whole number to each of several equal
# maxima; TensorFlow 2.21's reduce_max shares it among them, and JAX does, too. tf.maxPool over
# the same numbers hands it to the first alone.
#
# Guess before: TensorFlow.js follows TensorFlow at ties, and max over everything has the gradient
# of one pooling window over everything, or a share of it.
# Seen: max of four zeros: [1, 1, 1, 1], in sum 4, where one of the four may rise and the maximum
# with it by 1; maxPool of them: [1, 0, 0, 0].
#
# Run: bash findings/tfjs-max-gradient-at-ties-is-counted-for-each.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit --ignore-scripts @tensorflow/tfjs@4.22.0 >/dev/null
cat >run.mjs <<'SCRIPT'
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";

await tf.setBackend("cpu");
const zeros = tf.zeros([1, 2, 2, 1]);
const max = Array.from(tf.grad((x) => tf.max(x))(zeros).dataSync());
const pooled = Array.from(tf.grad((x) => tf.sum(tf.maxPool(x, 2, 2, "valid")))(zeros).dataSync());
console.log("max", max, "maxPool", pooled);
assert.deepEqual(max, [1, 1, 1, 1]);
assert.deepEqual(pooled, [1, 0, 0, 0]);
SCRIPT
node run.mjs 2>/dev/null | grep -v "TensorFlow.js in Node\|^=*$"
echo "As seen before: TensorFlow.js 4.22.0"
