#!/usr/bin/env bash
# Keras 3.15.0 on its OpenVINO backend (openvino 2026.4.1), on a processor with bfloat16: a float32
# model's `predict` rounds what goes into a convolution or a dense layer to bfloat16, 8 binary digits.
# The same model called, `model(x)`, does not, and both say that their result is float32.
#
# Guess before: a float32 layer computes in float32 on every backend of Keras, so that `predict` and a
# call differ by 1e-6 of a number or so, as on TensorFlow, JAX and PyTorch.
# Seen: a dense layer that multiplies by 1, and a convolution of one pixel by 1, return 1001 for 1001 when
# called, and 1000 from `predict`; 257 becomes 256. A 3×3 convolution of normal numbers, two channels,
# differed by up to 0.007. Pooling is exact.
# Affected: whoever compares predictions with those of another backend, or of a call, by a tolerance for
# float32; a test at 1e-4 passes on one processor and fails on another one, with the same versions.
# Where the processor lacks bfloat16 there is nothing to see, and this script says so.
# OpenVINO's pages on its CPU device tell that it takes bfloat16 where it can.
#
# Output seen:
#   Dense, called: 1001 257
#   Dense, predict: 1000 256
#   Conv2D, called: 1001 257
#   Conv2D, predict: 1000 256
#   MaxPooling2D, called: 1001 257
#   MaxPooling2D, predict: 1001 257
#   all of them float32
#
# Run: bash findings/keras-openvino-predict-rounds-to-bfloat16.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check \
    keras==3.15.0 openvino==2026.4.1 numpy==2.4.6 scipy==1.17.1
cat >can_it.py <<'PYTHON'
import openvino

print("BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES"))
PYTHON
if [ "$(venv/bin/python can_it.py)" != True ]; then
    echo "This processor has no bfloat16: nothing to see here."
    exit 0
fi
cat >rounded.py <<'PYTHON'
import keras
import numpy as np

x = np.array([1001, 257], dtype=np.float32).reshape(2, 1, 1, 1)
dtypes = set()
for layer in (
    keras.layers.Dense(1, kernel_initializer="ones"),
    keras.layers.Conv2D(1, 1, kernel_initializer="ones"),
    keras.layers.MaxPooling2D(1),
):
    model = keras.Sequential([keras.Input((1, 1, 1)), layer])
    name = type(layer).__name__
    called, predicted = keras.ops.convert_to_numpy(model(x)), model.predict(x, verbose=0)
    dtypes |= {str(called.dtype), str(predicted.dtype)}
    print(f"{name}, called:", *[f"{number:g}" for number in called.ravel()])
    print(f"{name}, predict:", *[f"{number:g}" for number in predicted.ravel()])
print("all of them", *dtypes)
PYTHON
KERAS_BACKEND=openvino venv/bin/python rounded.py 2>log | tee output
diff output - <<'SEEN'
Dense, called: 1001 257
Dense, predict: 1000 256
Conv2D, called: 1001 257
Conv2D, predict: 1000 256
MaxPooling2D, called: 1001 257
MaxPooling2D, predict: 1001 257
all of them float32
SEEN
echo "As seen before: Keras 3.15.0 on OpenVINO 2026.4.1"
