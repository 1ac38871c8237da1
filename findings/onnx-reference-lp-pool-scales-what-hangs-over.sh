#!/usr/bin/env bash
# ONNX 1.23.2's reference evaluator: LpPool with `ceil_mode=1` makes windows that hang over the border too
# large. ONNX Runtime 1.32.0 does not, on the same model.
#
# Guess before: pixels that aren't there add nothing to a sum of powers, so that the last window of
# [3, 4, 1, 2, 5], two pixels wide in steps of two, is 5 with p=2, the length of the vector (5).
# Seen: 7.07 there, 5·√2, and 10 with p=1, for a sum of one number that is 5. The mean of the powers of those
# pixels that are there is multiplied by the number that a whole window has. By itself the mean is right, as
# AveragePool's is.
# PyTorch 2.13.0 (`torch.nn.LPPool1d(2, 2, 2, ceil_mode=True)`) and Apache TVM 0.27.0's ONNX frontend say the
# same as the reference; they were run by hand, and aren't here. PyTorch's page on LPPool1d gives a sum.
# Affected: whoever takes the reference evaluator, or PyTorch, for what a runtime has to reproduce.
# Specification: onnx 1.23.2, docs/Operators.md, LpPool: the Lp norm over the elements of a window.
#
# Output seen:
#   p=1: reference [7, 3, 10], runtime [7, 3, 5]
#   p=2: reference [5, 2.236, 7.071], runtime [5, 2.236, 5]
#   without ceil_mode, p=2: reference [5, 2.236], runtime [5, 2.236]
#   AveragePool, ceil_mode: reference [3.5, 1.5, 5], runtime [3.5, 1.5, 5]
#
# Run: bash findings/onnx-reference-lp-pool-scales-what-hangs-over.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check onnx==1.23.2 onnxruntime==1.32.0
cat >pool.py <<'PYTHON'
import numpy as np
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

X = np.array([[[3, 4, 1, 2, 5]]], dtype=np.float32)


def pooled(kind, **settings):
    node = helper.make_node(kind, ["x"], ["y"], kernel_shape=[2], strides=[2], **settings)
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, X.shape)
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    graph = helper.make_graph([node], "pool", [x], [y])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    (by_reference,) = ReferenceEvaluator(model).run(None, {"x": X})
    session = onnxruntime.InferenceSession(model.SerializeToString())
    (by_runtime,) = session.run(None, {"x": X})
    return f"reference {shown(by_reference)}, runtime {shown(by_runtime)}"


def shown(numbers):
    return "[" + ", ".join(f"{number:.4g}" for number in numbers.ravel()) + "]"


print("p=1:", pooled("LpPool", ceil_mode=1, p=1))
print("p=2:", pooled("LpPool", ceil_mode=1, p=2))
print("without ceil_mode, p=2:", pooled("LpPool", p=2))
print("AveragePool, ceil_mode:", pooled("AveragePool", ceil_mode=1))
PYTHON
venv/bin/python pool.py | tee output
diff output - <<'SEEN'
p=1: reference [7, 3, 10], runtime [7, 3, 5]
p=2: reference [5, 2.236, 7.071], runtime [5, 2.236, 5]
without ceil_mode, p=2: reference [5, 2.236], runtime [5, 2.236]
AveragePool, ceil_mode: reference [3.5, 1.5, 5], runtime [3.5, 1.5, 5]
SEEN
echo "As seen before: ONNX 1.23.2 and ONNX Runtime 1.32.0"
