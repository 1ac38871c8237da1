#!/usr/bin/env bash
# numpy-ts 1.7.0, "NumPy-validated": convolve and correlate of mode "same" return as many numbers as the
# first argument has. NumPy's return as many as the longer one has, whichever it is. "full" and "valid"
# are NumPy's, and so is "same" where the first argument is the longer one.
#
# Guess before: a function with NumPy's name, arguments and modes has NumPy's result, and a convolution
# is the same whichever of its two arguments comes first.
# Seen: 1, 2 by 1, 10, 100 is 12, 120, by NumPy 1, 12, 120; with the two exchanged both say 1, 12, 120.
# correlate: 210, 21, by NumPy 210, 21, 2. No error is raised; the end, here one number, is left out.
# Affected: whoever carries code from Python to JavaScript where a filter may be longer than its signal.
# Documentation: NumPy 2.4, numpy.convolve, mode "same": "output of length max(M, N)".
#
# Output seen:
#   convolve same 1 2 | 1 10 100: numpy-ts 12 120, NumPy 1 12 120
#   convolve same 1 10 100 | 1 2: numpy-ts 1 12 120, NumPy 1 12 120
#   convolve full 1 2 | 1 10 100: numpy-ts 1 12 120 200, NumPy 1 12 120 200
#   convolve valid 1 2 | 1 10 100: numpy-ts 12 120, NumPy 12 120
#   correlate same 1 2 | 1 10 100: numpy-ts 210 21, NumPy 210 21 2
#   correlate same 1 10 100 | 1 2: numpy-ts 2 21 210, NumPy 2 21 210
#   correlate full 1 2 | 1 10 100: numpy-ts 100 210 21 2, NumPy 100 210 21 2
#
# Run: bash findings/numpy-ts-same-has-the-first-length.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check numpy==2.4.6
npm init -y >/dev/null
npm install --silent --no-fund --no-audit --ignore-scripts numpy-ts@1.7.0 >/dev/null
cat >cases.json <<'JSON'
[["convolve", "same", [1, 2], [1, 10, 100]],
 ["convolve", "same", [1, 10, 100], [1, 2]],
 ["convolve", "full", [1, 2], [1, 10, 100]],
 ["convolve", "valid", [1, 2], [1, 10, 100]],
 ["correlate", "same", [1, 2], [1, 10, 100]],
 ["correlate", "same", [1, 10, 100], [1, 2]],
 ["correlate", "full", [1, 2], [1, 10, 100]]]
JSON
cat >run.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import * as np from "numpy-ts";

for (const [name, mode, one, other] of JSON.parse(readFileSync("cases.json", "utf8"))) {
  const found = np[name](np.array(one), np.array(other), mode).toArray();
  console.log(`${name} ${mode} ${one.join(" ")} | ${other.join(" ")}: numpy-ts ${found.join(" ")}`);
}
SCRIPT
cat >run.py <<'PYTHON'
import json

import numpy as np

with open("cases.json") as file:
    for name, mode, one, other in json.load(file):
        print("NumPy", *getattr(np, name)(one, other, mode))
PYTHON
node run.mjs >found
venv/bin/python run.py >wanted
paste -d ' ' <(sed 's/$/,/' found) wanted >output
cat output
diff output - <<'SEEN'
convolve same 1 2 | 1 10 100: numpy-ts 12 120, NumPy 1 12 120
convolve same 1 10 100 | 1 2: numpy-ts 1 12 120, NumPy 1 12 120
convolve full 1 2 | 1 10 100: numpy-ts 1 12 120 200, NumPy 1 12 120 200
convolve valid 1 2 | 1 10 100: numpy-ts 12 120, NumPy 12 120
correlate same 1 2 | 1 10 100: numpy-ts 210 21, NumPy 210 21 2
correlate same 1 10 100 | 1 2: numpy-ts 2 21 210, NumPy 2 21 210
correlate full 1 2 | 1 10 100: numpy-ts 100 210 21 2, NumPy 100 210 21 2
SEEN
echo "As seen before: numpy-ts 1.7.0"
