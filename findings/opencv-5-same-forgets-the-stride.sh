#!/usr/bin/env bash
# OpenCV 5.0.0 (opencv-python-headless 5.0.0.93), cv2.dnn, ONNX models (readNetFromONNX): layers with
# auto_pad="SAME_UPPER" or "SAME_LOWER" get the zeros that stride 1 would need, whatever the stride is.
# The size of the map is right, and all its numbers may be those of windows one pixel too far left.
# The specification computes the zeros from the stride, and 4.14.0 (4.14.0.94) did so.
# Besides, both versions read SAME_LOWER as SAME_UPPER: an odd zero goes to the end for both.
#
# Guess before: "same" pads (output - 1)·stride + kernel - input in all, the odd one at the end for
# SAME_UPPER and at the beginning for SAME_LOWER, in each runtime; and a new version computes what the
# one before it did.
# Seen: 1 to 6 by the kernel 1, 10, 100 with stride 2 need one zero in all. SAME_UPPER puts it at the
# end: 321, 543, 65, by 4.14.0 and onnx's reference. 5.0.0 puts one at each end: 210, 432, 654. Maxima
# and averages of 3 by stride 2 move in the same way. A map of 5 needs a zero at each end, and all
# agree. By the kernel 1, 10 with stride 1, SAME_LOWER, both versions return the numbers of SAME_UPPER.
# Affected: whoever runs a network converted from TensorFlow or Keras, whose convolutions of 3 by
# stride 2 over maps of even size are such, as in the first layer of many networks: with 5.0.0 the
# features are computed from a moved picture, and nothing is said.
# Specification: onnx 1.23.2, docs/Operators.md, Conv and MaxPool, auto_pad.
#
# Output seen:
#   4.14.0 5.0.0 reference
#   Conv 6, 3 by 2, SAME_UPPER: 321 543 65 | 210 432 654 | 321 543 65
#   MaxPool 6, 3 by 2, SAME_UPPER: 3 5 6 | 2 4 6 | 3 5 6
#   AveragePool 6, 3 by 2, SAME_UPPER: 2 4 5.5 | 1.5 3 5 | 2 4 5.5
#   Conv 5, 3 by 2, SAME_UPPER: 210 432 54 | 210 432 54 | 210 432 54
#   Conv 4, 2 by 1, SAME_UPPER: 21 32 43 4 | 21 32 43 4 | 21 32 43 4
#   Conv 4, 2 by 1, SAME_LOWER: 21 32 43 4 | 21 32 43 4 | 10 21 32 43
#
# Run: bash findings/opencv-5-same-forgets-the-stride.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 4.14.0.94 5.0.0.93; do
    python3 -m venv "$version"
    "$version/bin/pip" install -q --disable-pip-version-check \
        numpy==2.4.6 "opencv-python-headless==$version"
done
4.14.0.94/bin/pip install -q --disable-pip-version-check onnx==1.23.2
cat >cases.py <<'PYTHON'
CASES = [
    ("Conv", 6, 3, 2, "SAME_UPPER"),
    ("MaxPool", 6, 3, 2, "SAME_UPPER"),
    ("AveragePool", 6, 3, 2, "SAME_UPPER"),
    ("Conv", 5, 3, 2, "SAME_UPPER"),
    ("Conv", 4, 2, 1, "SAME_UPPER"),
    ("Conv", 4, 2, 1, "SAME_LOWER"),
]
PYTHON
cat >reference.py <<'PYTHON'
import numpy as np
import onnx
from cases import CASES
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

for number, (operator, size, kernel, stride, auto_pad) in enumerate(CASES):
    shape = {"kernel_shape": [1, kernel], "strides": [1, stride], "auto_pad": auto_pad}
    inputs, weights = ["x"], []
    if operator == "Conv":
        w = (10.0 ** np.arange(kernel)).astype(np.float32).reshape(1, 1, 1, kernel)
        inputs, weights = ["x", "w"], [numpy_helper.from_array(w, "w")]
    wide = -(-size // stride)
    graph = helper.make_graph(
        [helper.make_node(operator, inputs, ["y"], **shape)],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 1, size])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 1, 1, wide])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, f"{number}.onnx")
    x = np.arange(1, size + 1, dtype=np.float32).reshape(1, 1, 1, size)
    y = ReferenceEvaluator(model).run(None, {"x": x})[0]
    print(*[f"{number:g}" for number in y.ravel()])
PYTHON
cat >opencv.py <<'PYTHON'
import cv2
import numpy as np
from cases import CASES

for number, (_, size, *_) in enumerate(CASES):
    net = cv2.dnn.readNetFromONNX(f"{number}.onnx")
    net.setInput(np.arange(1, size + 1, dtype=np.float32).reshape(1, 1, 1, size))
    print(*[f"{number:g}" for number in np.ravel(net.forward())])
PYTHON
4.14.0.94/bin/python reference.py >reference
for version in 4.14.0.94 5.0.0.93; do "$version/bin/python" opencv.py >"seen-$version" 2>log; done
python3 -c 'from cases import CASES
for case in CASES: print("{} {}, {} by {}, {}:".format(*case))' >names
echo "4.14.0 5.0.0 reference" >output
paste -d ' ' names seen-4.14.0.94 <(sed 's/^/| /' seen-5.0.0.93) <(sed 's/^/| /' reference) >>output
cat output
diff output - <<'SEEN'
4.14.0 5.0.0 reference
Conv 6, 3 by 2, SAME_UPPER: 321 543 65 | 210 432 654 | 321 543 65
MaxPool 6, 3 by 2, SAME_UPPER: 3 5 6 | 2 4 6 | 3 5 6
AveragePool 6, 3 by 2, SAME_UPPER: 2 4 5.5 | 1.5 3 5 | 2 4 5.5
Conv 5, 3 by 2, SAME_UPPER: 210 432 54 | 210 432 54 | 210 432 54
Conv 4, 2 by 1, SAME_UPPER: 21 32 43 4 | 21 32 43 4 | 21 32 43 4
Conv 4, 2 by 1, SAME_LOWER: 21 32 43 4 | 21 32 43 4 | 10 21 32 43
SEEN
echo "As seen before: OpenCV 4.14.0 and 5.0.0"
