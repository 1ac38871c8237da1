#!/usr/bin/env bash
# onnxruntime 1.32.0, CPU: MaxPool, AveragePool and LpPool with auto_pad="SAME_UPPER" or
# "SAME_LOWER" pad for the undilated window, so that with dilations the map is smaller than
# ceil(input / stride), the size that the specification and onnx's own shape inference give.
#
# Guess before: "same" means the same size in each operation and runtime, and a model whose shapes
# were inferred runs in these shapes.
# Seen: a 4×4 map under windows of 2×2, dilations 2, stride 1 becomes 3×3; inferred, and by the
# reference, it is 4×4. Without dilations it is 4×4.
# Specification: onnx 1.23.2, docs/Operators.md, MaxPool, auto_pad.
#
# Run: bash findings/onnxruntime-pooling-same-forgets-dilations.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
    onnx==1.23.2 numpy==2.4.6 onnxruntime==1.32.0
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

onnxruntime.set_default_logger_severity(4)  # it logs what it raises


def node_model(operator, x, outputs=1, **attributes):
    names = ["y", "places"][:outputs]
    kinds = [TensorProto.FLOAT, TensorProto.INT64][:outputs]
    graph = helper.make_graph(
        [helper.make_node(operator, ["x"], names, **attributes)],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info(name, kind, list("NCHW")) for name, kind in zip(names, kinds)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    onnx.checker.check_model(model, full_check=True)
    return model


def runtime(operator, x, **attributes):
    model = node_model(operator, x, **attributes).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0]


x = np.arange(1, 17, dtype=np.float32).reshape(1, 1, 4, 4)
for operator in ("MaxPool", "AveragePool", "LpPool"):
    for padding in ("SAME_UPPER", "SAME_LOWER"):
        window = {"kernel_shape": [2, 2], "strides": [1, 1], "auto_pad": padding}
        assert runtime(operator, x, **window).shape == (1, 1, 4, 4)
        dilated = {**window, "dilations": [2, 2]}
        inferred = onnx.shape_inference.infer_shapes(node_model(operator, x, **dilated))
        sizes = [size.dim_value for size in inferred.graph.output[0].type.tensor_type.shape.dim]
        got = runtime(operator, x, **dilated).shape
        print(operator, padding, "inferred", sizes, "got", got)
        assert sizes == [1, 1, 4, 4], sizes
        assert got == (1, 1, 3, 3), got
PYTHON
echo "As seen before: onnx 1.23.2, onnxruntime 1.32.0"
