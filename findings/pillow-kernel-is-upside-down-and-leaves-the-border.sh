#!/usr/bin/env bash
# Pillow 13.0.0: ImageFilter.Kernel is neither a convolution (turned by 180 degrees) nor what Keras
# computes (as it is): it is turned upside down, rows and not columns. And the border, one pixel for
# 3×3, is not computed at all: the input's numbers stand there.
#
# Guess before: a filter with a kernel of nine numbers correlates or convolves, and its border is
# padded somehow.
# Seen: 1 to 9 over a single pixel: [[3, 2, 1], [6, 5, 4], [9, 8, 7]], where a correlation leaves
# [[9, 8, 7], [6, 5, 4], [3, 2, 1]] and a convolution [[1, 2, 3], [4, 5, 6], [7, 8, 9]]. A kernel
# that shifts the picture by a row leaves its first and last row and column where they were.
#
# Run: bash findings/pillow-kernel-is-upside-down-and-leaves-the-border.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from PIL import Image, ImageFilter


def filtered(x, kernel, scale):
    kernel = ImageFilter.Kernel((3, 3), np.ravel(kernel).tolist(), scale=scale)
    return np.array(Image.fromarray(x).filter(kernel))


single = np.zeros((5, 5), np.uint8)
single[2, 2] = 100
kernel = np.arange(1, 10).reshape(3, 3)
left = filtered(single, kernel, scale=100)[1:4, 1:4]
print("1 to 9 over a single pixel:", left.tolist())
assert left.tolist() == kernel[:, ::-1].tolist()

x = np.arange(25, dtype=np.uint8).reshape(5, 5)
moved = filtered(x, [[0, 1, 0], [0, 0, 0], [0, 0, 0]], scale=1)
print(moved)
inside = (slice(1, 4), slice(1, 4))
assert (moved[inside] == x[2:5, 1:4]).all()  # a 1 above takes the pixel below
moved[inside] = x[inside]
assert (moved == x).all()
PYTHON
echo "As seen before: Pillow 13.0.0"
