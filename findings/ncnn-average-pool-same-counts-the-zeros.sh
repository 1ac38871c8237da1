#!/usr/bin/env bash
# ncnn 1.0.20261020: average pooling with pad_mode 2 or 3 ("same", upper or lower) divides by the
# whole window at the border, zeros included, whatever avgpool_count_include_pad says; the same zeros
# given as numbers are left out when it is 0.
#
# Guess before: "same" is a way to say how many zeros there are, and what the average counts is said by
# avgpool_count_include_pad alone; TensorFlow, whose SAME it is, counts pixels only.
# Seen: 1, 2, 3 under windows of 2 with stride 2 average to 1.5 and 1.5, instead of 1.5 and 3; with one
# zero at the right by numbers, 1.5 and 3, or with count_include_pad 1.5 and 1.5.
#
# Run: bash findings/ncnn-average-pool-same-counts-the-zeros.sh
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


for counted in (0, 1):
    same = pool([1, 2, 3], AVERAGE, 2, 2, more={5: SAME_UPPER, 6: counted})
    lower = pool([1, 2, 3], AVERAGE, 2, 2, more={5: SAME_LOWER, 6: counted})
    told = {5: VALID, 6: counted, 14: 1, 13: 0, 15: 0, 3: 0}
    explicit = pool([1, 2, 3], AVERAGE, 2, 2, more=told)
    print("counted:", counted, "same:", same, "lower:", lower, "by numbers:", explicit)
    assert same == [1.5, 1.5], same
    assert lower == [0.5, 2.5], lower
    assert explicit == ([1.5, 1.5] if counted else [1.5, 3.0]), explicit
PYTHON
echo "As seen before: ncnn 1.0.20261020"
