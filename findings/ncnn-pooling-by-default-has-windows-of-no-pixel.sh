#!/usr/bin/env bash
# ncnn 1.0.20261020: pooling as it comes (pad_mode 0, "full") rounds the number of windows up, and
# where the stride is larger than the window the last one can lie wholly beyond the map: a maximum
# there is the least float, an average is NaN. Nothing is padded, and nothing is said.
#
# Guess before: a window that is rounded in reaches at least one pixel, as ONNX and PyTorch demand for
# ceil_mode; the pooling of a feature pyramid's last level, windows of 1 with stride 2, is safe.
# Seen: 1, 2 under windows of 1 with stride 2: maxima 1 and -3.4028235e38, averages 1 and NaN. With
# pad_mode 1 ("valid") there is one window, and 1.
#
# Run: bash findings/ncnn-pooling-by-default-has-windows-of-no-pixel.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check ncnn==1.0.20261020 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import ncnn
import numpy as np

MAX, AVERAGE = 0, 1
FULL, VALID, SAME_UPPER, SAME_LOWER = range(4)  # the layer's pad_mode


def pool(row, kind, window, stride, **options):
    """Pool a map of one row; of the layer's numbered options, 11 to 13 are those of rows."""
    numbered = {0: kind, 1: window, 11: 1, 2: stride, 12: 1, **options.pop("more", {})}
    settings = " ".join(f"{number}={value}" for number, value in numbered.items())
    net = ncnn.Net()
    net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = net.opt.use_fp16_packed = False
    graph = f"7767517\n2 2\nInput in 0 1 in\nPooling pool 1 1 in out {settings}\n"
    assert net.load_param_mem(graph) == 0
    net.load_model(ncnn.DataReaderFromEmpty())
    extractor = net.create_extractor()
    extractor.input("in", ncnn.Mat(np.array([[row]], dtype=np.float32)).clone())
    status, found = extractor.extract("out")
    assert status == 0
    values = np.array(found).ravel().tolist()
    del found, extractor
    return values


maxima = pool([1, 2], MAX, 1, 2)
averages = pool([1, 2], AVERAGE, 1, 2)
valid = pool([1, 2], MAX, 1, 2, more={5: VALID})
print("maxima:", maxima, "averages:", averages, "valid:", valid)
assert maxima == [1.0, float(np.finfo(np.float32).min)], maxima
assert averages[0] == 1.0 and np.isnan(averages[1]) and len(averages) == 2, averages
assert valid == [1.0], valid
PYTHON
echo "As seen before: ncnn 1.0.20261020"
