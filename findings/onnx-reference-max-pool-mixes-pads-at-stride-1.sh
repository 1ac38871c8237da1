#!/usr/bin/env bash
# onnx 1.23.2: ReferenceEvaluator's MaxPool with stride 1, given or left out, pads the wrong axes
# where pads differ between axes, and its Indices are not those of the maxima. With another stride
# it is right; so is AveragePool.
#
# Guess before: what is padded, and where a maximum lies, don't depend on the stride, least of all
# in the reference implementation of the standard.
# Seen: 3×4 by 2×2, pads=[1, 0, 1, 0]: (3, 4) in place of AveragePool's (4, 3). Without pads the
# maxima are right, and each index is one too small: 4 in place of 5. With strides=[2, 2] the
# first index is 5.
# Specification: onnx 1.23.2, docs/Operators.md, MaxPool, pads and Indices.
#
# Run: bash findings/onnx-reference-max-pool-mixes-pads-at-stride-1.sh
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
for strides, right, seen in (([1, 1], (4, 3), (3, 4)), ([2, 1], (2, 3), (2, 3))):
    window = {"kernel_shape": [2, 2], "pads": [1, 0, 1, 0], "strides": strides}
    (average,) = reference("AveragePool", x, **window)
    (maximum,) = reference("MaxPool", x, **window)
    print("strides", strides, "AveragePool", average.shape[2:], "MaxPool", maximum.shape[2:])
    assert average.shape[2:] == right
    assert maximum.shape[2:] == seen
for strides, seen in (([1, 1], [4, 5, 6, 8, 9, 10]), ([2, 2], [5, 7])):
    y, places = reference("MaxPool", x, 2, kernel_shape=[2, 2], strides=strides)
    right = [x.ravel().tolist().index(number) for number in y.ravel()]
    print("strides", strides, "maxima at", right, "Indices", places.ravel().tolist())
    assert places.ravel().tolist() == seen
    assert (right == seen) == (strides == [2, 2])
PYTHON
echo "As seen before: onnx 1.23.2"
