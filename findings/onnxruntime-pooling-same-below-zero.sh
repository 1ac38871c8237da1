#!/usr/bin/env bash
# onnxruntime 1.32.0, CPU: where auto_pad="SAME_UPPER" meets a window smaller than the stride, the
# padding that the formula gives is below zero. AveragePool and LpPool take it as it is, and leave
# out the first rows and columns; MaxPool raises, or doesn't, as the size has it.
#
# Guess before: the windows of all poolings lie at the same places, and pooling by 1×1 with stride
# s is x[::s, ::s], as TensorFlow's "SAME" has it, where no padding is below zero.
# Seen: by 1×1, 6×6 with stride 3: AveragePool and LpPool return x[1::3, 1::3], MaxPool raises a
# RuntimeException; 4×4 with stride 2: x[0::2, 0::2], and MaxPool raises; 4×4 with stride 3, where
# the padding is 0: x[0::3, 0::3] by all three.
# Specification: onnx 1.23.2, docs/Operators.md, MaxPool, auto_pad and pad_shape.
#
# Run: bash findings/onnxruntime-pooling-same-below-zero.sh
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


def seen(operator, size, stride):
    x = np.arange(1, size * size + 1, dtype=np.float32).reshape(1, 1, size, size)
    window = {"kernel_shape": [1, 1], "strides": [stride, stride], "auto_pad": "SAME_UPPER"}
    try:
        y = runtime(operator, x, **window)
    except Exception as error:
        return type(error).__name__
    begins = [at for at in range(stride) if np.array_equal(y, x[:, :, at::stride, at::stride])]
    return f"x[{begins[0]}::{stride}]"


table = {}
for size, stride in ((4, 3), (4, 2), (6, 3)):
    for operator in ("MaxPool", "AveragePool", "LpPool"):
        table[size, stride, operator] = seen(operator, size, stride)
        print(f"{size}×{size}, stride {stride}: {operator} {table[size, stride, operator]}")
averages = {(4, 3): "x[0::3]", (4, 2): "x[0::2]", (6, 3): "x[1::3]"}
for (size, stride, operator), got in table.items():
    raises = operator == "MaxPool" and (size, stride) != (4, 3)
    assert got == ("RuntimeException" if raises else averages[size, stride]), (size, operator)
PYTHON
echo "As seen before: onnx 1.23.2, onnxruntime 1.32.0"
