#!/usr/bin/env bash
# tinygrad 0.14.0 (nn/onnx.py, _resolve_pool_pads), OnnxRunner: a Conv with auto_pad="SAME_UPPER" whose
# window is smaller than its stride gets the padding that the formula gives, below zero, and the first
# rows and columns are cut off. The same lines leave out the dilations, so that "same" makes a smaller
# map than the specification's ceil(input / stride).
#
# Guess before: padding is never below zero, and a convolution of 1×1 by stride 2 is taken at x[::2],
# as by TensorFlow's "SAME", onnx's reference and onnxruntime; "same" has one size in all runtimes.
# Seen: 1 to 6 by a kernel of one 1 with stride 2: 2, 4, 6, in place of 1, 3, 5; with stride 3: 2, 5, in
# place of 1, 4. Of 5 numbers, where the formula gives zero, it is right. By 1, 10, 100 with dilation 2
# there are four numbers, in place of six. Where neither is the case, all agree.
# Affected: networks converted from TensorFlow or Keras with convolutions of 1×1 by stride 2, as in the
# shortcuts of residual networks. Shortcut and main path are added, moved by a pixel, and nothing is said.
# Specification: onnx 1.23.2, docs/Operators.md, Conv, auto_pad.
#
# Output seen:
#   6 by 1, stride 2, dilation 1: tinygrad 2 4 6, reference 1 3 5, onnxruntime 1 3 5
#   6 by 1, stride 3, dilation 1: tinygrad 2 5, reference 1 4, onnxruntime 1 4
#   6 by 2, stride 3, dilation 1: tinygrad 32 65, reference 21 54, onnxruntime 21 54
#   5 by 1, stride 2, dilation 1: tinygrad 1 3 5, reference 1 3 5, onnxruntime 1 3 5
#   6 by 3, stride 2, dilation 1: tinygrad 321 543 65, reference 321 543 65, onnxruntime 321 543 65
#   6 by 3, stride 1, dilation 2: tinygrad 420 531 642 53, reference 310 420 531 642 53 64
#
# Run: bash findings/tinygrad-onnx-same-cuts-below-zero.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check \
    tinygrad==0.14.0 onnx==1.23.2 numpy==2.4.6 onnxruntime==1.32.0
cat >run.py <<'PYTHON'
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from tinygrad import Tensor
from tinygrad.nn.onnx import OnnxRunner

onnxruntime.set_default_logger_severity(4)


def shown(numbers):
    return " ".join(f"{number:g}" for number in np.ravel(numbers))


def seen(size, kernel, stride, dilation):
    attributes = {"kernel_shape": [1, kernel], "strides": [1, stride], "dilations": [1, dilation]}
    w = (10.0 ** np.arange(kernel)).astype(np.float32).reshape(1, 1, 1, kernel)
    wide = -(-size // stride)
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "w"], ["y"], auto_pad="SAME_UPPER", **attributes)],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 1, size])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 1, 1, wide])],
        [numpy_helper.from_array(w, "w")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, "one.onnx")
    x = np.arange(1, size + 1, dtype=np.float32).reshape(1, 1, 1, size)
    found = shown(OnnxRunner("one.onnx")({"x": Tensor(x)})["y"].numpy())
    line = f"tinygrad {found}, reference {shown(ReferenceEvaluator(model).run(None, {'x': x})[0])}"
    if dilation == 1:  # onnxruntime raises at "same" with dilations
        session = onnxruntime.InferenceSession("one.onnx", providers=["CPUExecutionProvider"])
        line += f", onnxruntime {shown(session.run(None, {'x': x})[0])}"
    print(f"{size} by {kernel}, stride {stride}, dilation {dilation}: {line}")


for case in ((6, 1, 2, 1), (6, 1, 3, 1), (6, 2, 3, 1), (5, 1, 2, 1), (6, 3, 2, 1), (6, 3, 1, 2)):
    seen(*case)
PYTHON
# DEV=PYTHON: the device that needs no compiler
DEV=PYTHON XDG_CACHE_HOME="$folder" venv/bin/python run.py >output
cat output
diff output - <<'SEEN'
6 by 1, stride 2, dilation 1: tinygrad 2 4 6, reference 1 3 5, onnxruntime 1 3 5
6 by 1, stride 3, dilation 1: tinygrad 2 5, reference 1 4, onnxruntime 1 4
6 by 2, stride 3, dilation 1: tinygrad 32 65, reference 21 54, onnxruntime 21 54
5 by 1, stride 2, dilation 1: tinygrad 1 3 5, reference 1 3 5, onnxruntime 1 3 5
6 by 3, stride 2, dilation 1: tinygrad 321 543 65, reference 321 543 65, onnxruntime 321 543 65
6 by 3, stride 1, dilation 2: tinygrad 420 531 642 53, reference 310 420 531 642 53 64
SEEN
echo "As seen before: tinygrad 0.14.0"
