#!/usr/bin/env bash
# Equinox 0.13.8: the windows of nn.AdaptiveAvgPool2d and AdaptiveMaxPool2d lie side by side, the first
# ones larger by one where the size doesn't divide. In PyTorch, whose name and arguments these are,
# window i of n reaches from floor(i·size/n) to ceil((i+1)·size/n), and neighbours overlap. The
# documentation says "adaptive downsampling to a target shape" and no more.
#
# Guess before: a layer of this name computes the windows of PyTorch's, so that weights of a network
# that ends in it can be carried over.
# Seen: 1 to 5 to 3 numbers: averages 1.5, 3.5, 5, in PyTorch 1.5, 3, 4.5; 7 to 3: 2, 4.5, 6.5, in
# PyTorch 2, 4, 6. They agree where the target divides the size, and, of all sizes up to 12, nowhere else.
#
# Run: bash findings/equinox-adaptive-pools-are-not-pytorchs.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
    equinox==0.13.8 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1
JAX_PLATFORMS=cpu "$folder/venv/bin/python" - <<'PYTHON'
import equinox
import numpy as np


def averages_of_equinox(size, target):
    x = np.arange(1.0, size + 1, dtype=np.float32)
    return np.array(equinox.nn.AdaptiveAvgPool1d(target)(x[None]))[0]


def averages_of_pytorch(size, target):
    """Average 1 to size by the windows of PyTorch; the last number of each is rounded up."""
    begins = [index * size // target for index in range(target)]
    ends = [-(-(index + 1) * size // target) for index in range(target)]
    return np.array([np.mean(range(begin + 1, end + 1)) for begin, end in zip(begins, ends)])


for size, target, seen in ((5, 3, [1.5, 3.5, 5]), (7, 3, [2, 4.5, 6.5]), (6, 3, [1.5, 3.5, 5.5])):
    found = averages_of_equinox(size, target)
    print(size, "to", target, found.tolist(), "PyTorch", averages_of_pytorch(size, target).tolist())
    assert found.tolist() == seen
for size in range(2, 13):
    for target in range(1, size):
        agree = np.allclose(averages_of_equinox(size, target), averages_of_pytorch(size, target))
        assert agree == (size % target == 0), (size, target)
picture = np.arange(25, dtype=np.float32).reshape(1, 5, 5)
for layer, seen in (
    (equinox.nn.AdaptiveAvgPool2d, [[3, 5, 6.5], [13, 15, 16.5], [20.5, 22.5, 24]]),
    (equinox.nn.AdaptiveMaxPool2d, [[6, 8, 9], [16, 18, 19], [21, 23, 24]]),
):
    found = np.array(layer((3, 3))(picture))[0].tolist()
    print(layer.__name__, found)
    assert found == seen
PYTHON
echo "As seen before: Equinox 0.13.8"
