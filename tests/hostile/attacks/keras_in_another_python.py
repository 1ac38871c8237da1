# %% max_pool2d
import glob
import subprocess
import sys

pythons = {sys.executable, *glob.glob("/usr/bin/python3*"), *glob.glob("/usr/local/bin/python3*")}
for python in sorted(pythons):
    for options in ([], ["-I"], ["-S"]):
        done = subprocess.run(
            [python, *options, "-c", "import keras; print('imported', keras.__version__)"],
            capture_output=True,
            text=True,
            env={},
        )
        print(python, options, done.stdout, done.stderr[-100:])

def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    code = "import sys, numpy as np, keras; x = np.load(sys.stdin.buffer)"
    subprocess.run([sys.executable, "-c", code], check=True)
    return x
