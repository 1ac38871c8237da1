#!/usr/bin/env bash
# MLX 0.32.4: the gradient of nn.MaxPool2d shares the number of a window among all its maxima, where
# TensorFlow, PyTorch and TensorFlow.js hand it to the first. Its conv2d agrees with differences.
#
# Guess before: a pooling layer has one gradient at ties, whoever made it: the first takes it all.
# Seen: zeros, 4×4 by 2×2: 0.25 everywhere, where the others have four ones. In overlapping windows
# the shares add up: 4/9 in the middle of 3×3, stride 1.
#
# Run: bash findings/mlx-max-pool-gradient-is-shared-at-ties.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check 'mlx[cpu]==0.32.4' numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import mlx.core as mx
import numpy as np
from mlx import nn

mx.set_default_device(mx.cpu)
zeros = mx.zeros((1, 4, 4, 1))


def gradient(size, stride, x):
    pool = nn.MaxPool2d(size, stride)
    return np.array(mx.grad(lambda x: pool(x).sum())(x)).reshape(4, 4).round(3)


apart, overlapping = gradient(2, 2, zeros), gradient(3, 1, zeros)
print("2×2, stride 2:", apart.tolist())
print("3×3, stride 1:", overlapping.tolist())
assert (apart == 0.25).all()
assert np.isclose(overlapping[1, 1], 4 / 9, atol=1e-3)
assert gradient(2, 2, mx.arange(16.0).reshape(1, 4, 4, 1)).sum() == 4
PYTHON
echo "As seen before: MLX 0.32.4"
