#!/usr/bin/env bash
# MNN 3.6.1, MNN.expr: the pairs of max_pool, avg_pool and conv2d (kernel, stride) are width first,
# height second; the weights of conv2d, and all shapes, are height first. The docstrings call them
# tuples of int.
#
# Guess before: a pair is (height, width), as in TensorFlow, PyTorch, ONNX and the shape NCHW beside it.
# Seen: a map of 3 rows and 4 columns under max_pool with [1, 3], stride 1, becomes 1×4 and with [3, 1]
# 3×2; under conv2d with weights of 1 row and 3 columns, stride [1, 2] it becomes 2×2, not 3×1.
#
# Run: bash findings/mnn-expr-pairs-are-width-first.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check MNN==3.6.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import MNN.expr as F

numbers = F.const([float(v) for v in range(12)], [1, 1, 3, 4], F.NCHW, F.float)
x = F.convert(numbers, F.NC4HW4)


def rows_and_columns(found):
    return F.convert(found, F.NCHW).shape[2:]


for pool in (F.max_pool, F.avg_pool):
    sizes = {
        tuple(kernel): rows_and_columns(pool(x, kernel, [1, 1], F.Padding_Mode.VALID, [0, 0]))
        for kernel in ([1, 3], [3, 1])
    }
    print(pool.__name__, sizes)
    assert sizes == {(1, 3): [1, 4], (3, 1): [3, 2]}, sizes
row = F.const([1.0] * 3, [1, 1, 1, 3], F.NCHW, F.float)
bias = F.const([0.0], [1], F.NCHW, F.float)
strided = rows_and_columns(F.conv2d(x, row, bias, [1, 2]))
print("conv2d, weights of 1 row and 3 columns, stride [1, 2]:", strided)
assert strided == [2, 2], strided
PYTHON
echo "As seen before: MNN 3.6.1"
