# Relu passes at 0, and the gradient of the loss is not divided by the batch.
import numpy as np


# %% relu_backward
def relu_backward(dy, x):
    return np.where(x >= 0, dy, 0)


# %% softmax_cross_entropy
def softmax_cross_entropy(scores, labels):
    images = np.arange(len(scores))
    scores = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(scores)
    sums = powers.sum(axis=1, keepdims=True)
    loss = (np.log(sums[:, 0]) - scores[images, labels]).mean()
    dscores = powers / sums
    dscores[images, labels] -= 1
    return loss, dscores
