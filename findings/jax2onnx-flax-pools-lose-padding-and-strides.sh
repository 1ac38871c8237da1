#!/usr/bin/env bash
# jax2onnx 0.17.1 with Flax 0.12.8 and JAX 0.10.2: the pooling of an exported model has other windows than
# Flax's, in two ways, and nothing is raised or said.
#
# Guess before: what `to_onnx` exports without an error gives JAX's numbers in ONNX Runtime, for `nnx.max_pool`
# and `nnx.avg_pool` with every padding that they take, and with what isn't said left to Flax.
# Seen: an explicit padding such as ((1, 1), (1, 1)) becomes "VALID", in both poolings, so that a 4×4 map
# comes out as 1×1 instead of 2×2. And `nnx.max_pool` without strides steps by one pixel in Flax, by the size
# of its window in the file; `nnx.avg_pool` keeps the one. "SAME" and "VALID" with strides are right, and so
# are convolutions with explicit padding. `nnx.min_pool` with explicit padding is refused, as it should be.
# Flax's page says of `strides`: ones by default.
# Affected: whoever hands ResNet's first pooling (3×3, strides 2, padding 1), or anything as it is written for
# PyTorch, from Flax to ONNX: the shapes that follow differ, or fit by chance.
#
# Output seen:
#   max, padding 1: JAX (1, 2, 2, 1) [6, 8, 14, 16], ONNX (1, 1, 1, 1) [11]
#   average, padding 1: JAX (1, 2, 2, 1) [1.556, 3.333, 6.333, 11], ONNX (1, 1, 1, 1) [6]
#   max, no strides: JAX (1, 3, 3, 1) [6, 7, 8, 10], ONNX (1, 2, 2, 1) [6, 8, 14, 16]
#   average, no strides: JAX (1, 3, 3, 1) [3.5, 4.5, 5.5, 7.5], ONNX (1, 3, 3, 1) [3.5, 4.5, 5.5, 7.5]
#   max, "SAME": JAX (1, 2, 2, 1) [11, 12, 15, 16], ONNX (1, 2, 2, 1) [11, 12, 15, 16]
#
# Run: bash findings/jax2onnx-flax-pools-lose-padding-and-strides.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check \
    jax2onnx==0.17.1 flax==0.12.8 jax==0.10.2 jaxlib==0.10.2 onnx==1.23.2 onnxruntime==1.32.0
cat >pools.py <<'PYTHON'
import jax
import numpy as np
import onnxruntime
from flax import nnx
from jax2onnx import to_onnx

X = np.arange(1, 17, dtype=np.float32).reshape(1, 4, 4, 1)


def shown(numbers):
    first = ", ".join(f"{number:.4g}" for number in numbers.ravel()[:4])
    return f"{numbers.shape} [{first}]"


def compare(name, pool):
    by_jax = np.asarray(pool(jax.numpy.asarray(X)))
    model = to_onnx(pool, [jax.ShapeDtypeStruct(X.shape, jax.numpy.float32)])
    session = onnxruntime.InferenceSession(model.SerializeToString())
    (by_onnx,) = session.run(None, {session.get_inputs()[0].name: X})
    print(f"{name}: JAX {shown(by_jax)}, ONNX {shown(by_onnx)}")


three = {"window_shape": (3, 3), "strides": (2, 2), "padding": ((1, 1), (1, 1))}
compare("max, padding 1", lambda x: nnx.max_pool(x, **three))
compare("average, padding 1", lambda x: nnx.avg_pool(x, **three))
compare("max, no strides", lambda x: nnx.max_pool(x, window_shape=(2, 2)))
compare("average, no strides", lambda x: nnx.avg_pool(x, window_shape=(2, 2)))
same = three | {"padding": "SAME"}
compare('max, "SAME"', lambda x: nnx.max_pool(x, **same))
PYTHON
venv/bin/python pools.py 2>log | tee output
diff output - <<'SEEN'
max, padding 1: JAX (1, 2, 2, 1) [6, 8, 14, 16], ONNX (1, 1, 1, 1) [11]
average, padding 1: JAX (1, 2, 2, 1) [1.556, 3.333, 6.333, 11], ONNX (1, 1, 1, 1) [6]
max, no strides: JAX (1, 3, 3, 1) [6, 7, 8, 10], ONNX (1, 2, 2, 1) [6, 8, 14, 16]
average, no strides: JAX (1, 3, 3, 1) [3.5, 4.5, 5.5, 7.5], ONNX (1, 3, 3, 1) [3.5, 4.5, 5.5, 7.5]
max, "SAME": JAX (1, 2, 2, 1) [11, 12, 15, 16], ONNX (1, 2, 2, 1) [11, 12, 15, 16]
SEEN
echo "As seen before: jax2onnx 0.17.1"
