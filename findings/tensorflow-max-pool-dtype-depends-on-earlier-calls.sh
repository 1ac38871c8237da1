#!/usr/bin/env bash
# TensorFlow 2.21.0: of one and the same NumPy array of float64, tf.nn.max_pool2d returns float64 at
# its first call in a process, and float32 from the second call on. tf.nn.avg_pool2d returns float64
# each time, and so does max_pool2d of a tensor.
#
# Guess before: an operation's type is that of what it is given, as for avg_pool2d.
# Seen: "max float64 float32 float32" and "avg float64 float64 float64"; the number 1 + 1e-9 comes
# back as exactly 1. Keras 3.15.1 hands keras.ops.max_pool on, so it does the same.
#
# Run: bash findings/tensorflow-max-pool-dtype-depends-on-earlier-calls.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow==2.21.0 keras==3.15.1 numpy==2.4.6
TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - 2>/dev/null <<'PYTHON'
import numpy as np
import tensorflow as tf

x = np.full((1, 4, 4, 1), 1 + 1e-9)
pools = {"max": tf.nn.max_pool2d, "avg": tf.nn.avg_pool2d}
seen = {name: [pool(x, 2, 2, "VALID") for _ in range(3)] for name, pool in pools.items()}
for name, results in seen.items():
    print(name, *(result.dtype.name for result in results))
last = float(seen["max"][-1][0, 0, 0, 0])
print("the largest of numbers that are all 1 + 1e-9:", repr(last))
of_a_tensor = tf.nn.max_pool2d(tf.constant(x), 2, 2, "VALID").dtype.name
print("of a tensor:", of_a_tensor)
assert [result.dtype.name for result in seen["max"]] == ["float64", "float32", "float32"]
assert {result.dtype.name for result in seen["avg"]} == {"float64"}
assert last == 1.0 and of_a_tensor == "float64"
print("As seen before: tensorflow", tf.__version__)
PYTHON
