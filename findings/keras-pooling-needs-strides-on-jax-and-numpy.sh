#!/usr/bin/env bash
# Keras 3.15.1: keras.ops.max_pool(x, 2) and average_pool(x, 2), strides left at their documented
# default (None: as pool_size), work on the TensorFlow backend and raise on the NumPy and the JAX
# backend; with strides=2 all three agree. The pooling layers, which hand strides on, work.
#
# Guess before: Keras's operations take the same arguments on every backend.
# Seen: (1, 3, 3, 2) on TensorFlow; on NumPy and JAX a TypeError of reduce_window on inconsistent
# window_strides ("valid"), a ValueError on shapes (4,) and (6,) ("same").
#
# Run: bash findings/keras-pooling-needs-strides-on-jax-and-numpy.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
    keras==3.15.1 tensorflow==2.21.0 numpy==2.4.6 jax==0.10.2 jaxlib==0.10.2 scipy==1.17.1
for backend in tensorflow numpy jax; do
    KERAS_BACKEND=$backend TF_CPP_MIN_LOG_LEVEL=3 "$folder/venv/bin/python" - 2>/dev/null <<'PYTHON'
import keras
import numpy as np

x = np.arange(72.0).reshape(1, 6, 6, 2)
backend, seen = keras.backend.backend(), []
for padding in ("valid", "same"):
    for pool in (keras.ops.max_pool, keras.ops.average_pool):
        assert tuple(pool(x, 2, 2, padding).shape) == (1, 3, 3, 2)
        try:
            seen.append(str(tuple(pool(x, 2, padding=padding).shape)))
        except (TypeError, ValueError) as error:
            seen.append(type(error).__name__)
print(backend, *seen)
raising = ["TypeError"] * 2 + ["ValueError"] * 2
assert seen == (["(1, 3, 3, 2)"] * 4 if backend == "tensorflow" else raising), seen
PYTHON
done
echo "As seen before: keras 3.15.1"
