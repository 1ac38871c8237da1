"""The mistakes in convolution that the checks know: kernels, sizes, strides, padding, channels."""

import numpy as np

from autograder.predictions.convolution import (
    EVERYWHERE,
    SLIDING,
    STRIDED,
    always_relu,
    batch_padded,
    bias_after_activation,
    bias_per_channel,
    blind_to_stride,
    columns_at_most,
    columns_by,
    columns_from_height,
    columns_from_kernel_height,
    columns_from_padded_and_kernel_height,
    columns_from_padded_height,
    extra_first,
    filters_first_then_activated,
    first_bias,
    first_channel,
    first_filter,
    half_kernel,
    half_kernel_less,
    in_exercises,
    keeps_size,
    kernel_cut_square,
    last_start_excluded,
    map_padded,
    one_if_valid,
    one_less,
    only_first_image,
    only_first_image_then_bias,
    relu_for_any_activation,
    repeat_first_image,
    right_zeros,
    same,
    size,
    square_only,
    strides_of_pad_same,
    truncated,
    truncated_at_each_step,
    truncated_products,
    truncated_sums,
    valid_size,
    when_same,
    windows_without_stride,
    with_kernel,
    with_strides,
    with_strides_after_padding,
    with_sums,
)
from autograder.truth.ask_keras import keras_says, keras_size
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS"]

