#!/usr/bin/env bash
# PaddlePaddle 3.3.1: average pooling with exclusive=False ("Whether to exclude padding points": no)
# counts the zeros after the map as if there were as many as before it. With padding on one side only,
# which "SAME" gives for even windows, zeros before are counted, zeros after are not.
#
# Guess before: with exclusive=False every window is divided by its size, wherever the zeros are.
# Seen: 1, 2, 3, 4 under windows of 2, stride 1: one zero before: 0.5, 1.5, 2.5, 3.5; one zero after:
# 1.5, 2.5, 3.5, 4, as with exclusive=True; one zero on both sides: 0.5, 1.5, 2.5, 3.5, 2. "SAME":
# 1.5, 2.5, 3.5, 4. avg_pool1d and avg_pool3d do the same.
#
# Run: bash findings/paddle-average-counts-zeros-before-not-after.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check paddlepaddle==3.3.1 numpy==2.4.6
"$folder/venv/bin/python" - 2>/dev/null <<'PYTHON'
import paddle
from paddle.nn import functional as F

numbers = paddle.to_tensor([1.0, 2.0, 3.0, 4.0])
pools = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}
seen = {}
for padding in ([1, 0], [0, 1], [1, 1], "SAME"):
    for exclusive in (False, True):
        found = []
        for axes, pool in pools.items():
            x = numbers.reshape([1, 1] + [1] * (axes - 1) + [4])
            zeros = padding if padding == "SAME" else [0, 0] * (axes - 1) + padding
            window = [1] * (axes - 1) + [2]
            found.append(pool(x, window, [1] * axes, zeros, exclusive=exclusive).flatten().tolist())
        assert found[0] == found[1] == found[2], found
        seen[str(padding), exclusive] = found[0]
        print("padding", padding, "exclusive", exclusive, found[0])
assert seen == {
    ("[1, 0]", False): [0.5, 1.5, 2.5, 3.5],
    ("[1, 0]", True): [1, 1.5, 2.5, 3.5],
    ("[0, 1]", False): [1.5, 2.5, 3.5, 4],
    ("[0, 1]", True): [1.5, 2.5, 3.5, 4],
    ("[1, 1]", False): [0.5, 1.5, 2.5, 3.5, 2],
    ("[1, 1]", True): [1, 1.5, 2.5, 3.5, 4],
    ("SAME", False): [1.5, 2.5, 3.5, 4],
    ("SAME", True): [1.5, 2.5, 3.5, 4],
}, seen
PYTHON
echo "As seen before: PaddlePaddle 3.3.1"
