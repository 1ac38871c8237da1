#!/usr/bin/env bash
# OpenVINO 2026.4.1, CPU: MaxPool of an ONNX model with ceil_mode=1 makes a window that begins beyond
# the map, where the stride is larger than the window, and its maximum is the lowest float32. Its
# AveragePool makes none, nor do onnx's shape inference and onnxruntime.
#
# Guess before: rounding up adds a window only where a pixel is left for it, in every runtime.
# Seen: 5×1 by 1×1, stride 3, ceil_mode=1: [1, 4, -3.4028235e+38] in place of [1, 4].
# Specification: onnx 1.23.2, docs/Operators.md, MaxPool, ceil_mode.
#
# Run: bash findings/openvino-max-pool-of-nothing-is-a-number.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
    onnx==1.23.2 numpy==2.4.6 onnxruntime==1.32.0 openvino==2026.4.1
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import onnx
import onnxruntime
import openvino
from onnx import TensorProto, helper

x = np.arange(1, 6, dtype=np.float32).reshape(1, 1, 5, 1)
seen = {}
for operator in ("MaxPool", "AveragePool"):
    window = {"kernel_shape": [1, 1], "strides": [3, 1], "ceil_mode": 1}
    graph = helper.make_graph(
        [helper.make_node(operator, ["x"], ["y"], **window)],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, list("NCHW"))],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    onnx.checker.check_model(model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(model).graph.output[0].type.tensor_type.shape
    assert [size.dim_value for size in inferred.dim] == [1, 1, 2, 1]
    data = model.SerializeToString()
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    assert session.run(None, {"x": x})[0].ravel().tolist() == [1, 4]
    core = openvino.Core()
    compiled = core.compile_model(core.read_model(data), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    seen[operator] = compiled([x])[compiled.output(0)].ravel().tolist()
    print(operator, seen[operator])
assert seen["AveragePool"] == [1, 4]
assert seen["MaxPool"] == [1, 4, float(np.finfo(np.float32).min)]
PYTHON
echo "As seen before: OpenVINO 2026.4.1"
