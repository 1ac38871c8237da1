#!/usr/bin/env bash
# @jax-js/onnx 0.1.2 (dist/index.js, MaxPool), with @jax-js/jax 0.1.25: a MaxPool with auto_pad="VALID"
# is padded as for SAME_LOWER. Whatever auto_pad is, other than NOTSET and SAME_UPPER, is computed so.
# Conv of the same package reads VALID as it is meant: no padding.
#
# Guess before: VALID pads nothing, in pooling as in convolution, and a model that says VALID computes
# what the one that says nothing does.
# Seen: 1 to 16 in 4×4 by 2×2 with stride 1: 3×3 numbers without auto_pad, and 4×4, those of
# SAME_LOWER, with VALID. 1 to 25 in 5×5 by 2×2 with stride 2: 2×2 numbers, and with VALID 3×3, whose
# windows begin at another pixel. Where windows lie side by side and divide the map, all are the same.
# The model declares the right shape as its output, and nothing is said when another one comes out.
# Affected: whoever runs a model that was converted from TensorFlow or Keras, whose default for pooling
# is VALID, in the browser. What follows is a convolution of a larger map, and may well run.
# Specification: onnx 1.23.2, docs/Operators.md, MaxPool, auto_pad.
#
# Output seen:
#   MaxPool 4 by 2, stride 1, NOTSET: 3×3: 6 7 8 10 11 12 14 15 16
#   MaxPool 4 by 2, stride 1, VALID: 4×4: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
#   MaxPool 4 by 2, stride 1, SAME_LOWER: 4×4: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
#   MaxPool 5 by 2, stride 2, NOTSET: 2×2: 7 9 17 19
#   MaxPool 5 by 2, stride 2, VALID: 3×3: 1 3 5 11 13 15 21 23 25
#   MaxPool 5 by 2, stride 2, SAME_LOWER: 3×3: 1 3 5 11 13 15 21 23 25
#   MaxPool 4 by 2, stride 2, NOTSET: 2×2: 6 8 14 16
#   MaxPool 4 by 2, stride 2, VALID: 2×2: 6 8 14 16
#   Conv 4 by 2, stride 1, NOTSET: 3×3: 14 18 22 30 34 38 46 50 54
#   Conv 4 by 2, stride 1, VALID: 3×3: 14 18 22 30 34 38 46 50 54
#
# Run: bash findings/jax-js-onnx-max-pool-valid-pads-as-same-lower.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check onnx==1.23.2 numpy==2.4.6
npm init -y >/dev/null
npm install --silent --no-fund --no-audit --ignore-scripts \
    @jax-js/jax@0.1.25 @jax-js/onnx@0.1.2 >/dev/null
cat >models.py <<'PYTHON'
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

CASES = [
    ("MaxPool", 4, 2, 1, "NOTSET"),
    ("MaxPool", 4, 2, 1, "VALID"),
    ("MaxPool", 4, 2, 1, "SAME_LOWER"),
    ("MaxPool", 5, 2, 2, "NOTSET"),
    ("MaxPool", 5, 2, 2, "VALID"),
    ("MaxPool", 5, 2, 2, "SAME_LOWER"),
    ("MaxPool", 4, 2, 2, "NOTSET"),
    ("MaxPool", 4, 2, 2, "VALID"),
    ("Conv", 4, 2, 1, "NOTSET"),
    ("Conv", 4, 2, 1, "VALID"),
]
for operator, size, window, stride, auto_pad in CASES:
    attributes = {"kernel_shape": [window] * 2, "strides": [stride] * 2, "auto_pad": auto_pad}
    inputs, weights = ["x"], []
    if operator == "Conv":
        inputs.append("w")
        weights.append(numpy_helper.from_array(np.ones((1, 1, window, window), np.float32), "w"))
    same = auto_pad == "SAME_LOWER"
    wide = -(-size // stride) if same else (size - window) // stride + 1
    graph = helper.make_graph(
        [helper.make_node(operator, inputs, ["y"], **attributes)],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, size, size])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 1, wide, wide])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    if auto_pad == "VALID":  # the reference leaves it without padding
        x = np.zeros((1, 1, size, size), np.float32)
        assert ReferenceEvaluator(model).run(None, {"x": x})[0].shape == (1, 1, wide, wide)
    name = f"{operator} {size} by {window}, stride {stride}, {auto_pad}"
    onnx.save(model, f"{name}.onnx")
    print(name)
PYTHON
cat >run.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";

globalThis.navigator ??= {}; // Node 20 has none; it is asked for a GPU
const { defaultDevice, init, numpy } = await import("@jax-js/jax");
const { ONNXModel } = await import("@jax-js/onnx");

await init("wasm");
defaultDevice("wasm");
for (const name of readFileSync("names", "utf8").trim().split("\n")) {
  const size = Number(name.split(" ")[1]);
  const pixels = Float32Array.from({ length: size * size }, (_, pixel) => pixel + 1);
  const x = numpy.array(pixels, { shape: [1, 1, size, size] });
  const { y } = new ONNXModel(readFileSync(`${name}.onnx`)).run({ x });
  const shape = y.shape.slice(2).join("×");
  console.log(`${name}: ${shape}: ${y.js().flat(3).join(" ")}`);
}
SCRIPT
venv/bin/python models.py >names
node run.mjs >output
cat output
diff output - <<'SEEN'
MaxPool 4 by 2, stride 1, NOTSET: 3×3: 6 7 8 10 11 12 14 15 16
MaxPool 4 by 2, stride 1, VALID: 4×4: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
MaxPool 4 by 2, stride 1, SAME_LOWER: 4×4: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
MaxPool 5 by 2, stride 2, NOTSET: 2×2: 7 9 17 19
MaxPool 5 by 2, stride 2, VALID: 3×3: 1 3 5 11 13 15 21 23 25
MaxPool 5 by 2, stride 2, SAME_LOWER: 3×3: 1 3 5 11 13 15 21 23 25
MaxPool 4 by 2, stride 2, NOTSET: 2×2: 6 8 14 16
MaxPool 4 by 2, stride 2, VALID: 2×2: 6 8 14 16
Conv 4 by 2, stride 1, NOTSET: 3×3: 14 18 22 30 34 38 46 50 54
Conv 4 by 2, stride 1, VALID: 3×3: 14 18 22 30 34 38 46 50 54
SEEN
echo "As seen before: @jax-js/onnx 0.1.2"
