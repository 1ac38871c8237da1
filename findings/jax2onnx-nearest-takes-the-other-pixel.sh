#!/usr/bin/env bash
# jax2onnx 0.17.1 with JAX 0.10.2: `jax.image.resize(x, shape, "nearest")`, exported, takes other pixels than
# JAX wherever two are equally near.
#
# Guess before: the nearest pixel is the same one before and after an export, since ONNX's Resize has a mode for
# each way to round.
# Seen: from four pixels to two, JAX takes those at 1 and 3, and the file those at 0 and 2. The file rounds
# a half down (`round_prefer_floor`); JAX rounds it up, for which ONNX has `round_prefer_ceil`. Halving an image,
# that is every pixel of it: it moves by one. Where no two are equally near, as from 5 to 3, nothing differs.
# Affected: whoever halves images, or doubles maps by half, in a network that goes from JAX to ONNX.
#
# Output seen:
#   4 to 2: JAX [1, 3], ONNX [0, 2]
#   4 to 3: JAX [0, 2, 3], ONNX [0, 1, 3]
#   4 to 6: JAX [0, 1, 1, 2, 3, 3], ONNX [0, 0, 1, 2, 2, 3]
#   5 to 3: JAX [0, 2, 4], ONNX [0, 2, 4]
#   2 to 6: JAX [0, 0, 0, 1, 1, 1], ONNX [0, 0, 0, 1, 1, 1]
#
# Run: bash findings/jax2onnx-nearest-takes-the-other-pixel.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check \
    jax2onnx==0.17.1 jax==0.10.2 jaxlib==0.10.2 onnx==1.23.2 onnxruntime==1.32.0
cat >nearest.py <<'PYTHON'
import jax
import numpy as np
import onnxruntime
from jax2onnx import to_onnx

for before, after in ((4, 2), (4, 3), (4, 6), (5, 3), (2, 6)):
    pixels = np.arange(before, dtype=np.float32)

    def resized(x, after=after):
        return jax.image.resize(x, (after,), "nearest")

    by_jax = np.asarray(resized(jax.numpy.asarray(pixels))).astype(int).tolist()
    model = to_onnx(resized, [jax.ShapeDtypeStruct(pixels.shape, jax.numpy.float32)])
    session = onnxruntime.InferenceSession(model.SerializeToString())
    (found,) = session.run(None, {session.get_inputs()[0].name: pixels})
    print(f"{before} to {after}: JAX {by_jax}, ONNX {found.astype(int).tolist()}")
PYTHON
venv/bin/python nearest.py 2>log | tee output
diff output - <<'SEEN'
4 to 2: JAX [1, 3], ONNX [0, 2]
4 to 3: JAX [0, 2, 3], ONNX [0, 1, 3]
4 to 6: JAX [0, 1, 1, 2, 3, 3], ONNX [0, 0, 1, 2, 2, 3]
5 to 3: JAX [0, 2, 4], ONNX [0, 2, 4]
2 to 6: JAX [0, 0, 0, 1, 1, 1], ONNX [0, 0, 0, 1, 1, 1]
SEEN
echo "As seen before: jax2onnx 0.17.1"
