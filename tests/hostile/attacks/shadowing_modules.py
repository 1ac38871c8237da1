# %% before setup
import os
import sys

sys.path.insert(0, os.getcwd())
for name in ("autograder", "numpy", "random"):
    for known in [known for known in sys.modules if known.split(".")[0] == name and name != "numpy"]:
        del sys.modules[known]
