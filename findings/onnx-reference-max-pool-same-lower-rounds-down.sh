#!/usr/bin/env bash
# onnx 1.23.2: ReferenceEvaluator's MaxPool with auto_pad="SAME_LOWER" and a stride makes
# floor(input / stride) windows; its AveragePool, "SAME_UPPER", and the specification make
# ceil(input / stride).
#
# Guess before: SAME_LOWER differs from SAME_UPPER in where an odd row of padding goes, and in
# nothing else.
# Seen: 3×4 by 2×2, stride 2: (1, 2) under SAME_LOWER, (2, 2) under SAME_UPPER and by AveragePool
# under both.
# Specification: onnx 1.23.2, docs/Operators.md, MaxPool, auto_pad.
#
# Run: bash findings/onnx-reference-max-pool-same-lower-rounds-down.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
    onnx==1.23.2 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import onnx
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator


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


def reference(operator, x, outputs=1, **attributes):
    model = node_model(operator, x, outputs, **attributes)
    return ReferenceEvaluator(model).run(None, {"x": x})


x = np.arange(1, 13, dtype=np.float32).reshape(1, 1, 3, 4)
window = {"kernel_shape": [2, 2], "strides": [2, 2]}
sizes = {
    (operator, padding): reference(operator, x, auto_pad=padding, **window)[0].shape[2:]
    for operator in ("MaxPool", "AveragePool")
    for padding in ("SAME_UPPER", "SAME_LOWER")
}
for case, size in sizes.items():
    print(*case, size)
assert sizes.pop(("MaxPool", "SAME_LOWER")) == (1, 2)
assert set(sizes.values()) == {(2, 2)}
PYTHON
echo "As seen before: onnx 1.23.2"
