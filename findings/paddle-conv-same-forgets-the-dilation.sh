#!/usr/bin/env bash
# PaddlePaddle 3.3.1: a convolution with padding="SAME" (or "same") computes with dilation 1, whatever
# dilation says: F.conv1d, F.conv2d, F.conv2d_transpose, and the layer nn.Conv2D, which prints the
# dilation it doesn't use. The same zeros given as numbers are computed right.
#
# Guess before: padding="SAME" says how many zeros there are, and for 3×3 with dilation 2 and stride 1
# that is padding=2, as in TensorFlow, Keras and PyTorch.
# Seen: the shape is right, and all numbers are those of dilation=1.
#
# Run: bash findings/paddle-conv-same-forgets-the-dilation.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check paddlepaddle==3.3.1 numpy==2.4.6
"$folder/venv/bin/python" - 2>/dev/null <<'PYTHON'
import numpy as np
import paddle
from paddle.nn import functional as F

generator = np.random.default_rng(0)


def whole_numbers(*shape):
    return paddle.to_tensor(generator.integers(1, 9, shape).astype(np.float32))


def equal(one, other):
    return bool(np.array_equal(one.numpy(), other.numpy()))


row, picture = whole_numbers(1, 1, 7), whole_numbers(1, 1, 6, 7)
for convolve, x, kernel in (
    (F.conv1d, row, whole_numbers(1, 1, 3)),
    (F.conv2d, picture, whole_numbers(1, 1, 3, 3)),
    (F.conv2d_transpose, picture, whole_numbers(1, 1, 3, 3)),
):
    name = convolve.__name__
    for padding in ("SAME", "same"):
        same = convolve(x, kernel, padding=padding, dilation=2)
        by_numbers = convolve(x, kernel, padding=2, dilation=2)
        undilated = convolve(x, kernel, padding=1, dilation=1)
        print(name, padding, "dilated:", equal(same, by_numbers), "undilated:", equal(same, undilated))
        assert same.shape == by_numbers.shape == undilated.shape
        assert equal(same, undilated) and not equal(same, by_numbers)

one_in_the_corner = np.zeros((3, 3), np.float32)
one_in_the_corner[0, 0] = 1
numbers = paddle.arange(1, 26, dtype="float32").reshape([1, 1, 5, 5])
layer = paddle.nn.Conv2D(1, 1, 3, padding="SAME", dilation=2, bias_attr=False)
layer.weight.set_value(one_in_the_corner.reshape(1, 1, 3, 3))
middle = float(layer(numbers)[0, 0, 2, 2])
print(layer, "takes for pixel 13 of 5×5 the number", middle)
assert "dilation=[2, 2]" in repr(layer)
assert middle == 7, middle  # the neighbour at one step; at two steps it is 1
PYTHON
echo "As seen before: PaddlePaddle 3.3.1"
