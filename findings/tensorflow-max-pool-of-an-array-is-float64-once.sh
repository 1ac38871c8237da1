#!/usr/bin/env bash
# TensorFlow 2.21.0 (tf.nn.max_pool2d, raw_ops.MaxPool) and Keras 3.15.1 on it, Python 3.11.
#
# Guess: keras.ops.max_pool of a NumPy array of float64 returns float64, as keras.ops.average_pool
# does, and as keras.ops.convert_to_tensor makes of that array.
# Seen: it returns float32, in which 1 + 1e-9 is 1; but float64 where it is the first operation of
# the process. Of a tensor of float64 all calls return float64. So what max pooling returns, and how
# exact it is, depends on whether anything was computed before.
#
# Output seen:
#   max_pool of an array: float64 float32 float32
#   average_pool of an array: float64 float64 float64
#   max_pool of a tensor: float64 float64 float64
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/python -m pip install -q tensorflow==2.21.0 keras==3.15.1
cat > program.py <<'PROGRAM'
import keras
import numpy as np

x = np.array([1 + 1e-9, 0, 0, 0]).reshape(1, 2, 2, 1)
for name, pool, given in (
    ("max_pool of an array", keras.ops.max_pool, lambda: x),
    ("average_pool of an array", keras.ops.average_pool, lambda: x),
    ("max_pool of a tensor", keras.ops.max_pool, lambda: keras.ops.convert_to_tensor(x)),
):
    print(f"{name}: {' '.join(pool(given(), 2).dtype.name for _ in range(3))}")
PROGRAM
KERAS_BACKEND=tensorflow TF_CPP_MIN_LOG_LEVEL=3 venv/bin/python program.py 2>log >seen || { cat log; exit 1; }
cat seen
diff seen - <<'SEEN'
max_pool of an array: float64 float32 float32
average_pool of an array: float64 float64 float64
max_pool of a tensor: float64 float64 float64
SEEN
