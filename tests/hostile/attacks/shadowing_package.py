# %% max_pool2d
def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return x
