# %% max_pool2d
import sys

sys.setrecursionlimit(10**9)

def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return max_pool2d(x)
