#!/usr/bin/env bash
# ConvTranspose with output_shape in an ONNX model, at three runtimes. The specification computes the
# total padding from it, and takes it off at both ends, the larger half at the beginning. onnxruntime
# 1.32.0 does. tract 0.23.9 makes the shape right by leaving out numbers at the end alone. The
# ReferenceEvaluator of onnx 1.23.2 raises a ValueError. Where no padding results, all agree; with the
# same padding given as pads tract is right.
#
# Guess before: output_shape is a way to say what the pads are, and a model means the same with both.
# Seen: 1, 2, 3, 4 by the kernel 1, 10, 100 with stride 1 and nothing left out: 1, 12, 123, 234, 340,
# 400. For output_shape 4: 12, 123, 234, 340 by onnxruntime, 1, 12, 123, 234 by tract. So a decoder
# with such layers returns pictures that are moved, and whose border is computed of too little.
# Specification: onnx 1.23.2, docs/Operators.md, ConvTranspose, total_padding.
#
# Run: bash findings/onnx-conv-transpose-output-shape-is-cut-at-the-end.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
    tract==0.23.9 onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import numpy as np
import onnx
import onnxruntime
import tract
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

x = np.arange(1, 5, dtype=np.float32).reshape(1, 1, 4, 1)
kernel = np.array([1, 10, 100], np.float32).reshape(1, 1, 3, 1)


def model_with(**attributes):
    graph = helper.make_graph(
        [helper.make_node("ConvTranspose", ["x", "kernel"], ["y"], **attributes)],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, list("NCHW"))],
        initializer=[numpy_helper.from_array(kernel, "kernel")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, "model.onnx")
    return model


def by_onnxruntime(model):
    data = model.SerializeToString()
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0].ravel().tolist()


def by_tract(model):
    runnable = tract.onnx().load("model.onnx").into_model().into_runnable()
    return runnable.run([x])[0].to_numpy().ravel().tolist()


def by_reference(model):
    try:
        return ReferenceEvaluator(model).run(None, {"x": x})[0].ravel().tolist()
    except ValueError as error:
        return type(error).__name__


def table(**attributes):
    model = model_with(**attributes)
    row = [by_onnxruntime(model), by_tract(model), by_reference(model)]
    print(attributes, "onnxruntime", row[0], "tract", row[1], "reference", row[2])
    return row


for stride in (1, 2):
    for dilation in (1, 2):
        steps = {"strides": [stride, 1], "dilations": [dilation, 1]}
        whole, *others = table(**steps)
        assert others == [whole, whole]
        for total in range(4):
            size = len(whole) - total
            if size < 4:
                continue
            begin = total - total // 2
            right = whole[begin : begin + size]
            pads = model_with(**steps, pads=[begin, 0, total - begin, 0])
            assert by_onnxruntime(pads) == by_tract(pads) == right
            row = table(**steps, output_shape=[size, 1])
            assert row == [right, whole[:size], "ValueError" if total else whole], row
seen = table(output_shape=[4, 1])
assert seen == [[12, 123, 234, 340], [1, 12, 123, 234], "ValueError"], seen
PYTHON
echo "As seen before: tract 0.23.9, onnx 1.23.2, onnxruntime 1.32.0"
