#!/usr/bin/env bash
# onnx 1.23.2: ReferenceEvaluator's AveragePool and LpPool with auto_pad="VALID" compute the size
# of the map without the dilations, and fill up with zeros; with auto_pad left out, which here
# means the same, they are right.
#
# Guess before: auto_pad="VALID" and no padding at all are two spellings of one operation.
# Seen: 3×4 by 2×2, dilations [1, 2]: (2, 3), the last column 0, under VALID; (2, 2) without
# auto_pad.
# Specification: onnx 1.23.2, docs/Operators.md, AveragePool, auto_pad and dilations.
#
# Run: bash findings/onnx-reference-average-pool-valid-forgets-dilations.sh
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
for operator in ("AveragePool", "LpPool"):
    window = {"kernel_shape": [2, 2], "dilations": [1, 2], "strides": [1, 1]}
    (left_out,) = reference(operator, x, **window)
    (valid,) = reference(operator, x, auto_pad="VALID", **window)
    print(operator, left_out.shape, "VALID:", valid.shape, valid[0, 0].round(2).tolist())
    assert left_out.shape == (1, 1, 2, 2)
    assert valid.shape == (1, 1, 2, 3)
    assert np.allclose(valid[..., :2], left_out)
    assert not valid[..., 2].any()
PYTHON
echo "As seen before: onnx 1.23.2"
