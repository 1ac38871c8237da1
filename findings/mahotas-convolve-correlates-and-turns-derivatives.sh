#!/usr/bin/env bash
# mahotas 1.4.19: mahotas.convolve ("Convolution of `f` and `weights`") doesn't turn the kernel: in
# every border mode, and for kernels of even sizes too, it is scipy.ndimage.correlate, not
# scipy.ndimage.convolve. gaussian_filter1d does the same, with weights made for a
# convolution: its derivatives of odd order have the wrong sign.
#
# Guess before: a function named convolve, with SciPy's modes and arguments, is SciPy's; and a first
# derivative of what rises is above 0.
# Seen: 1 to 9 over a single pixel: [[9, 8, 7], [6, 5, 4], [3, 2, 1]]. The first derivative, order=1,
# of a ramp that rises by 1 is -1 by mahotas, +1 by SciPy. Order 0 and 2 agree, order 3 has the other
# sign.
#
# Run: bash findings/mahotas-convolve-correlates-and-turns-derivatives.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check mahotas==1.4.19 scipy==1.17.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import mahotas
import numpy as np
from scipy import ndimage

pixel = np.zeros((5, 5))
pixel[2, 2] = 1
kernel = np.arange(1.0, 10.0).reshape(3, 3)
found = mahotas.convolve(pixel, kernel)[1:4, 1:4]
print("1 to 9 over a single pixel:", found.astype(int).tolist())
assert found.tolist() == kernel[::-1, ::-1].tolist()

generator = np.random.default_rng(0)
x = generator.integers(0, 9, (6, 7)).astype(float)
for mode in ("reflect", "nearest", "wrap", "mirror", "constant"):
    for size in ((3, 3), (2, 3), (2, 2), (1, 3)):
        weights = generator.permutation(np.arange(1.0, np.prod(size) + 1)).reshape(size)
        found = mahotas.convolve(x, weights, mode)
        assert np.allclose(found, ndimage.correlate(x, weights, mode=mode)), (mode, size)
        assert not np.allclose(found, ndimage.convolve(x, weights, mode=mode)), (mode, size)

ramp = np.tile(np.arange(21.0), (3, 1))
slopes = [
    library.gaussian_filter1d(ramp, 1.0, axis=1, order=1)[1, 10].round(2)
    for library in (mahotas, ndimage)
]
print("first derivative of a rising ramp: mahotas", slopes[0], "SciPy", slopes[1])
assert slopes == [-1, 1], slopes
for order, sign in enumerate((1, -1, 1, -1)):
    found = mahotas.gaussian_filter(pixel, 0.7, order=order)
    scipys = ndimage.gaussian_filter(pixel, 0.7, order=[order, order])
    assert np.allclose(found, scipys, atol=5e-3), order  # in two axes the signs cancel
    found = mahotas.gaussian_filter1d(pixel, 0.7, axis=1, order=order)
    scipys = ndimage.gaussian_filter1d(pixel, 0.7, axis=1, order=order)
    print("order", order, "sign", sign)
    assert np.allclose(found, sign * scipys, atol=5e-3), order
PYTHON
echo "As seen before: mahotas 1.4.19"