MISCONCEPTIONS = (
    Misconception(
        "KERNEL-FLIPPED",
        "the kernel is turned around",
        "Your numbers are those of a kernel turned by 180°. Mathematics does that in a "
        "convolution; Keras, and this lab, do not.",
        "Use the kernel as it is, without [::-1, ::-1].",
        in_exercises(EVERYWHERE, with_kernel(lambda kernel: kernel[::-1, ::-1])),
    ),
    Misconception(
        "KERNEL-FLIPPED-ROWS",
        "the kernel is upside down",
        "Your numbers are those of a kernel with its rows in reverse order.",
        "Use the kernel as it is: row 0 of the kernel meets row 0 of the window.",
        in_exercises(EVERYWHERE, with_kernel(lambda kernel: kernel[::-1])),
    ),
    Misconception(
        "KERNEL-FLIPPED-COLUMNS",
        "the kernel is mirrored",
        "Your numbers are those of a kernel with its columns in reverse order.",
        "Use the kernel as it is: column 0 of the kernel meets column 0 of the window.",
        in_exercises(EVERYWHERE, with_kernel(lambda kernel: kernel[:, ::-1])),
    ),
    Misconception(
        "KERNEL-TRANSPOSED",
        "rows and columns of the kernel are swapped",
        "Your numbers are those of the transposed kernel: its rows lie where its columns should.",
        "Look for a .T, or for two loop variables that have changed places.",
        in_exercises(
            EVERYWHERE,
            with_kernel(lambda kernel: kernel.swapaxes(0, 1)),
            with_kernel(square_only),
            with_kernel(lambda kernel: kernel.swapaxes(0, 1).reshape(kernel.shape)),
        ),
    ),
    Misconception(
        "MEAN-FOR-SUM",
        "the mean of the products instead of their sum",
        "Your numbers are too small by the number of weights: the products are averaged.",
        "Add the products up with np.sum, and divide by nothing.",
        in_exercises(
            EVERYWHERE,
            with_sums(lambda given, y: y / (given.kernel.shape[0] * given.kernel.shape[1])),
            with_sums(lambda given, y: y / given.kernel[..., 0].size),
        ),
    ),
    Misconception(
        "OUTPUT-TOO-SMALL",
        "the last row and column are missing",
        "The output is one row and one column too small: from the first window to the last there "
        "are n - k steps, and that makes n - k + 1 windows.",
        "Add the 1: (n - k) // stride + 1.",
        in_exercises(SLIDING, one_less, last_start_excluded)
        | size(
            lambda n, k, s, padding: keras_size(n, k, s, padding) - one_if_valid(padding),
            lambda n, k, s, padding: keras_size(n, k, s, padding) - 1,
            lambda n, k, s, padding: (
                -(-(n - k) // s) if padding == "valid" else keras_size(n, k, s, padding)
            ),
        ),
    ),
    Misconception(
        "OUTPUT-ROUNDED-UP",
        "a window that does not fit is counted",
        "Where the stride does not divide, you count a last window that hangs over the edge.",
        'With padding="valid", round down: (n - k) // stride + 1.',
        size(
            lambda n, k, s, padding: (
                keras_size(n, k, s, padding) + ((n - k) % s > 0) * one_if_valid(padding)
            )
        ),
    ),
    Misconception(
        "OUTPUT-HEIGHT-FOR-WIDTH",
        "the number of columns comes from the height",
        "Your output has the number of columns that this map's height would give, not its width.",
        "Work out the columns from the width: shape[1] of a map, shape[2] of a batch.",
        in_exercises(
            SLIDING,
            columns_by(columns_from_height),
            columns_by(columns_from_padded_height),
            columns_at_most(columns_from_padded_height),
            columns_by(lambda given: given.ask_keras().shape[1]),
        ),
    ),
    Misconception(
        "KERNEL-HEIGHT-FOR-WIDTH",
        "the number of columns comes from the kernel's height",
        "Your output has the number of columns that this kernel's height would give, not its "
        "width.",
        "Use kernel.shape[0] for the rows, and kernel.shape[1] for the columns.",
        in_exercises(
            SLIDING,
            columns_by(columns_from_kernel_height),
            columns_by(columns_from_padded_and_kernel_height),
            kernel_cut_square,
        ),
    ),
    Misconception(
        "STRIDE-IGNORED",
        "the stride has no effect",
        "Your numbers are those of stride 1.",
        "Let the windows begin at i * stride, and count them with output_size.",
        in_exercises(
            STRIDED, with_strides(lambda _: (1, 1)), with_strides_after_padding(lambda _: (1, 1))
        )
        | size(
            lambda n, k, _, padding: keras_size(n, k, 1, padding),
            lambda n, k, s, padding: keras_size(n, k, s if padding == "same" else 1, padding),
        ),
    ),
    Misconception(
        "STRIDE-ROWS-ONLY",
        "the stride works on the rows alone",
        "The rows are right, but across the columns your window moves by one pixel.",
        "Use the second stride for the columns: j * across.",
        in_exercises(
            STRIDED,
            with_strides(lambda strides: (strides[0], 1)),
            with_strides_after_padding(lambda strides: (strides[0], 1)),
        ),
    ),
    Misconception(
        "STRIDE-COLUMNS-ONLY",
        "the stride works on the columns alone",
        "The columns are right, but down the rows your window moves by one pixel.",
        "Use the first stride for the rows: i * down.",
        in_exercises(
            STRIDED,
            with_strides(lambda strides: (1, strides[1])),
            with_strides_after_padding(lambda strides: (1, strides[1])),
        ),
    ),
    Misconception(
        "STRIDES-SWAPPED",
        "the two strides have changed places",
        "Your window moves down by the second stride, and across by the first one.",
        "strides is (down, across): rows first, as in a shape.",
        in_exercises(
            STRIDED,
            with_strides(lambda strides: (strides[1], strides[0])),
            with_strides_after_padding(lambda strides: (strides[1], strides[0])),
        )
        | {"pad_same": (strides_of_pad_same(lambda strides: strides[::-1]),)},
    ),
    Misconception(
        "STRIDE-FIRST-FOR-BOTH",
        "the first stride is used for both axes",
        "Your window moves across by the stride that was meant for the rows.",
        "Take the pair apart: strides[0] for the rows, strides[1] for the columns.",
        in_exercises(
            STRIDED,
            with_strides(lambda strides: (strides[0], strides[0])),
            with_strides_after_padding(lambda strides: (strides[0], strides[0])),
        )
        | {"pad_same": (strides_of_pad_same(lambda strides: (strides[0], strides[0])),)},
    ),
    Misconception(
        "STRIDE-NOT-IN-WINDOW",
        "the windows do not move by the stride",
        "The shape is right, but output pixel (i, j) looks at the window that begins at (i, j).",
        "Let that window begin at row i * down, column j * across.",
        in_exercises(STRIDED, windows_without_stride),
    ),
    Misconception(
        "SAME-IGNORED",
        'padding="same" has no effect',
        "Your result is the one without padding.",
        'If padding.lower() is "same", put the zeros around the map first.',
        in_exercises(STRIDED, lambda given: given.ask_keras(padding="valid"))
        | {"pad_same": (lambda feature_map, *_, **__: np.asarray(feature_map),)}
        | size(valid_size, lambda *sizes: max(0, valid_size(*sizes))),
    ),
    Misconception(
        "SAME-EXTRA-FIRST",
        "the extra zero stands before the map",
        '"same" needs an odd number of zeros here. Keras puts the odd one after the map; your '
        "numbers fit one before it.",
        "Work out the total first, then give the larger half to the bottom and right.",
        same(extra_first),
    ),
    Misconception(
        "SAME-HALF-KERNEL",
        "k // 2 zeros on each side, always",
        "That many are right for an odd kernel with stride 1 alone. An even kernel needs one less, "
        "and a stride changes the number, too.",
        "Work out the total, max((windows - 1) * stride + k - n, 0), and halve that.",
        same(half_kernel),
    ),
    Misconception(
        "SAME-HALF-KERNEL-LESS",
        "(k - 1) // 2 zeros on each side, always",
        "That many are right for an odd kernel with stride 1 alone. An even kernel needs one more, "
        "after the map, and a stride changes the number, too.",
        "Work out the total, max((windows - 1) * stride + k - n, 0), and halve that.",
        same(half_kernel_less),
    ),
    Misconception(
        "SAME-BLIND-TO-STRIDE",
        "the zeros for stride 1, at every stride",
        "Larger strides need fewer zeros, since there are fewer windows. Yours are those of "
        "stride 1.",
        "Put the stride into the total: max((windows - 1) * stride + k - n, 0).",
        same(blind_to_stride),
    ),
    Misconception(
        "SAME-KEEPS-SIZE",
        '"same" keeps the size, whatever the stride',
        'Only with stride 1 has the output the input\'s size. With a larger stride, "same" means '
        "one window for each stride that begins.",
        "Use ceil(n / stride) windows: -(-n // stride).",
        in_exercises(
            STRIDED,
            lambda given: given.ask_keras(strides=(1, 1) if given.is_same else given.strides),
            when_same(keeps_size),
        )
        | {"pad_same": (map_padded(keeps_size),)}
        | size(lambda n, k, s, padding: n if padding == "same" else keras_size(n, k, s, padding)),
    ),
    Misconception(
        "SAME-EDGE",
        "the border repeats the edge",
        "Your border holds copies of the outermost pixels; Keras puts zeros there.",
        "Call np.pad without mode, or with mode='constant'.",
        same(right_zeros, mode="edge"),
    ),
    Misconception(
        "SAME-ONES",
        "the border holds ones",
        "Your border holds ones; Keras puts zeros there.",
        "Pad with zeros: np.zeros, or np.pad without constant_values.",
        same(right_zeros, constant_values=1),
    ),
    Misconception(
        "SAME-SWAPPED",
        "rows and columns of the border are swapped",
        "The zeros that belong above and below the map are on its left and right, and the other "
        "way round.",
        "In np.pad, the first pair is for the rows: ((top, bottom), (left, right)).",
        same(right_zeros, swapped=True),
    ),
    Misconception(
        "SAME-ALL-AXES",
        "batch or channels are padded, too",
        "Zeros belong around the height and the width only.",
        "Hand np.pad four pairs, the first and the last of them (0, 0).",
        in_exercises("conv2d", batch_padded),
    ),
    Misconception(
        "CHANNEL-FIRST-ONLY",
        "only the first channel is read",
        "Your numbers are those of channel 0; the other channels do not take part.",
        "Add up over all input channels, each with its own kernel.",
        in_exercises("conv2d", first_channel),
    ),
    Misconception(
        "CHANNELS-AVERAGED",
        "the channels are averaged",
        "Your sums are too small by the number of channels: their results are averaged.",
        "Add the channels' results up; don't divide.",
        in_exercises("conv2d", with_sums(lambda given, y: y / given.x.shape[3])),
    ),
    Misconception(
        "BIAS-MISSING",
        "the bias is not added",
        "Your numbers are those of a layer without a bias.",
        "Add bias at the end: its F numbers meet the last axis of the output.",
        in_exercises("conv2d", lambda given: given.ask_keras(bias=None))
        | {"dense": (lambda x, kernel, bias: keras_says("dense")(x, kernel, 0 * bias),)},
    ),
    Misconception(
        "BIAS-FIRST-FOR-ALL",
        "every filter gets the first bias",
        "All output channels have bias[0] in them.",
        "Give output channel f the number bias[f].",
        in_exercises("conv2d", first_bias),
    ),
    Misconception(
        "BIAS-PER-CHANNEL",
        "the bias is added once for each input channel",
        "Your output holds the bias as many times as there are input channels.",
        "Move the bias out of the loop over the channels, and add it once.",
        in_exercises("conv2d", bias_per_channel),
    ),
    Misconception(
        "BIAS-AFTER-ACTIVATION",
        "the bias comes after the activation",
        "Your bias is added to what the activation returned.",
        "Add the bias first, then call the activation on the result.",
        in_exercises("conv2d", bias_after_activation),
    ),
    Misconception(
        "ACTIVATION-IGNORED",
        "the activation is not called",
        "Your numbers are those of a layer without an activation.",
        "At the end: return activation(y), unless activation is None.",
        in_exercises("conv2d", lambda given: given.ask_keras(activation=None)),
    ),
    Misconception(
        "ACTIVATION-ALWAYS-RELU",
        "relu, whatever was asked for",
        "Your negative numbers have become zeros: relu is applied in place of the activation that "
        "was handed in.",
        "Call activation(y) if it is not None, and nothing otherwise.",
        in_exercises("conv2d", always_relu, relu_for_any_activation),
    ),
    Misconception(
        "FIRST-IMAGE-FOR-ALL",
        "all images get the first one's result",
        "Every image of the batch has the result of image 0.",
        "Use the loop's own image, x[n], and not x[0].",
        in_exercises("conv2d", repeat_first_image),
    ),
    Misconception(
        "FIRST-IMAGE-ONLY",
        "only the first image is computed",
        "Image 0 is right; the others are left as they were made.",
        "Loop over all images, and return after the loop.",
        in_exercises(
            "conv2d",
            only_first_image,
            only_first_image_then_bias,
            lambda given: given.ask_keras()[:1],
        ),
    ),
    Misconception(
        "FIRST-FILTER-FOR-ALL",
        "all output channels come from the first filter",
        "Every output channel has the sums of filter 0.",
        "Output channel f comes from kernel[:, :, :, f].",
        in_exercises("conv2d", first_filter),
    ),
    Misconception(
        "AXES-OUT-OF-ORDER",
        "the output channels stand in the wrong place",
        "Your numbers are right, but the axes are (images, filters, rows, columns).",
        "Put the filters last: (images, rows, columns, filters).",
        in_exercises(
            "conv2d",
            lambda given: given.ask_keras().transpose(0, 3, 1, 2),
            filters_first_then_activated,
        ),
    ),
    Misconception(
        "AXES-SWAPPED",
        "rows and columns of the output are swapped",
        "Your numbers are right, but the rows lie where the columns should.",
        "Write to y[i, j], with i for the rows and j for the columns.",
        in_exercises(SLIDING, lambda given: given.ask_keras().swapaxes(1, 2)),
    ),
    Misconception(
        "INTEGERS-TRUNCATED",
        "fractions are cut off",
        "With an input of integers, your results have lost their fractions: they were put into "
        "an array of integers.",
        "Make the output with np.zeros(shape), which holds floats, not zeros_like of the input.",
        in_exercises(
            EVERYWHERE, truncated, truncated_sums, truncated_products, truncated_at_each_step
        ),
    ),
)
