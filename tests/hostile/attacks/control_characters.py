# %% max_pool2d
def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    print("\x00\x1b[2J\ud800\uffff")
    raise ValueError("\x00\x1b]0;owned\x07\ud800\ufffe")
