"""Mistakes in backpropagation, by topic: what layers hand back, the loss, and a step."""

from autograder.misconceptions.backward import (
    convolution_border,
    convolution_dx,
    convolution_kernel,
    convolution_windows,
    elementwise,
    loss,
    pooling,
    pooling_windows,
    step,
)

__all__ = ["MISCONCEPTIONS"]

MISCONCEPTIONS = (
    *elementwise.MISCONCEPTIONS,
    *loss.MISCONCEPTIONS,
    *convolution_dx.MISCONCEPTIONS,
    *convolution_border.MISCONCEPTIONS,
    *convolution_kernel.MISCONCEPTIONS,
    *convolution_windows.MISCONCEPTIONS,
    *pooling.MISCONCEPTIONS,
    *pooling_windows.MISCONCEPTIONS,
    *step.MISCONCEPTIONS,
)
