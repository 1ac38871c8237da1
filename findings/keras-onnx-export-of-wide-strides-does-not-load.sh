#!/usr/bin/env bash
# Keras 3.15.1 on TensorFlow 2.21.0, `model.export("model.onnx", format="onnx")`, which has tf2onnx 1.17.0
# convert: a Conv2DTranspose whose strides are longer than its kernel becomes a file that neither ONNX's
# own checker (1.23.2) nor ONNX Runtime (1.32.0) takes. Nothing is raised or logged when it is written.
#
# Guess before: a layer of Keras's that exports without an error loads, and gives Keras's numbers, for
# every kernel, stride and padding. It holds for Conv2D, DepthwiseConv2D, SeparableConv2D and both poolings,
# kernels of 2, 3 and (1, 2), strides 1 to 3, both paddings.
# Seen: the pixels that no window reaches are zeros in Keras, at the end of the output. They are asked for
# by `pads` below zero, [0, 0, -1, -1], which ONNX does not allow; `output_padding` is what it has for them.
# Strides no longer than the kernel are written as they should be.
# Affected: whoever hands a decoder, or anything that spreads pixels, from Keras to another runtime.
#
# Output seen:
#   kernel 3, strides 2: as Keras
#   kernel 2, strides 2: as Keras
#   kernel 2, strides 3: pads [0, 0, -1, -1], output_padding None
#     checker: Attribute pads must not contain negative values
#     runtime: Attribute pads must not contain negative values
#   kernel 1, strides 2: pads [0, 0, -1, -1], output_padding None
#     checker: Attribute pads must not contain negative values
#     runtime: Attribute pads must not contain negative values
#
# Run: bash findings/keras-onnx-export-of-wide-strides-does-not-load.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check \
    keras==3.15.1 tensorflow==2.21.0 tf2onnx==1.17.0 onnx==1.23.2 onnxruntime==1.32.0
cat >export.py <<'PYTHON'
import keras
import numpy as np
import onnx
import onnxruntime

REASON = "Attribute pads must not contain negative values"


def said(takes):
    try:
        takes()
    except Exception as error:
        return REASON if REASON in str(error) else str(error)
    return "takes it"


for kernel, strides in ((3, 2), (2, 2), (2, 3), (1, 2)):
    layer = keras.layers.Conv2DTranspose(1, kernel, strides=strides)
    model = keras.Sequential([keras.Input((4, 4, 1)), layer])
    x = np.arange(16, dtype="float32").reshape(1, 4, 4, 1)
    wanted = np.asarray(model(x))
    model.export("model.onnx", format="onnx", verbose=False)
    (node,) = [node for node in onnx.load("model.onnx").graph.node if node.op_type == "ConvTranspose"]
    told = {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
    print(f"kernel {kernel}, strides {strides}: ", end="")
    if min(told["pads"]) < 0:
        print(f"pads {told['pads']}, output_padding {told.get('output_padding')}")
        check = said(lambda: onnx.checker.check_model("model.onnx", full_check=True))
        print("  checker:", check)
        print("  runtime:", said(lambda: onnxruntime.InferenceSession("model.onnx")))
    else:
        session = onnxruntime.InferenceSession("model.onnx")
        (got,) = session.run(None, {session.get_inputs()[0].name: x})
        same = got.shape == wanted.shape and np.allclose(got, wanted, atol=1e-5)
        print("as Keras" if same else "not as Keras")
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 venv/bin/python export.py 2>log | tee output
diff output - <<'SEEN'
kernel 3, strides 2: as Keras
kernel 2, strides 2: as Keras
kernel 2, strides 3: pads [0, 0, -1, -1], output_padding None
  checker: Attribute pads must not contain negative values
  runtime: Attribute pads must not contain negative values
kernel 1, strides 2: pads [0, 0, -1, -1], output_padding None
  checker: Attribute pads must not contain negative values
  runtime: Attribute pads must not contain negative values
SEEN
echo "As seen before: Keras 3.15.1 with tf2onnx 1.17.0"
