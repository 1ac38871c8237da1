# %% max_pool2d
import re

def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return re.match(r"(a+)+$", "a" * 60 + "b")
